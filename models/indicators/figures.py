"""This module turns figures that an ad states (hours, persons, pay) into findings, where its words alone have not."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from models.domain.finding import MOST_WORDS_CITED, Finding
from models.entities.pay import Pay
from models.entities.pay_levels import times_the_level
from models.entities.tables import finder, openings_of
from models.entities.wage_floors import is_below_floor
from models.indicators.context import is_meant
from models.indicators.minors import day_of
from models.indicators.reading import AdReading, PartReading
from models.indicators.saying import apart

# Factories Act 1948, s.65(3): even an exempted factory may not exceed twelve hours a day and sixty a week.
_MOST_A_DAY, _MOST_A_WEEK = 12, 60
_ALL_DAY = 24  # said of who lives where the work is, not of work without sleep
_FULL_DAY = 8
_LEAST_WAGE, _LEAST_WEEK, _LEAST_MONTH = 20, 600, 1_000  # rupees; less "a week" is a day's, paid weekly
_DECENT = {"day": 178, "week": 6 * 178, "month": 4_700}  # rupees; about the national floor
_MOST_MONTH = 90_000  # more is no wage of such work: half a telephone number
_SHORTEST_DAY, _LONGEST_DAY = 4, 9  # hours of a day's work that speak for an ad
_BULK = 20  # persons; a shop or a household wants fewer
_SEVERAL = 2
_HOURS_TABLE = "hours_words.yaml"
_WAGE_BEFORE, _WAGE_BEHIND = 5, 4  # words between an amount and the word that makes it a wage
# Times the average month that work which asks for nothing may pay: a good shop pays double, a ship or a farm abroad more.
_FAR_ABOVE, _FAR_ABOVE_ABROAD, _FAR_ABOVE_AT_HOME = 3.0, 6.0, 1.7
_LIKE_HERE = ("<sea>", "<compound>")  # abroad, where plain work earns no more than in India
_MOST_BY_DAY = 6000  # rupees


def long_hours(reading: AdReading) -> Iterator[Finding]:
    """JB23: more hours of work than the law allows in any case."""
    for part, hours in reading.hours:
        most = _MOST_A_DAY if hours.per == "day" else _MOST_A_WEEK
        if hours.low > most and hours.high < (_ALL_DAY if hours.per == "day" else 7 * _ALL_DAY):
            yield from unsaid(part, "JB23", hours.start, hours.end)


def ordinary_hours(reading: AdReading) -> Iterator[Finding]:
    """CN03: a day's work of ordinary length."""
    for part, hours in reading.hours:
        if hours.per == "day" and _SHORTEST_DAY <= hours.low <= hours.high <= _LONGEST_DAY:
            yield from unsaid(part, "CN03", hours.start, hours.end)


def bulk_wanted(reading: AdReading) -> Iterator[Finding]:
    """JB20: people wanted by the dozen, by nobody who names statutory benefits or a licence."""
    if reading.has("CN01", "CN02", "CN04", "<rental>"):
        return
    for part, persons in reading.persons:
        if persons.sense == "wanted" and not persons.posts and persons.low >= _BULK:
            yield from unsaid(part, "JB20", persons.start, persons.end)


def several_offered(reading: AdReading) -> Iterator[Finding]:
    """SX02: two women or more offered in one ad; a spa may have four therapists."""
    for part, persons in reading.persons:
        inside = part.covering(persons.start, persons.end)
        women = any(part.stands(name, inside.start, inside.stop + 1) for name in ("<girls>", "<girl>"))
        if women and persons.sense == "offered" and persons.low >= _SEVERAL:
            yield from unsaid(part, "SX02", persons.start, persons.end)


def low_pay(reading: AdReading) -> Iterator[Finding]:
    """JB28: a full-time wage below the national floor, where the ad names no better one."""
    if reading.has("<foreign>") or not _is_full_time(reading):
        return
    day, hours = day_of(reading.ad), _hours_a_day(reading)
    named_better = any(_is_decent(reading, part, pay) for part, pay in reading.pay)
    stated = [(part, pay) for part, pay in reading.pay if pay.period != "week" or pay.high >= _LEAST_WEEK]
    wages = [
        (part, pay, is_below_floor(_of_a_full_day(_of_a_month(part, pay), hours), day))
        for part, pay in stated
        if (_is_wage(part, pay) and (pay.period is not None or pay.high >= _LEAST_MONTH))
        or (not named_better and _is_pay_by_time(reading, part, pay))
    ]
    compared = [(part, pay) for part, pay, below in wages if below is not None]
    if not all(below for _, _, below in wages if below is not None):
        return
    for part, pay in compared:
        yield from _meant(part, "JB28", pay.start, pay.end)
    if not compared and not named_better:
        yield from _low_wages_said(reading)


def _low_wages_said(reading: AdReading) -> Iterator[Finding]:
    """JB28: amounts in words that no reader of amounts knows ("nabbe rupaye roz")."""
    for part in reading.parts:
        for start, end in apart(part.spans("<low_wage>"), partial(_is_a_wage_there, part)):
            yield from unsaid(part, "JB28", part.tokens[start].start, part.tokens[end - 1].end)


def _is_a_wage_there(part: PartReading, start: int, end: int) -> bool:
    first, last = part.sentence(start)
    around = part.text(max(first, start - 2), min(last, end + 2)).lower()
    return finder(_HOURS_TABLE, "not_wage").search(around) is None


def _is_decent(reading: AdReading, part: PartReading, pay: Pay) -> bool:
    """Whether an amount is as much as a wage, of a day, a week or a month."""
    return _DECENT.get(
        pay.period or "month", _DECENT["month"]
    ) <= pay.high <= _MOST_MONTH and not _is_of_contact(reading, part, pay)


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
    abroad = reading.has("<foreign>") and not reading.has(*_LIKE_HERE)
    most = _FAR_ABOVE_ABROAD if abroad else _FAR_ABOVE_AT_HOME if at_home else _FAR_ABOVE
    day = day_of(reading.ad)
    for part, amount in reading.pay:
        if _is_of_contact(reading, part, amount):
            continue
        times = times_the_level(_of_a_month(part, amount), "home" if at_home else "regular", day)
        if times is not None and times >= most and not _is_no_wage(part, amount):
            yield from unsaid(part, "JB05", amount.start, amount.end)


def lavish_pay(reading: AdReading) -> Iterator[Finding]:
    """JB05: pay for next to nothing, or beyond what anybody pays, as words tell it."""
    told = ["<lavish_pay>"]
    if reading.has("<home_task>", "<low_schooling>", "<plain_work>", "<light_work>"):
        told.append("<much_a_day>")
    if reading.ad.source_type == "job" or reading.has("<home_task>"):
        told.append("<lavish_hourly>")  # what an hour brings tells nothing of those who sell their own time
    for part, start, end in (place for name in told for place in reading.each(name)):
        if is_meant(part, start, end) and not part.within("!JB05", start - MOST_WORDS_CITED, end):
            yield part.finding("JB05", start, end)


def _is_of_contact(reading: AdReading, part: PartReading, amount: Pay) -> bool:
    """Whether the amount is a piece of a number to call: "paid monthly. 98765 43210"."""
    order = reading.order
    behind = bisect_left(
        reading.contacts,
        (order[part.part], amount.end),
        key=lambda contact: (order[contact.span.part], contact.span.start),
    )
    last = reading.contacts[behind - 1].span if behind else None
    return last is not None and last.part == part.part and amount.start < last.end


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
    return stated or _says(reading, "full_time") or reading.has("<whole_day_w>", "JB23")


def _hours_a_day(reading: AdReading) -> float:
    """The longest working day that the ad states, where it is more than a full one."""
    return max((h.high for _, h in reading.hours if h.per == "day" and h.high < _ALL_DAY), default=_FULL_DAY)


def _of_a_full_day(pay: Pay, hours: float) -> Pay:
    """What is left of `pay` for a full day's hours: a floor is the wage of these."""
    return replace(pay, high=round(pay.high * _FULL_DAY / hours)) if hours > _FULL_DAY else pay


def _is_pay_by_time(reading: AdReading, part: PartReading, pay: Pay) -> bool:
    """Whether an amount by the day, week or month is pay, said without a word for it: no fee, no part of a telephone number."""
    if pay.period not in {"day", "week", "month"} or pay.high < _LEAST_WAGE or _is_no_wage(part, pay):
        return False
    return not _is_of_contact(reading, part, pay)


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


def unsaid(part: PartReading, indicator: str, start: int, end: int) -> Iterator[Finding]:
    """A finding, unless a phrase of the same indicator stands there already or says that something else is meant."""
    inside = part.covering(start, end)
    for name in (indicator, f"!{indicator}"):
        if any(
            stop > inside.start for _, stop in part.within(name, inside.start - MOST_WORDS_CITED, inside.stop)
        ):
            return
    yield from _meant(part, indicator, start, end)


def _meant(part: PartReading, indicator: str, start: int, end: int) -> Iterator[Finding]:
    inside = part.covering(start, end)
    if inside and is_meant(part, inside.start, inside.stop):
        yield part.cited(indicator, start, end)
