"""This module reads the signs in job ads (family JB) that words alone do not show, and when their words count."""

from collections.abc import Iterator, Mapping

from models.domain.contact import ContactKind
from models.domain.finding import Finding
from models.indicators.conditions import Condition, Found
from models.indicators.figures import bulk_wanted, high_pay, long_hours, low_pay, unpaid
from models.indicators.handling import is_handled
from models.indicators.reading import AdReading

# Read from figures and their tables alone: words do not know whether an amount is a wage, nor what such work earns.
BY_FIGURE = frozenset({"JB05", "JB28"})
_ANY_AD = frozenset({"JB02", "JB22", "JB26", "JB27"})  # these matter wherever they are said
_BODY_AS_WORK = frozenset({"OB01", "OB02", "OB03"})  # offered and paid like work, seldom called so
_YOUNGEST, _OLDEST, _WIDEST = 16, 30, 9  # years; "18 to 35" is what honest ads say


def find(reading: AdReading) -> Iterator[Finding]:
    """Figures that speak of bad work, a narrow young age band, and a foreign number under a local job."""
    yield from long_hours(reading)
    yield from bulk_wanted(reading)
    yield from low_pay(reading)
    yield from unpaid(reading)
    yield from high_pay(reading)
    if not reading.has("<job>"):
        return
    for part, age in reading.ages:
        if age.what in {"person", "limit"} and age.high is not None and _is_young_band(age.low, age.high):
            yield part.cited("JB17", age.start, age.end)
    if reading.has("<foreign>"):
        return
    for contact in reading.contacts:
        if contact.kind is ContactKind.PHONE and not contact.value.startswith("+91"):
            yield Finding("NW15", contact.span, contact.surface)


def _is_young_band(low: int, high: int) -> bool:
    return _YOUNGEST <= low < high <= _OLDEST and high - low <= _WIDEST


def _of_a_job(reading: AdReading, found: Found) -> bool:
    job = reading.ad.source_type == "job" or reading.has("<job>", "<experience>", "<maid>")
    job = job or not found.keys().isdisjoint(_BODY_AS_WORK)
    return job and reading.ad.source_type != "matrimonial" and not reading.has("<rental>")


def _owed(reading: AdReading, found: Found) -> bool:
    """A debt binds whoever has to be there for others, as it binds who works."""
    return _of_a_job(reading, found) or is_handled(reading)


def _agent_abroad(reading: AdReading, found: Found) -> bool:
    """An agent matters where the work is abroad and no licence is named."""
    return reading.has("<foreign>") and "CN01" not in found


def _is_no_prize(reading: AdReading, _: Found) -> bool:
    """Who is said to have won a lottery is to tell nobody either: a fraud, and nobody is taken anywhere."""
    return not reading.has("<prize>")


CONDITIONS: Mapping[str, Condition] = {
    **{f"JB{n:02}": _of_a_job for n in range(1, 31) if f"JB{n:02}" not in _ANY_AD},
    **dict.fromkeys(("JB12", "JB13", "JB24", "JB25"), _owed),
    "JB19": _agent_abroad,
    "JB26": _is_no_prize,
}
