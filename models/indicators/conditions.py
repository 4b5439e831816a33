"""This module holds what family modules use to say when an indicator's words count at all, and which do so together."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from models.domain.finding import Finding
from models.indicators.reading import AdReading
from models.indicators.saying import is_said

Found = Mapping[str, Sequence[Finding]]
Condition = Callable[[AdReading, Found], bool]
Ideas = tuple[str, str, tuple[tuple[str, ...], ...]]
"""An indicator, the set that is cited for it, and what must stand elsewhere in the ad: one set of each group."""


def in_any(*names: str) -> Condition:
    """A condition: the ad names one of the sets or indicators `names` somewhere."""
    return lambda reading, _: reading.has(*names)


def beside_any(*indicators: str) -> Condition:
    """A condition: one of `indicators` is found as well."""
    return lambda _, found: any(indicator in found for indicator in indicators)


def both(*conditions: Condition) -> Condition:
    """A condition: all of `conditions` hold."""
    return lambda reading, found: all(condition(reading, found) for condition in conditions)


def in_none(*names: str) -> Condition:
    """A condition: the ad names none of the sets or indicators `names`."""
    return lambda reading, _: not reading.has(*names)


def found_together(reading: AdReading, ideas: Sequence[Ideas]) -> Iterator[Finding]:
    """What no one sentence holds: a set that is meant where others stand as well, if no phrase tells it already."""
    told: set[str] = set()
    for indicator, cited, others in ideas:
        if indicator in told or not reading.has(cited) or not all(reading.has(*names) for names in others):
            continue
        if any(is_said(part, indicator, start, end) for part, start, end in reading.each(indicator)):
            continue
        for part, start, end in reading.each(cited):
            if is_said(part, indicator, start, end):
                told.add(indicator)
                yield part.finding(indicator, start, end)
                break
