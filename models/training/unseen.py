"""This module keeps what a recipe said of each ad while its group was unseen, so that two models meet on the same ads.

Of an ad it holds the hash of its content, its labels and scores, never a word. Where several people labelled an ad it
stands once, for the kinds that at least half of them saw.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.domain.errors import WrongUsage
from models.domain.judgement import Kind
from models.scoring.ngrams import Floats
from models.training.proof import Proof

_HEAD = {"form": 1, "kinds": [kind.value for kind in Kind]}
_ANOTHER_FORM = "The answers kept beside a model are of another form; train it again."


@dataclass(frozen=True, slots=True)
class UnseenAnswer:
    """What was said of one ad: `scores` rank it for each of the kinds, in their order, `overall` whatever the kind.

    `ad` is the hash of its content; `weight` how many ads of the field it stands for.
    """

    ad: str
    group: int
    fold: int
    weight: float
    kinds: frozenset[Kind]
    scores: tuple[float, ...]
    overall: float


def unseen_answers(proof: Proof) -> tuple[UnseenAnswer, ...]:
    """The answers of `proof`, by the hash of the ads' content; the same proof gives the same."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(proof.labelled):
        rows[one.ad.content_hash].append(number)
    return tuple(_answer(proof, ad, own) for ad, own in sorted(rows.items()))


def to_json(answers: Sequence[UnseenAnswer]) -> bytes:
    """`answers` as one line of JSON for each ad, so that two files can be compared by eye."""
    rows = [
        json.dumps(
            [one.ad, one.group, one.fold, one.weight, sorted(one.kinds), one.overall, *one.scores],
            separators=(",", ":"),
        )
        for one in answers
    ]
    return "\n".join([json.dumps(_HEAD), *rows, ""]).encode("ascii")


def from_json(data: bytes) -> tuple[UnseenAnswer, ...]:
    """What `to_json` wrote. Raises `WrongUsage` where it is another form, or no such file."""
    try:
        head, *rows = [json.loads(line) for line in data.decode("ascii").splitlines()]
        if head == _HEAD:
            return tuple(_row(row) for row in rows)
    except (ValueError, TypeError) as error:
        raise WrongUsage(_ANOTHER_FORM) from error
    raise WrongUsage(_ANOTHER_FORM)


def _answer(proof: Proof, ad: str, rows: Sequence[int]) -> UnseenAnswer:
    first, own = rows[0], [proof.labelled[i] for i in rows]
    said = [kind for kind in Kind if 2 * sum(kind in one.kinds for one in own) >= len(own)]
    raw: Floats = proof.held.raw[list(rows)].mean(axis=0)
    overall = np.mean([max(proof.probabilities[i].values()) for i in rows])
    return UnseenAnswer(
        ad=ad,
        group=int(proof.groups[first]),
        fold=int(proof.folds[first]),
        weight=max(one.weight for one in own),
        kinds=frozenset(said),
        scores=tuple(round(float(z), 3) for z in raw),
        overall=round(float(overall), 6),
    )


def _row(row: list[Any]) -> UnseenAnswer:
    ad, group, fold, weight, kinds, overall, *scores = row
    return UnseenAnswer(
        str(ad),
        int(group),
        int(fold),
        float(weight),
        frozenset(Kind(kind) for kind in kinds),
        tuple(float(z) for z in scores),
        float(overall),
    )
