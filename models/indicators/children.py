"""This module reads child signs (rule 8): a person under 18 who is offered, sought, moved, married, sold or put to work.

A child who is a customer, pupil or dependant is none. Recall comes first: where a sentence leaves it open,
the ad goes to the lane. The sexual part knows facts only: an age under 18 beside an ad of that trade.
"""

from collections.abc import Iterator

from models.domain.finding import Span
from models.indicators.child_marriage import is_to_marry
from models.indicators.commercial_sex import is_of_the_trade
from models.indicators.context import is_meant
from models.indicators.given_children import promised, sold
from models.indicators.minors import Minor, minors, states_an_adult
from models.indicators.reading import AdReading
from models.indicators.wording import (
    clause,
    has_comma,
    is_blocked,
    is_blocked_before,
    is_given_to,
    is_target,
    next_end,
    noun_phrase,
    stands_free,
)

_LEAST_WORKING_AGE = 6  # a younger child in an ad is somebody's child, not somebody's worker
_BEHIND = 8  # words between a child and what it is said to do
_NEAR = 3  # words between a child and the word that seeks it
_PURPOSE = 4  # words between a child and "for work"


def child_signs(reading: AdReading) -> tuple[tuple[str, Span], ...]:
    """Indicator and place of every child sign, in the order of the text; empty for an ordinary ad."""
    found = dict.fromkeys((*_mentioned(reading), *promised(reading), *sold(reading)))
    order = {part.part: number for number, part in enumerate(reading.parts)}
    return tuple(sorted(found, key=lambda sign: (order[sign[1].part], sign[1].start, sign[0])))


def _mentioned(reading: AdReading) -> Iterator[tuple[str, Span]]:
    trade = is_of_the_trade(reading)
    grown = states_an_adult(reading)
    for minor in minors(reading):
        if not is_meant(minor.part, minor.start, minor.end) or _is_refused(minor):
            continue
        if trade and _is_surely_minor(minor):
            yield "SX07", minor.span
        elif is_to_marry(minor, reading, grown=grown):
            yield "MB03", minor.span
        elif _is_to_work(minor, reading, grown=grown):
            yield _work_sign(minor, reading), minor.span


def _is_refused(minor: Minor) -> bool:
    """As "under 18s need not apply": said behind the mention, in the same clause."""
    part, last = minor.part, clause(minor)[1]
    return any(
        not has_comma(part, minor.end, begin)
        for begin, _ in part.within("<refused>", minor.end, min(minor.end + _BEHIND, last))
    )


def _is_surely_minor(minor: Minor) -> bool:
    """An age from 6 to 17, or a word that can mean nothing else."""
    if minor.age is not None:
        return minor.age.low >= _LEAST_WORKING_AGE and minor.age.what == "person"
    return minor.part.holds("<minor_word>", minor.start, minor.end)


def _is_to_work(minor: Minor, reading: AdReading, *, grown: bool) -> bool:
    too_young = minor.age is not None and minor.age.low < _LEAST_WORKING_AGE
    if too_young or not _is_about_work(reading) or reading.has("<rental>", "<pet>"):
        return False
    if minor.declared:
        return not reading.has("<teaching>")
    if minor.by_class and grown:
        return False  # a class passed is an education that adults are asked for as well
    kin = _is_kin(minor) or (grown and _is_of_the_seeker(minor, reading))
    return _is_kin_put_to_work(minor, reading) if kin else _is_put_to_work(minor, reading)


def _is_put_to_work(minor: Minor, reading: AdReading) -> bool:
    """Anybody's child; a stated age is enough unless it is that of a child cared for."""
    if _is_for_work(minor):
        return True
    wanted = _is_sought(minor) or _is_offered(minor)
    if reading.ad.source_type == "matrimonial":
        return minor.is_aged and wanted
    if wanted or _is_taken_from_school(minor):
        return True
    return minor.is_aged and not _is_cared_for(minor, reading)


def _is_about_work(reading: AdReading) -> bool:
    return reading.ad.source_type == "job" or reading.has("<job>", "<work>", "<child_trade>", "<show_trade>")


def _is_kin(minor: Minor) -> bool:
    """The poster's own son, niece, brother."""
    start, end = noun_phrase(minor, *clause(minor))
    return any(
        begin < end and start < stop + 2 for begin, stop in minor.part.within("<kinship>", start - 4, end)
    )


def _is_of_the_seeker(minor: Minor, reading: AdReading) -> bool:
    """As "meri umar 35 hai, bachche 10 aur 12 saal ke, kaam chahiye": a grown person seeks work and names children."""
    if minor.age is None or not reading.has("<self_seeker>"):
        return False
    start, end = noun_phrase(minor, *clause(minor))
    own = any(minor.part.stands(name, start, end) for name in ("<child_word>", "<offspring>"))
    return own and not (_is_sought(minor) or _is_offered(minor))


def _is_kin_put_to_work(minor: Minor, reading: AdReading) -> bool:
    """Work is asked for the child itself, here or in the next sentence, and the poster seeks none of their own."""
    part = minor.part
    first, last = clause(minor)
    behind = next_end(part, last)
    if part.stands("<job_for_child>", minor.start, behind):
        return True
    learns = part.stands("<pupil>", first, last) and not part.stands("<left_school>", first, last)
    asked = part.stands("<job_wanted>", first, behind) or part.stands("<will_work>", minor.end, behind)
    taught = part.stands("<teaching>", first, behind)
    return asked and not (learns or taught or reading.has("<self_seeker>"))


def _is_sought(minor: Minor) -> bool:
    """A word that seeks stands right behind or right before the child, with no "for", "ke liye" or tutor between."""
    part = minor.part
    first, last = clause(minor)
    start, end = noun_phrase(minor, first, last)
    if part.stands("<want>", start, minor.start):  # "ladki chahiye 15-16 ki"
        return not (is_blocked_before(part, start, first) or is_given_to(part, end, last))
    for begin, _ in part.within("<want>", end, min(end + _NEAR + 1, last)):
        if not is_blocked(part, end, begin):
            return not is_blocked_before(part, start, first)
    for _, stop in part.within("<seek>", max(first, start - _NEAR - 3), start):
        if stop <= start <= stop + _NEAR and not is_blocked(part, stop, start):
            return not is_given_to(part, end, last)
    return False


def _is_offered(minor: Minor) -> bool:
    """Said to be able, or at hand, to work ("11 saal ki bachchi bhi chalegi"), with no tutor or nanny beside."""
    part = minor.part
    first, last = clause(minor)
    _, end = noun_phrase(minor, first, last)
    for begin, stop in part.within("<will_work>", minor.end, min(end + _BEHIND, last)):
        apart = minor.age is None and has_comma(part, minor.end, stop - 1)
        if not (apart or stands_free(part, "<beneficiary>", (first, begin))):
            return True
    return False


def _is_taken_from_school(minor: Minor) -> bool:
    """As "Dropped out of class 6? Boys can join our workshop": young people who left school are called to work."""
    part = minor.part
    if not minor.by_class or not part.holds("<school_left>", minor.start, minor.end):
        return False
    first, last = clause(minor)
    behind = next_end(part, last)
    return part.stands("<young_person>", first, behind) and any(
        part.stands(name, first, behind) for name in ("<want>", "<will_work>", "<for_work>")
    )


def _is_for_work(minor: Minor) -> bool:
    """Named together with work as its purpose: "chhoti ladki ghar ke kaam ke liye", "children for begging"."""
    part = minor.part
    first, last = clause(minor)
    start, end = noun_phrase(minor, first, last)
    if is_blocked_before(part, start, first) or part.stands("<genitive>", end, end + 1):
        return False
    if is_target(part, start, first):
        return False
    return any(
        not (has_comma(part, end, begin) or stands_free(part, "<beneficiary>", (end, begin + 1)))
        for begin, _ in part.within("<for_work>", end, min(end + _PURPOSE, last))
    )


def _is_cared_for(minor: Minor, reading: AdReading) -> bool:
    """An age of somebody's child, pupil or customer."""
    part = minor.part
    first, last = clause(minor)
    if stands_free(part, "<beneficiary>", (first, last)) or part.stands("<dependant>", first, last):
        return True
    if part.stands("<explains>", max(first, minor.start - _NEAR - 3), minor.start):
        return True
    start, end = noun_phrase(minor, first, last)
    if is_given_to(part, end, last) or part.stands("<kinship>", first, last):
        return True
    if any(
        other.stands("<beneficiary>", 0, len(other.tokens))
        for other in reading.parts
        if other.part == "title"
    ):
        return True
    return part.stands("<for_whom>", max(first, start - 2), start) and (start, end) != (
        minor.start,
        minor.end,
    )


def _work_sign(minor: Minor, reading: AdReading) -> str:
    for indicator, name in (("CH04", "<begging>"), ("CH03", "<small_hands>"), ("DW02", "<house_work>")):
        if reading.has(name):
            return indicator
    aged = minor.age is not None or minor.part.stands("<young_of_age>", minor.start, minor.end)
    return "CH01" if aged else "CH02"
