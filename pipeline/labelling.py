"""This module asks for labels: it draws ads that a person should look at next and writes them down to be answered.

What is written can be trained on once `kinds`, `ad_class` and `by` are filled in; an ad with a child in it is marked
`child_sign` instead, and is not learned from. Nothing tells what the model
thinks of an ad: an answer given in its sight would only repeat it.
"""

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from models.domain.ad import RawAd
from models.domain.errors import WrongUsage
from models.domain.judgement import Band
from models.indicators.evidence import gather
from models.scoring.assessment import AdFeatures, Classifier
from models.scoring.calibration import logit
from models.scoring.classifier import KINDS
from models.screening import Reader, ad_features, open_reading
from models.training.batch import Drawn, Pool, draw
from models.training.labelled import LabelledAd, has_child_sign, labelled_ad
from models.training.reading import read_for_training
from models.training.splits import groups, with_contacts
from pipeline.drawing import Doubting
from pipeline.pieces import in_pieces
from pipeline.rows import row_object, rows_of_files
from pipeline.training import filled

UNANSWERED = {
    "kinds": [],
    "ad_class": "ordinary_classified",
}  # only so that a row without a label can be read
_DAYS = (
    "posted_at",
    "first_seen",
)  # in a sheet where any is known: a spreadsheet of empty columns reads badly
_SHEET = (
    "id", "source_type", "lang", "city", "title", "text", "family", "kinds", "ad_class", "child_sign", "by", "blind",
    "source", "probability",
)  # fmt: skip
_SHOWN = frozenset(
    {"id", "source_type", "lang", "city", "title", "text", "fields", "posted_at", "first_seen", "family"}
)  # an earlier label, or a writer's remark, would tell the answer
_FORMULA = ("=", "+", "-", "@")  # a spreadsheet runs a cell that begins so


@dataclass(frozen=True, slots=True)
class Question:
    """An ad to ask about: the row it came in, placeholders and all, and the ad as it would be learned from."""

    row: dict[str, Any]
    ad: LabelledAd


def questions_of_files(paths: Sequence[Path], *, columns: str | None = None) -> list[Question]:
    """The ads of JSON Lines and CSV files, whatever labels they carry. Raises `WrongUsage` naming file and line."""
    found = []
    for path, number, row in rows_of_files(paths, columns):
        try:
            found += question(row_object(row), origin=path.name)
        except WrongUsage as error:
            raise WrongUsage(f"{path.name}, line {number}: {error}; nothing was drawn.") from None
    return found


def question(row: dict[str, Any], *, origin: str) -> list[Question]:
    """`row` as an ad to ask about; none where it is marked as a child sign. Raises `WrongUsage`."""
    if _is_marked(row):
        return []
    plain = {key: value for key, value in row.items() if key in _SHOWN}
    one = labelled_ad(filled(plain | {"labels": UNANSWERED}), origin=origin)
    return [Question(plain, with_contacts(one))] if one else []


def next_batch(
    questions: Sequence[Question],
    *,
    known: Collection[str],
    classifier: Classifier,
    reader: Reader,
    size: int,
    seed: int,
    progress: Callable[[int, int], None] = lambda _done, _size: None,
) -> list[dict[str, Any]]:
    """Rows to be answered, drawn by what `classifier` is unsure of; ads whose content hash is in `known` are left out.

    Each text is asked about once, an ad with a child sign never. The order of `questions` does not matter.
    """
    of_texts = {one.ad.ad.content_hash: one for one in sorted(questions, key=lambda one: one.ad.ad.ad_id)}
    open_to = [one for content, one in sorted(of_texts.items()) if content not in known]
    seen = in_pieces(partial(read_for_training, reader=reader), progress)([one.ad.ad for one in open_to])
    pairs = [(one, ad.features) for one, ad in zip(open_to, seen, strict=True) if ad is not None]
    if not pairs:
        return []
    pool = Pool(
        doubt=np.array(_doubts([features for _, features in pairs], classifier)),
        groups=groups([one.ad for one, _ in pairs], [features.masked for _, features in pairs]),
        langs=[one.ad.lang for one, _ in pairs],
    )
    drawn = draw(pool, size=size, seed=seed)
    return [asked_row(pairs[one.place][0], one) for one in drawn]


def doubting(classifier: Classifier, reader: Reader) -> Doubting:
    """What `classifier` is unsure of, for ads that come in pieces."""

    def doubts(ads: Sequence[RawAd]) -> Sequence[Sequence[float] | None]:
        readings = [open_reading(ad, reader) for ad in ads]
        features = [ad_features(one, gather(one, reader.catalogue)) for one in readings if one is not None]
        doubt = iter(_doubts(features, classifier))
        return [None if one is None else next(doubt) for one in readings]

    return doubts


def marked_texts(paths: Sequence[Path]) -> set[str]:
    """The content hashes of the ads that these labelled files mark as child signs. Raises `WrongUsage`."""
    found = set()
    for path, number, row in rows_of_files(paths):
        try:
            given = row_object(row)
            if _is_marked(given):
                one = labelled_ad(filled(given | {"labels": UNANSWERED, "label": {}}), origin=path.name)
                found |= {one.ad.content_hash} if one else set()
        except WrongUsage as error:
            raise WrongUsage(f"{path.name}, line {number}: {error}; nothing was drawn.") from None
    return found


def as_lines(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """`rows` as JSON Lines."""
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def as_sheet(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """`rows` as the lines of a CSV that a spreadsheet opens without running anything; fields stand at the text's end."""
    out = io.StringIO()
    names = (*_SHEET, *(day for day in _DAYS if any(row.get(day) for row in rows)))
    sheet = csv.DictWriter(out, names, lineterminator="\n")
    sheet.writeheader()
    sheet.writerows({key: _cell(value) for key, value in _flat(row, names).items()} for row in rows)
    yield out.getvalue().rstrip("\n")


def asked_row(one: Question, drawn: Drawn) -> dict[str, Any]:
    """The row of `one`, to be answered."""
    return {
        "id": one.row["id"],
        **one.row,
        "lang": one.ad.lang,
        "labels": {"kinds": [], "ad_class": "", "child_sign": False},
        "label": {"by": "", "blind": True, "source": drawn.why.value, "probability": drawn.probability},
    }


def _is_marked(row: Mapping[str, Any]) -> bool:
    labels = row.get("labels")
    return isinstance(labels, dict) and has_child_sign(labels)


def _doubts(features: Sequence[AdFeatures], classifier: Classifier) -> list[list[float]]:
    """For each ad how far each kind's log-odds lie above the threshold of `medium`."""
    line = logit(classifier.thresholds[Band.MEDIUM])
    assessed = classifier.assess(features) if features else ()
    return [[logit(one.probabilities[kind]) - line for kind in KINDS] for one in assessed]


def _flat(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    fields = "".join(f"\n{name}: {value}" for name, value in (row.get("fields") or {}).items())
    told = {key: row.get(key) or "" for key in names} | {"kinds": "", "ad_class": "", "blind": "yes"}
    drawn = {key: row["label"][key] for key in ("source", "probability")}
    return told | drawn | {"text": f"{row['text']}{fields}"}


def _cell(value: object) -> str:
    """A value as a cell's text; one that a spreadsheet would run begins with a space."""
    told = str(value)
    return f" {told}" if told.startswith(_FORMULA) else told
