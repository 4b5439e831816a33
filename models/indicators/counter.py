"""This module reads what speaks for an ad (family CN) and says when it counts."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.entities.licences import licences_in
from models.indicators.conditions import Condition, Found
from models.indicators.figures import ordinary_hours
from models.indicators.reading import AdReading


def find(reading: AdReading) -> Iterator[Finding]:
    """Ordinary hours, and the licence number of a recruiting agent, where the words around them do not say so already."""
    yield from ordinary_hours(reading)
    for part in reading.parts:
        for licence in licences_in(part.plain):
            yield part.cited("CN01", licence.start, licence.end)


def _of_work(reading: AdReading, _: Found) -> bool:
    """A clinic is closed on Sundays too; hours and a day off protect where somebody is to work."""
    return reading.ad.source_type == "job" or reading.has("<job>", "<maid>", "<experience>")


def _can_be_checked(reading: AdReading, found: Found) -> bool:
    """Rule 5: "no fee" protects only beside an employer whom one can check."""
    checkable = not found.keys().isdisjoint({"CN01", "CN02", "CN06"})
    return (checkable or reading.has("<bonds_checkable>")) and _of_work(reading, found)


def _where_one_works(reading: AdReading, found: Found) -> bool:
    """One walks into a shop and a flat to let as well."""
    return _of_work(reading, found) and not reading.has("<rental>")


CONDITIONS: Mapping[str, Condition] = {
    "CN03": _of_work,
    "CN05": _can_be_checked,
    "CN06": _where_one_works,
}
