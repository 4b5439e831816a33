"""This module says when the words of domestic servitude (family DW) count: where a house worker is meant."""

from collections.abc import Iterator, Mapping

from models.domain.finding import Finding
from models.indicators.conditions import Condition, Ideas, found_together, in_any
from models.indicators.reading import AdReading

_HOUSE_WORKER = in_any("<maid>", "<house_work>", "<house_helper>")
_TOGETHER: tuple[Ideas, ...] = (
    ("DW01", "<women_fetched>", (("<live_in>", "<agency>"),)),
    ("DW03", "<per_woman_sum>", (("<brought_to_us>",),)),
    ("DW04", "<our_man_collects>", (("<maids_wage>", "<salary>"),)),
)


def find(reading: AdReading) -> Iterator[Finding]:
    """Women fetched for houses, a sum for each who is brought, who collects her pay: the halves seldom stand in one sentence."""
    yield from found_together(reading, _TOGETHER)


CONDITIONS: Mapping[str, Condition] = {f"DW{n:02}": _HOUSE_WORKER for n in (1, 3, 4, 5, 6, 7)}
