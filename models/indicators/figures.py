"""This module turns figures that an ad states (hours, persons, pay) into findings, where its words alone have not."""

from collections.abc import Iterator
from dataclasses import replace

from models.domain.finding import Finding
from models.entities.pay import Pay
from models.entities.pay_levels import times_the_level
from models.entities.tables import finder, openings_of
from models.entities.wage_floors import is_below_floor
from models.indicators.context import is_meant
from models.indicators.joining import LONGEST
from models.indicators.minors import day_of
from models.indicators.reading import AdReading, PartReading

# Factories Act 1948, s.65(3): even an exempted factory may not exceed twelve hours a day and sixty a week.
_MOST_A_DAY, _MOST_A_WEEK = 12, 60
_ALL_DAY = 24  # said of who lives where the work is, not of work without sleep
_FULL_DAY = 8
_BULK = 20  # persons; a shop or a household wants fewer
_SEVERAL = 2
_HOURS_TABLE = "hours_words.yaml"
_WAGE_BEFORE, _WAGE_BEHIND = 5, 4  # words between an amount and the word that makes it a wage
# Times the average month that work which asks for nothing may pay: a good shop pays double, a ship or a farm abroad more.
_FAR_ABOVE, _FAR_ABOVE_ABROAD, _FAR_ABOVE_AT_HOME = 3.0, 6.0, 1.7
_MOST_BY_DAY = 6000  # rupees


def long_hours(reading: AdReading) -> Iterator[Finding]:
    """JB23: more hours of work than the law allows in any case."""
    for part, hours in reading.hours:
        most = _MOST_A_DAY if hours.per == "day" else _MOST_A_WEEK
        if hours.low > most and hours.high < (_ALL_DAY if hours.per == "day" else 7 * _ALL_DAY):
            yield from _unsaid(part, "JB23", hours.start, hours.end)


def bulk_wanted(reading: AdReading) -> Iterator[Finding]:
    """JB20: people wanted by the dozen, by nobody who names statutory benefits or a licence."""
    if reading.has("CN01", "CN02", "CN04", "<rental>"):
        return
    for part, persons in reading.persons:
        if persons.sense == "wanted" and not persons.posts and persons.low >= _BULK:
            yield from _unsaid(part, "JB20", persons.start, persons.end)


def several_offered(reading: AdReading) -> Iterator[Finding]:
    """SX02: two women or more offered in one ad; a spa may have four therapists."""
    for part, persons in reading.persons:
        inside = part.covering(persons.start, persons.end)
        women = any(part.stands(name, inside.start, inside.stop + 1) for name in ("<girls>", "<girl>"))
        if women and persons.sense == "offered" and persons.low >= _SEVERAL:
            yield from _unsaid(part, "SX02", persons.start, persons.end)


def low_pay(reading: AdReading) -> Iterator[Finding]:
    """JB28: a full-time wage below the national floor, where the ad names no better one."""
    if reading.has("<foreign>") or not _is_full_time(reading):
        return
    day = day_of(reading.ad)
    wages = [(part, pay, is_below_floor(pay, day)) for part, pay in reading.pay if _is_wage(part, pay)]
    compared = [(part, pay) for part, pay, below in wages if below is not None]
    if compared and all(below for _, _, below in wages if below is not None):
        for part, pay in compared:
            yield from _meant(part, "JB28", pay.start, pay.end)


def unpaid(reading: AdReading) -> Iterator[Finding]:
    """JB28: work for food, clothes or a roof, or for tips alone."""
    if not reading.has("<unpaid>") or _says(reading, "part_time"):
        return
    for part, start, end in reading.each("<unpaid>"):
        if is_meant(part, start, end):
            yield part.finding("JB28", start, end)


def high_pay(reading: AdReading) -> Iterator[Finding]:
    """JB05: pay far above what such work earns, for work that asks for nothing or is done at home."""
    at_home = reading.has("<home_task>")
    if not at_home and not reading.has("JB06", "<low_schooling>", "<plain_work>"):
        return
    most = _FAR_ABOVE_ABROAD if reading.has("<foreign>") else _FAR_ABOVE_AT_HOME if at_home else _FAR_ABOVE
    day = day_of(reading.ad)
    for part, amount in reading.pay:
        times = times_the_level(_of_a_month(part, amount), "home" if at_home else "regular", day)
        if times is not None and times >= most and not _is_no_wage(part, amount):
            yield from _unsaid(part, "JB05", amount.start, amount.end)


def _of_a_month(part: PartReading, amount: Pay) -> Pay:
    """`amount` by the month where no period is said of a wage, or a day's is more than plain work brings in a week."""
    is_month = amount.period == "day" and amount.low > _MOST_BY_DAY
    if is_month or (amount.period is None and _is_wage(part, amount)):
        return replace(amount, period="month")
    return amount


def _is_full_time(reading: AdReading) -> bool:
    """As said in words or hours; nothing is assumed."""
    if _says(reading, "part_time"):
        return False
    stated = any(h.per == "day" and h.low >= _FULL_DAY for _, h in reading.hours)
    return stated or _says(reading, "full_time")


def _says(reading: AdReading, hours: str) -> bool:
    """Whether the ad names working hours of that sort."""
    first, named = openings_of(_HOURS_TABLE, hours), finder(_HOURS_TABLE, hours)
    return any(
        not first.isdisjoint(part.plain.words) and named.search(part.plain.text) for part in reading.parts
    )


def _is_wage(part: PartReading, pay: Pay) -> bool:
    inside = part.covering(pay.start, pay.end)
    if not inside:
        return False
    first, last = part.sentence(inside.start)
    behind = min(last, inside.stop + _WAGE_BEHIND)
    named = part.stands("<salary>", max(first, inside.start - _WAGE_BEFORE), behind)
    return (named or part.stands("<salary>", first, inside.start)) and not _is_no_wage(part, pay)


def _is_no_wage(part: PartReading, pay: Pay) -> bool:
    """Whether a word beside the amount says that it is a fee, a loan or an extra."""
    inside = part.covering(pay.start, pay.end)
    if not inside:
        return True
    first, last = part.sentence(inside.start)
    low, high = max(first, inside.start - _WAGE_BEFORE), min(last, inside.stop + _WAGE_BEHIND)
    around = part.text(low, high).lower()
    return finder(_HOURS_TABLE, "not_wage").search(around) is not None


def _unsaid(part: PartReading, indicator: str, start: int, end: int) -> Iterator[Finding]:
    """A finding, unless a phrase of the same indicator stands there already or says that something else is meant."""
    inside = part.covering(start, end)
    for name in (indicator, f"!{indicator}"):
        if any(stop > inside.start for _, stop in part.within(name, inside.start - LONGEST, inside.stop)):
            return
    yield from _meant(part, indicator, start, end)


def _meant(part: PartReading, indicator: str, start: int, end: int) -> Iterator[Finding]:
    inside = part.covering(start, end)
    if inside and is_meant(part, inside.start, inside.stop):
        yield part.cited(indicator, start, end)
