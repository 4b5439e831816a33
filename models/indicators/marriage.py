"""This module says when the words of bride trade (family MB) count: where a marriage is meant."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import Condition, Found, Ideas, both, found_together, in_none
from models.indicators.reading import AdReading

_ABROAD = ("<groom_abroad>", "<foreign>", "<gulf>")
_TOGETHER: tuple[Ideas, ...] = (
    ("MB01", "<shows_mb01>", ()),
    ("MB02", "<shows_mb02>", ()),
    ("MB04", "<shows_mb04>", ()),
    ("MB05", "<shows_mb05>", ()),
    ("MB01", "<sum_into_hand>", (("<brides_people>",),)),
    ("MB02", "<brings_brides>", (("<brides_w>",), ("<arrangers_cut>", "<brides_settled>"))),
    ("MB02", "<brought_from_far>", (("<brides_w>",),)),
    ("MB02", "<brides_settled>", (("<bride_from_far>", "<brings_brides>"),)),
    ("MB04", "<bride_leaves>", (("<other_bride>",),)),
    ("MB04", "<pick_from_album>", (("<bride_or_girl>",), ("<sum>",))),
    ("MB05", "<wedding_soon>", (("<no_papers_asked>", "<no_kin_of_hers>"),)),
    ("MB05", "<no_kin_of_hers>", (("<no_papers_asked>",),)),
    ("MB05", "<takes_bride_home>", (("<no_papers_asked>", "<no_kin_of_hers>"),)),
    ("MB06", "<sure_job>", (_ABROAD,)),
    ("MB06", "<her_there>", (_ABROAD,)),
    ("MB06", "<bride_taken_abroad>", (_ABROAD,)),
)
_MEANT = ("<marriage>", "<wedding_w>")


def find(reading: AdReading) -> Iterator[Finding]:
    """Signs whose halves stand in two sentences."""
    return found_together(reading, _TOGETHER)


def _of_a_marriage(reading: AdReading, _: Found) -> bool:
    return reading.ad.source_type == "matrimonial" or reading.has(*_MEANT)


CONDITIONS: Mapping[str, Condition] = {
    **{f"MB{n:02}": _of_a_marriage for n in (1, 2, 4, 5, 6)},
    "MB04": both(_of_a_marriage, in_none("<wedding_service>")),
    "MB05": both(_of_a_marriage, in_none("<florist_or_caterer>", "<unhurried>")),
    "MB06": both(_of_a_marriage, in_none("<no_such_promise>")),
}
