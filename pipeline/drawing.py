"""This module draws ads to label from more of them than memory holds: of each it keeps some numbers, never a text.

Ads come in pieces. What stays of one is its id, the hash of its content, how unsure the model is of each kind, and with
which ads it belongs together: some 300 bytes, however long the text. Which ads belong together is told by the keys that
come with them (a template, a contact), not by comparing wording, which needs all texts at once.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from models.domain.ad import RawAd
from models.scoring.classifier import KINDS
from models.training.batch import Drawn, Pool, draw
from models.training.splits import sharing, together

# For each ad how far each kind's log-odds lie above where an analyst would look, in the order of the kinds; None for an
# ad that must not be asked about.
Doubting = Callable[[Sequence[RawAd]], Sequence[Sequence[float] | None]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An ad that may be asked about; ads that share one of `keys` belong together."""

    number: str
    ad: RawAd
    lang: str
    keys: tuple[str, ...]


@dataclass(slots=True)
class _Sketches:
    """What stays of the candidates, an item of each for one ad."""

    numbers: list[str] = field(default_factory=list)
    contents: "array[int]" = field(default_factory=lambda: array("q"))
    doubts: "array[float]" = field(default_factory=lambda: array("f"))
    langs: list[str] = field(default_factory=list)
    keys: "list[array[int]]" = field(default_factory=list)


def draw_from_pieces(
    pieces: Iterable[Sequence[Candidate]],
    *,
    known: Collection[str],
    doubting: Doubting,
    size: int,
    seed: int,
) -> list[tuple[str, Drawn]]:
    """The numbers of the ads drawn, with why and how likely, by number; those whose content hash is in `known` are left out.

    Each text is asked about once. The order of the pieces and of the ads in them does not matter.
    """
    asked = {_short(content) for content in known}
    kept = _Sketches()
    for piece in pieces:
        new = [one for one in piece if _short(one.ad.content_hash) not in asked]
        for one, doubt in zip(new, doubting([one.ad for one in new]), strict=True):
            if doubt is not None:
                _keep(kept, one, doubt)
    order = _one_of_each_text(kept)
    if not order:
        return []
    doubts = np.frombuffer(kept.doubts, dtype=np.float32).reshape(-1, len(KINDS))
    pool = Pool(
        doubt=doubts[order].astype(np.float64),
        groups=together(len(order), sharing((place, kept.keys[i]) for place, i in enumerate(order))),
        langs=[kept.langs[i] for i in order],
    )
    drawn = [(kept.numbers[order[one.place]], one) for one in draw(pool, size=size, seed=seed)]
    return sorted(drawn, key=lambda pair: pair[0])


def _keep(kept: _Sketches, one: Candidate, doubt: Sequence[float]) -> None:
    kept.numbers.append(one.number)
    kept.contents.append(_short(one.ad.content_hash))
    kept.doubts.extend(doubt)
    kept.langs.append(one.lang)
    kept.keys.append(array("q", [_short(key) for key in one.keys]))


def _one_of_each_text(kept: _Sketches) -> list[int]:
    """Places, by the hash of the content; of copies the one with the largest number."""
    of_texts: dict[int, int] = {}
    for place, content in enumerate(kept.contents):
        other = of_texts.get(content)
        if other is None or kept.numbers[place] > kept.numbers[other]:
            of_texts[content] = place
    return [of_texts[content] for content in sorted(of_texts)]


def _short(key: str) -> int:
    """64 bits that stand for `key`: of a million ads two are taken for one once in forty million runs."""
    return int.from_bytes(blake2b(key.encode("utf-8"), digest_size=8).digest(), "big", signed=True)
