"""This module says which places of a sign are told: those that are meant, each once, and no more than a person reads."""

from collections.abc import Callable, Iterable, Iterator

from models.domain.finding import MOST_WORDS_CITED
from models.indicators.context import is_meant
from models.indicators.reading import PartReading

MOST_CITED = 50
"""Places of one indicator in one part of an ad; more say no more and fill events and documents."""


def is_said(part: PartReading, indicator: str, start: int, end: int) -> bool:
    """Meant, and not touched by a phrase of the indicator's `unless`."""
    others = part.within(f"!{indicator}", start - MOST_WORDS_CITED, end)
    return not any(stop > start for _, stop in others) and is_meant(part, start, end)


def is_told(part: PartReading, start: int, end: int) -> bool:
    """Meant, and short enough to cite."""
    return end - start <= MOST_WORDS_CITED and is_meant(part, start, end)


def apart(
    spans: Iterable[tuple[int, int]], accepts: Callable[[int, int], bool] = lambda _start, _end: True
) -> Iterator[tuple[int, int]]:
    """Those of `spans` that one `accepts` and that do not overlap an earlier one, in order; of those that begin together the longest."""
    reach = -1
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reach and accepts(start, end):
            reach = end
            yield start, end
