"""This module reads the signs of unlawful overseas recruitment (family GU)."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import Condition, Found
from models.indicators.reading import AdReading

_LEAST_AGE = 30  # years; below it no woman may be recruited for domestic work in an ECR country


def find(reading: AdReading) -> Iterator[Finding]:
    """A woman under 30 sought for domestic work in a country that needs emigration clearance."""
    if not (reading.has("<maid>") and reading.has("<gulf>")):
        return
    for part, age in reading.ages:
        if age.what in {"person", "limit"} and 18 <= age.low < _LEAST_AGE:
            yield part.cited("GU01", age.start, age.end)


def _of_work_abroad(reading: AdReading, _: Found) -> bool:
    return reading.has("<foreign>") and not reading.has("<rental>")


CONDITIONS: Mapping[str, Condition] = {f"GU{n:02}": _of_work_abroad for n in range(2, 9)}
