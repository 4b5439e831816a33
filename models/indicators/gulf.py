"""This module reads the signs of unlawful overseas recruitment (family GU)."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import Condition, Found, Ideas, both, found_together, in_none
from models.indicators.context import is_negated
from models.indicators.reading import AdReading

_LEAST_AGE = 30  # years; below it no woman may be recruited for domestic work in an ECR country
_TOGETHER: tuple[Ideas, ...] = (
    ("GU02", "<abroad_visitor>", (("<abroad_papers_there>",),)),
    (
        "GU03",
        "<abroad_any_work>",
        (("<abroad_visa>",), ("<abroad_big>", "<abroad_rate>", "<abroad_for_sale>")),
    ),
    ("GU08", "<abroad_citizenship>", (("<abroad_war_land>",), ("<job>",))),
    ("GU08", "<abroad_army>", (("<abroad_war_land>",), ("<job>",))),
    ("GU08", "<abroad_front>", (("<abroad_war_land>",), ("<job>",))),
)


def find(reading: AdReading) -> Iterator[Finding]:
    """A woman under 30 sought for domestic work in a country that needs emigration clearance, and halves in two sentences."""
    yield from found_together(reading, _TOGETHER)
    if not _of_house_work_there(reading, {}):
        return
    for part, age in reading.ages:
        if age.what in {"person", "limit"} and 18 <= age.low < _LEAST_AGE:
            yield part.cited("GU01", age.start, age.end)


def _of_house_work_there(reading: AdReading, _: Found) -> bool:
    """A house of the Gulf, and house work that is not denied ("no house work, hospital duty")."""
    if not reading.has("<gulf>") or reading.has("<abroad_not_sent>"):
        return False
    named = ("<maid>", "<house_work>", "<abroad_home>") if reading.has("<girl>", "<girls>") else ("<maid>",)
    said = (hit for name in named for hit in reading.each(name))
    return any(not is_negated(part, start, end) for part, start, end in said)


def _of_work_abroad(reading: AdReading, _: Found) -> bool:
    return reading.has("<foreign>") and not reading.has("<rental>", "<abroad_asked>")


def _of_war(reading: AdReading, found: Found) -> bool:
    return reading.has("<war_zone>", "<abroad_front>") or _of_work_abroad(reading, found)


CONDITIONS: Mapping[str, Condition] = {
    "GU01": _of_house_work_there,
    **{f"GU{n:02}": _of_work_abroad for n in range(2, 8)},
    "GU02": both(_of_work_abroad, in_none("<abroad_visit_only>")),
    "GU07": both(_of_work_abroad, in_none("<abroad_story>")),
    "GU08": both(_of_war, in_none("<abroad_study>")),
}
