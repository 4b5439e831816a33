"""This module reads child signs (rule 8): a person under 18 who is offered, sought, moved, married, sold or put to work.

A child who is a customer, pupil or dependant is none. Recall comes first: where a sentence leaves it open,
the ad goes to the lane. The sexual part knows facts only: an age under 18 beside an ad of that trade.
"""

from collections.abc import Iterator

from models.domain.finding import Span
from models.indicators.child_marriage import is_to_marry
from models.indicators.child_work import is_to_work
from models.indicators.commercial_sex import is_of_the_trade
from models.indicators.context import is_meant
from models.indicators.given_children import promised, sold
from models.indicators.implied_minors import implied_minors, names_an_adult
from models.indicators.minors import Minor, minors
from models.indicators.other_reasons import is_of_marriage, is_unexplained, is_warning
from models.indicators.reading import AdReading
from models.indicators.wording import clause, has_comma

_LEAST_AGE = 6  # years; a younger child in an ad is somebody's child
_BEFORE = 5  # words between what refuses a child and it
_BEHIND = 8  # words between a child and what refuses it


def child_signs(reading: AdReading) -> tuple[tuple[str, Span], ...]:
    """Indicator and place of every child sign, in the order of the text; empty for an ordinary ad."""
    found = dict.fromkeys((*_mentioned(reading), *promised(reading), *sold(reading)))
    order = reading.order
    return tuple(sorted(found, key=lambda sign: (order[sign[1].part], sign[1].start, sign[0])))


def _mentioned(reading: AdReading) -> Iterator[tuple[str, Span]]:
    trade = is_of_the_trade(reading)
    mentioned = (*minors(reading), *implied_minors(reading))
    grown = bool(mentioned) and names_an_adult(reading)
    warns = bool(mentioned) and is_warning(reading)
    for minor in mentioned:
        if not is_meant(minor.part, minor.start, minor.end) or _is_refused(minor) or _is_past(minor):
            continue
        if trade and _is_surely_minor(minor):
            yield "SX07", minor.span
        elif warns:
            continue
        elif is_to_marry(minor, reading, grown=grown):
            yield "MB03", minor.span
        elif is_to_work(minor, reading, grown=grown):
            yield _work_sign(minor, reading), minor.span
        elif is_unexplained(minor, reading, grown=grown):
            yield "MB03" if is_of_marriage(reading) else _work_sign(minor, reading), minor.span


def _is_refused(minor: Minor) -> bool:
    """As "under 18s need not apply", "we do not take anyone below 18"."""
    part, (first, last) = minor.part, clause(minor)
    if part.stands("<turned_before>", max(first, minor.start - _BEFORE), minor.start):
        return True
    return any(
        not has_comma(part, minor.end, begin)
        for begin, _ in part.within("<turned_away>", minor.end, min(minor.end + _BEHIND, last))
    )


def _is_past(minor: Minor) -> bool:
    """As "at the age of ten I washed cups here": told of somebody, and nobody is sought in that sentence."""
    part, (first, last) = minor.part, clause(minor)
    told = minor.age is not None and part.stands("<told_age>", max(first, minor.start - 3), minor.end + 2)
    return told and not part.stands("<want>", first, last)


def _is_surely_minor(minor: Minor) -> bool:
    """An age from 6 to 17, or a word that can mean nothing else."""
    if minor.age is not None:
        return minor.age.low >= _LEAST_AGE and minor.age.what == "person"
    return minor.part.holds("<minor_word>", minor.start, minor.end)


def _work_sign(minor: Minor, reading: AdReading) -> str:
    for indicator, name in (("CH04", "<begging>"), ("CH03", "<small_hands>"), ("DW02", "<house_work>")):
        if reading.has(name):
            return indicator
    aged = minor.age is not None or minor.part.stands("<young_of_age>", minor.start, minor.end)
    return "CH01" if aged else "CH02"
