"""This module reads which words of which ads people marked as which sign, and joins that with the ads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.domain.errors import WrongUsage
from models.domain.finding import Span
from models.indicators.catalogue import Catalogue
from models.training.labelled import LabelledAd
from pipeline.rows import row_object, rows_of_file

_PARTS = ("title", "text")

Quoted = tuple[str, str, str]  # indicator, part, words


def marks_in_files(paths: Sequence[Path], catalogue: Catalogue) -> Mapping[str, tuple[Quoted, ...]]:
    """The marks of each ad by its id, from lines of `{"id", "signs": [{"indicator", "in", "quote"}]}`.

    Raises `WrongUsage` naming file and line of the first that is not such a line.
    """
    found: dict[str, tuple[Quoted, ...]] = {}
    for path in paths:
        for number, row in rows_of_file(path):
            try:
                told = row_object(row)
                own = tuple(_quoted(one, catalogue) for one in _signs(told))
            except WrongUsage as error:
                raise WrongUsage(f"{path.name}, line {number}: {error}. Nothing was trained.") from None
            found[told["id"]] = found.get(told["id"], ()) + own
    return found


def with_marks(labelled: Iterable[LabelledAd], marks: Mapping[str, Sequence[Quoted]]) -> list[LabelledAd]:
    """`labelled`, each ad that `marks` names with its marks. Words that an ad does not hold are a `WrongUsage`."""
    return [
        replace(one, marks=tuple(_mark(one, quoted) for quoted in marks[one.number]))
        if one.number in marks
        else one
        for one in labelled
    ]


def _signs(told: Mapping[str, Any]) -> list[Any]:
    signs = told.get("signs")
    if not isinstance(told.get("id"), str) or not isinstance(signs, list):
        raise WrongUsage("not an object with `id` and a list `signs`")
    return signs


def _quoted(one: Any, catalogue: Catalogue) -> Quoted:
    if not isinstance(one, dict):
        raise WrongUsage("a sign is not an object with `indicator`, `in` and `quote`")
    indicator, part, words = one.get("indicator"), one.get("in"), one.get("quote")
    if indicator not in catalogue:
        raise WrongUsage("`indicator` is none of the catalogue's")
    if part not in _PARTS or not isinstance(words, str) or not words.strip():
        raise WrongUsage("`in` must be title or text, and `quote` the words of the ad")
    return str(indicator), str(part), words


def _mark(one: LabelledAd, quoted: Quoted) -> tuple[str, Span]:
    indicator, part, words = quoted
    start = one.ad.parts[part].find(words)
    if start < 0:
        raise WrongUsage(
            f"The ad {one.number} does not hold the words marked as {indicator}. Nothing was trained."
        )
    return indicator, Span(part, start, start + len(words))
