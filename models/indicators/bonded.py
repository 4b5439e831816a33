"""This module says when the words of bonded labour (family BL) count: where work is offered."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import (
    Condition,
    Found,
    Ideas,
    beside_any,
    both,
    found_together,
    in_any,
    in_none,
)
from models.indicators.reading import AdReading

_WORK = ("<job>", "<kiln>", "<kilns_place>", "<mill>", "<boat>", "<kilns_headman>", "<kilns_workplace>")
_TOGETHER: tuple[Ideas, ...] = (
    ("BL01", "<kilns_bl01>", ()),
    ("BL02", "<kilns_bl02>", ()),
    ("BL03", "<kilns_bl03>", ()),
    ("BL05", "<kilns_bl05>", ()),
    ("BL06", "<kilns_bl06>", ()),
    ("BL07", "<kilns_bl07>", ()),
    ("BL08", "<kilns_bl08>", ()),
    ("BL04", "<kilns_middleman_only>", ()),
    ("BL01", "<kilns_bound_by_work>", (("<kilns_first_money>",),)),
    ("BL02", "<kilns_one_wage>", (("<kilns_pair>", "<kilns_household>"),)),
    ("BL03", "<kilns_place>", (("BL01", "<kilns_bl01>"),)),
    ("BL05", "<kilns_end_told>", (("<kilns_lump>",), ("<kilns_wedding_cost>", "<kilns_forfeit>"))),
    ("BL06", "<kilns_shut>", (("<kilns_quarter>",),)),
    ("BL07", "<kilns_night_ride>", (("<kilns_group_move>",),)),
    ("BL08", "<kilns_no_shore>", (("<kilns_sea>",),)),
)


def find(reading: AdReading) -> Iterator[Finding]:
    """Signs whose halves stand in two sentences."""
    return found_together(reading, _TOGETHER)


def _of_work(reading: AdReading, _: Found) -> bool:
    return reading.has(*_WORK) and not reading.has("<rental>")


def _by_a_middleman(reading: AdReading, found: Found) -> bool:
    """Every building site has its contractor; the title matters beside an advance or a family hired whole, or alone."""
    beside = beside_any("BL01", "BL02", "BL03", "BL05", "JB13", "JB20", "JB25")
    return beside(reading, found) or (
        _of_work(reading, found) and in_any("<kilns_middleman_only>")(reading, found)
    )


CONDITIONS: Mapping[str, Condition] = {
    **{f"BL{n:02}": _of_work for n in range(1, 9)},
    "BL02": both(_of_work, in_none("<kilns_own_wage>", "<kilns_feast>")),
    "BL03": both(_of_work, in_none("<kilns_goods>")),
    "BL04": _by_a_middleman,
    "BL05": both(_of_work, in_none("<kilns_savings>")),
    "BL07": both(_of_work, in_none("<kilns_shift_ride>")),
}
