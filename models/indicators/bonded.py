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
_FAMILY = ("<kilns_pair>", "<kilns_household>", "<man_and_wife>")
_TOGETHER: tuple[Ideas, ...] = (
    ("BL01", "<kilns_bl01>", ()),
    ("BL02", "<kilns_bl02>", ()),
    ("BL03", "<kilns_bl03>", ()),
    ("BL05", "<kilns_bl05>", ()),
    ("BL06", "<kilns_bl06>", ()),
    ("BL07", "<kilns_bl07>", ()),
    ("BL08", "<kilns_bl08>", ()),
    ("BL04", "<kilns_middleman_only>", ()),
    ("BL01", "<kilns_bound_by_work>", (("<kilns_first_money>", "<money_before_work>"),)),
    ("BL01", "<money_before_work>", (("<until_season>",),)),
    ("BL02", "<kilns_one_wage>", (_FAMILY,)),
    ("BL02", "<no_single_person>", (_FAMILY,)),
    ("BL03", "<kilns_place>", (("BL01", "<kilns_bl01>", "<money_before_work>"),)),
    ("BL04", "<kilns_headman>", (("<kilns_owner_hidden>",),)),
    (
        "BL05",
        "<kilns_end_told>",
        (("<kilns_lump>", "<kilns_big_sum>"), ("<kilns_wedding_cost>", "<kilns_forfeit>", "<kilns_kept>")),
    ),
    ("BL06", "<kilns_shut>", (("<kilns_quarter>",),)),
    ("BL07", "<kilns_night_ride>", (("<kilns_group_move>", "<many_carried>"),)),
    ("BL07", "<group_carried>", (("<kilns_night>", "<unseen_leaving>"),)),
    ("BL07", "<unseen_leaving>", (("<kilns_vehicle>",),)),
    ("BL08", "<kilns_no_shore>", (("<kilns_sea>",),)),
)


def find(reading: AdReading) -> Iterator[Finding]:
    """Signs whose halves stand in two sentences."""
    return found_together(reading, _TOGETHER)


def _names_work(reading: AdReading, _: Found) -> bool:
    return reading.has(*_WORK) and not reading.has("<rental>")


def _of_work(reading: AdReading, found: Found) -> bool:
    """Nobody must say "job" where jobs are offered; an advance or a couple is of other things as well and needs the word."""
    return reading.ad.source_type == "job" or _names_work(reading, found)


def _hired_as_one(reading: AdReading, found: Found) -> bool:
    return _names_work(reading, found) or (
        _of_work(reading, found) and reading.has("<kilns_one_wage>", "<no_single_person>")
    )


def _by_a_middleman(reading: AdReading, found: Found) -> bool:
    """Every building site has its contractor; the title matters beside an advance or a family hired whole, or alone."""
    beside = beside_any("BL01", "BL02", "BL03", "BL05", "JB13", "JB20", "JB25")
    return beside(reading, found) or (
        _of_work(reading, found) and in_any("<kilns_middleman_only>", "<kilns_owner_hidden>")(reading, found)
    )


CONDITIONS: Mapping[str, Condition] = {
    **{f"BL{n:02}": _of_work for n in range(1, 9)},
    "BL01": _names_work,
    "BL02": both(_hired_as_one, in_none("<kilns_own_wage>", "<kilns_feast>", "<warned_not_to>")),
    "BL03": both(_of_work, in_none("<kilns_goods>", "<warned_not_to>")),
    "BL04": both(_by_a_middleman, in_none("<warned_not_to>")),
    "BL05": both(_of_work, in_none("<kilns_savings>")),
    "BL07": both(_of_work, in_none("<kilns_shift_ride>")),
    "BL08": both(_of_work, in_none("<boat_for_sale>", "<registered_crewing>")),
}
