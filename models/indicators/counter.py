"""This module reads what speaks for an ad (family CN) and says when it counts."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.entities.licences import licences_in
from models.indicators.conditions import Condition, Found, beside_any
from models.indicators.reading import AdReading


def find(reading: AdReading) -> Iterator[Finding]:
    """The licence number of a recruiting agent, where the words around it do not say so already."""
    for part in reading.parts:
        for licence in licences_in(part.plain):
            yield part.cited("CN01", licence.start, licence.end)


def _of_work(reading: AdReading, _: Found) -> bool:
    """A clinic is closed on Sundays too; hours and a day off protect where somebody is to work."""
    return reading.ad.source_type == "job" or reading.has("<job>", "<maid>", "<experience>")


CONDITIONS: Mapping[str, Condition] = {
    "CN03": _of_work,
    # Rule 5: "no fee" protects only beside an employer whom one can check.
    "CN05": beside_any("CN01", "CN02", "CN06"),
}
