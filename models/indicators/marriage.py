"""This module says when the words of bride trade (family MB) count: where a marriage is meant."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import Condition, Found, Ideas, both, found_together, in_none
from models.indicators.reading import AdReading

_ABROAD = ("<kilns_abroad_groom>", "<foreign>", "<gulf>")
_TOGETHER: tuple[Ideas, ...] = (
    ("MB01", "<kilns_mb01>", ()),
    ("MB02", "<kilns_mb02>", ()),
    ("MB04", "<kilns_mb04>", ()),
    ("MB05", "<kilns_mb05>", ()),
    ("MB01", "<sum_into_hand>", (("<kilns_her_people>",),)),
    ("MB02", "<kilns_bring>", (("<kilns_women>",), ("<kilns_my_cut>", "<kilns_settled>"))),
    ("MB02", "<kilns_from_far>", (("<kilns_women>",),)),
    ("MB02", "<kilns_settled>", (("<kilns_bride_from>", "<kilns_bring>"),)),
    ("MB04", "<kilns_not_stay>", (("<kilns_other_bride>",),)),
    ("MB04", "<kilns_pick>", (("<kilns_bride_thing>",), ("<sum>",))),
    ("MB05", "<kilns_soon_wed>", (("<kilns_no_papers>", "<kilns_no_kin>"),)),
    ("MB05", "<kilns_no_kin>", (("<kilns_no_papers>",),)),
    ("MB05", "<takes_bride_home>", (("<kilns_no_papers>", "<kilns_no_kin>"),)),
    ("MB06", "<sure_job>", (_ABROAD,)),
    ("MB06", "<her_there>", (_ABROAD,)),
    ("MB06", "<kilns_taken_abroad>", (_ABROAD,)),
)
_MEANT = ("<marriage>", "<kilns_wed>")


def find(reading: AdReading) -> Iterator[Finding]:
    """Signs whose halves stand in two sentences."""
    return found_together(reading, _TOGETHER)


def _of_a_marriage(reading: AdReading, _: Found) -> bool:
    return reading.ad.source_type == "matrimonial" or reading.has(*_MEANT)


CONDITIONS: Mapping[str, Condition] = {
    **{f"MB{n:02}": _of_a_marriage for n in (1, 2, 4, 5, 6)},
    "MB04": both(_of_a_marriage, in_none("<kilns_wedding_service>")),
    "MB05": both(_of_a_marriage, in_none("<kilns_florist>", "<unhurried>")),
    "MB06": both(_of_a_marriage, in_none("<no_such_promise>")),
}
