"""This module reads the signs of unlawful overseas recruitment (family GU)."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import Condition, Found, Ideas, both, found_together, in_none
from models.indicators.context import is_negated
from models.indicators.reading import AdReading

_LEAST_AGE = 30  # years; below it no woman may be recruited for domestic work in an ECR country
_TOGETHER: tuple[Ideas, ...] = (
    ("GU02", "<tourist_w>", (("<work_papers_there>",),)),
    (
        "GU03",
        "<any_work_you_like>",
        (("<visa_paper>",), ("<big_visa_sum>", "<visa_rate>", "<is_for_sale>")),
    ),
    ("GU08", "<citizenship_given>", (("<war_country>",), ("<job>",))),
    ("GU08", "<army_w>", (("<war_country>",), ("<job>",))),
    ("GU08", "<war_front>", (("<war_country>",), ("<job>",))),
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
    if not reading.has("<gulf>") or reading.has("<not_going_abroad>"):
        return False
    named = ("<maid>", "<house_work>", "<house_helper>") if reading.has("<girl>", "<girls>") else ("<maid>",)
    said = (hit for name in named for hit in reading.each(name))
    return any(not is_negated(part, start, end) for part, start, end in said)


def _of_work_abroad(reading: AdReading, _: Found) -> bool:
    return reading.has("<foreign>") and not reading.has("<rental>", "<asks_if_true>")


def _of_war(reading: AdReading, found: Found) -> bool:
    return reading.has("<war_zone>", "<war_front>") or _of_work_abroad(reading, found)


CONDITIONS: Mapping[str, Condition] = {
    "GU01": _of_house_work_there,
    **{f"GU{n:02}": _of_work_abroad for n in range(2, 8)},
    "GU02": both(_of_work_abroad, in_none("<no_work_allowed>")),
    "GU07": both(_of_work_abroad, in_none("<book_or_film>")),
    "GU08": both(_of_war, in_none("<study_abroad>")),
}
