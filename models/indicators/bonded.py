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

_WORK = ("<job>", "<kiln>", "<kiln_or_quarry>", "<mill>", "<boat>", "<gang_headman>", "<mill_or_factory>")
_FAMILY = ("<couple_w>", "<whole_household>", "<man_and_wife>")
_TOGETHER: tuple[Ideas, ...] = (
    ("BL01", "<shows_bl01>", ()),
    ("BL02", "<shows_bl02>", ()),
    ("BL03", "<shows_bl03>", ()),
    ("BL05", "<shows_bl05>", ()),
    ("BL06", "<shows_bl06>", ()),
    ("BL07", "<shows_bl07>", ()),
    ("BL08", "<shows_bl08>", ()),
    ("BL04", "<middleman_only>", ()),
    ("BL01", "<bound_by_work>", (("<first_money>", "<money_before_work>"),)),
    ("BL01", "<money_before_work>", (("<until_season>",),)),
    ("BL02", "<one_wage>", (_FAMILY,)),
    ("BL02", "<no_single_person>", (_FAMILY,)),
    ("BL03", "<kiln_or_quarry>", (("BL01", "<shows_bl01>", "<money_before_work>"),)),
    ("BL04", "<gang_headman>", (("<owner_hidden>",),)),
    (
        "BL05",
        "<after_years_told>",
        (("<lump_sum>", "<big_sum>"), ("<wedding_cost>", "<leaves_gets_nothing>", "<salary_kept>")),
    ),
    ("BL06", "<not_let_out>", (("<mill_hostel>",),)),
    ("BL07", "<night_ride>", (("<everyone_lifted>", "<many_carried>"),)),
    ("BL07", "<group_carried>", (("<at_night>", "<unseen_leaving>"),)),
    ("BL07", "<unseen_leaving>", (("<truck_or_train>",),)),
    ("BL08", "<no_sight_of_shore>", (("<sea_or_island>",),)),
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
        _of_work(reading, found) and reading.has("<one_wage>", "<no_single_person>")
    )


def _by_a_middleman(reading: AdReading, found: Found) -> bool:
    """Every building site has its contractor; the title matters beside an advance or a family hired whole, or alone."""
    beside = beside_any("BL01", "BL02", "BL03", "BL05", "JB13", "JB20", "JB25")
    return beside(reading, found) or (
        _of_work(reading, found) and in_any("<middleman_only>", "<owner_hidden>")(reading, found)
    )


CONDITIONS: Mapping[str, Condition] = {
    **{f"BL{n:02}": _of_work for n in range(1, 9)},
    "BL01": _names_work,
    "BL02": both(_hired_as_one, in_none("<wage_each>", "<family_day>", "<warned_not_to>")),
    "BL03": both(_of_work, in_none("<bricks_for_sale>", "<warned_not_to>")),
    "BL04": both(_by_a_middleman, in_none("<warned_not_to>")),
    "BL05": both(_of_work, in_none("<savings_scheme>")),
    "BL07": both(_of_work, in_none("<office_cab>")),
    "BL08": both(_of_work, in_none("<boat_for_sale>", "<registered_crewing>")),
}
