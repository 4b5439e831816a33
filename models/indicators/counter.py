"""This module reads what speaks for an ad (family CN) and says when it counts."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.entities.licences import licences_in
from models.indicators.conditions import Condition, Found, Ideas, found_together
from models.indicators.context import is_meant, is_negated
from models.indicators.figures import ordinary_hours
from models.indicators.reading import AdReading

_TOGETHER: tuple[Ideas, ...] = (
    ("CN06", "<face_to_face>", (("<work_premises>",),)),
    ("CN06", "<come_at_hour>", (("<work_premises>",),)),
)


def find(reading: AdReading) -> Iterator[Finding]:
    """Ordinary hours, whom one meets where, and the licence number of a recruiting agent, where the words around them do not say so already."""
    yield from ordinary_hours(reading)
    yield from found_together(reading, _TOGETHER)
    yield from _free_beside_warning(reading)
    for part in reading.parts:
        for licence in licences_in(part.plain):
            yield part.cited("CN01", licence.start, licence.end)


def _free_beside_warning(reading: AdReading) -> Iterator[Finding]:
    """As "no fee; if anybody asks, complain": a warning beside these words speaks of others, not against them."""
    for part, start, end in reading.each("CN05"):
        sentence = part.sentence(start)
        if not part.stands("<warning>", *sentence) or part.stands("<hearsay>", *sentence):
            continue
        if not is_meant(part, start, end) and not is_negated(part, start, end):
            yield part.finding("CN05", start, end)


def _of_work(reading: AdReading, _: Found) -> bool:
    """A clinic is closed on Sundays too; hours and a day off protect where somebody is to work."""
    return reading.ad.source_type == "job" or reading.has("<job>", "<maid>", "<experience>")


def _can_be_checked(reading: AdReading, found: Found) -> bool:
    """Rule 5: "no fee" protects only beside an employer whom one can check."""
    checkable = not found.keys().isdisjoint({"CN01", "CN02", "CN06"})
    return (checkable or reading.has("<checkable_paper>")) and _of_work(reading, found)


def _where_one_works(reading: AdReading, found: Found) -> bool:
    """One walks into a shop and a flat to let as well."""
    return _of_work(reading, found) and not reading.has("<rental>")


CONDITIONS: Mapping[str, Condition] = {
    "CN03": _of_work,
    "CN05": _can_be_checked,
    "CN06": _where_one_works,
}
