"""This module says when the words of bride trade (family MB) count: where a marriage is meant."""

from collections.abc import Mapping

from models.indicators.conditions import Condition, Found
from models.indicators.reading import AdReading


def _of_a_marriage(reading: AdReading, _: Found) -> bool:
    return reading.ad.source_type == "matrimonial" or reading.has("<marriage>")


CONDITIONS: Mapping[str, Condition] = {f"MB{n:02}": _of_a_marriage for n in (1, 2, 4, 5, 6)}
