"""This module reads the signs in job ads (family JB) that words alone do not show, and when their words count."""

from collections.abc import Iterator, Mapping

from models.domain.contact import ContactKind
from models.domain.finding import Finding
from models.entities.ages import Age
from models.indicators.conditions import Condition, Found
from models.indicators.figures import (
    bulk_wanted,
    high_pay,
    lavish_pay,
    long_hours,
    low_pay,
    unpaid,
    unsaid,
)
from models.indicators.handling import is_handled
from models.indicators.reading import AdReading, PartReading

# Read from figures and their tables alone: words do not know whether an amount is a wage, nor what such work earns.
BY_FIGURE = frozenset({"JB05", "JB28"})
_ANY_AD = frozenset({"JB02", "JB22", "JB26", "JB27"})  # these matter wherever they are said
_BODY_AS_WORK = frozenset({"OB01", "OB02", "OB03"})  # offered and paid like work, seldom called so
_YOUNGEST, _OLDEST, _WIDEST = 16, 30, 9  # years; "18 to 35" is what honest ads say
_OLD = 35  # years; who takes people up to that age has no narrow band


def find(reading: AdReading) -> Iterator[Finding]:
    """Figures that speak of bad work, a narrow young age band, and a foreign number under a local job."""
    yield from long_hours(reading)
    yield from bulk_wanted(reading)
    yield from low_pay(reading)
    yield from unpaid(reading)
    yield from high_pay(reading)
    yield from lavish_pay(reading)
    yield from _young_band(reading)
    if not reading.has("<job>") or reading.has("<foreign>"):
        return
    for contact in reading.contacts:
        if contact.kind is ContactKind.PHONE and not contact.value.startswith("+91"):
            yield Finding("NW15", contact.span, contact.surface)


def _young_band(reading: AdReading) -> Iterator[Finding]:
    """JB17: a narrow young age band, as figures say it."""
    for part, age in _ages_wanted(reading):
        if age.high is not None and _is_young_band(age.low, age.high):
            yield from unsaid(part, "JB17", age.start, age.end)


def _ages_wanted(reading: AdReading) -> list[tuple[PartReading, Age]]:
    return [(part, age) for part, age in reading.ages if age.what in {"person", "limit"}]


def _is_young_band(low: int, high: int) -> bool:
    return _YOUNGEST <= low < high <= _OLDEST and high - low <= _WIDEST


def _of_a_job(reading: AdReading, found: Found) -> bool:
    job = reading.ad.source_type == "job" or reading.has("<job>", "<experience>", "<maid>")
    job = job or not found.keys().isdisjoint(_BODY_AS_WORK)
    return job and reading.ad.source_type != "matrimonial" and not reading.has("<rental>")


def _of_the_young_alone(reading: AdReading, found: Found) -> bool:
    """A band is narrow only where the ad does not take people of any age, or older ones, as well."""
    older = any(age.high is not None and age.high > _OLD for _, age in _ages_wanted(reading))
    return _of_a_job(reading, found) and not older and not reading.has("<any_age>")


def _deducted(reading: AdReading, found: Found) -> bool:
    """Rent is what many deduct, and makes no rental ad of what stands among jobs."""
    return reading.ad.source_type == "job" or _owed(reading, found)


def _owed(reading: AdReading, found: Found) -> bool:
    """A debt binds whoever has to be there for others, as it binds who works."""
    return _of_a_job(reading, found) or is_handled(reading)


def _of_a_worker(reading: AdReading, found: Found) -> bool:
    """Money is asked of somebody who is to work: who sells a course has fees of their own."""
    is_course = reading.ad.source_type != "job" and reading.has("<course_fee>")
    return _of_a_job(reading, found) and not is_course


def _agent_abroad(reading: AdReading, found: Found) -> bool:
    """An agent matters where work abroad is offered and no licence is named."""
    return _of_a_job(reading, found) and reading.has("<foreign>") and "CN01" not in found


def _under_cover(reading: AdReading, found: Found) -> bool:
    """Work behind a course, a tour or a pilgrimage: without a word for one of these nothing is covered."""
    return _of_a_job(reading, found) and reading.has(
        "<study_course>", "<tour_or_visit>", "<visitor_pass>", "<visitor_hi>"
    )


def _is_undefined(reading: AdReading, found: Found) -> bool:
    """Work with a vague title is defined where the ad says what is meant by it."""
    return _of_a_job(reading, found) and not reading.has("<duty_told>")


def _is_no_prize(reading: AdReading, _: Found) -> bool:
    """Who is said to have won a lottery is to tell nobody either: a fraud, and nobody is taken anywhere."""
    return not reading.has("<prize>")


CONDITIONS: Mapping[str, Condition] = {
    **{f"JB{n:02}": _of_a_job for n in range(1, 31) if f"JB{n:02}" not in _ANY_AD},
    **dict.fromkeys(("JB13", "JB24", "JB25"), _owed),
    "JB12": _deducted,
    "JB17": _of_the_young_alone,
    "JB01": _of_a_worker,
    "JB03": _is_undefined,
    "JB19": _agent_abroad,
    "JB30": _under_cover,
    "JB26": _is_no_prize,
}
