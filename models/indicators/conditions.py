"""This module holds the type that family modules use to say when an indicator's words count at all."""

from collections.abc import Callable, Mapping, Sequence

from models.domain.finding import Finding
from models.indicators.reading import AdReading

Found = Mapping[str, Sequence[Finding]]
Condition = Callable[[AdReading, Found], bool]


def in_any(*names: str) -> Condition:
    """A condition: the ad names one of the sets or indicators `names` somewhere."""
    return lambda reading, _: reading.has(*names)


def beside_any(*indicators: str) -> Condition:
    """A condition: one of `indicators` is found as well."""
    return lambda _, found: any(indicator in found for indicator in indicators)
