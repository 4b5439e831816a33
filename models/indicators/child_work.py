"""This module says whether a person under 18 is put to work: sought, offered, spoken for, or named together with work.

Recall comes first; what keeps a child out is somebody who cares for it, teaches it, or seeks work of their own.
"""

from models.indicators.minors import Minor
from models.indicators.reading import AdReading, PartReading
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

_WORK = (
    "<job>",
    "<work>",
    "<child_trade>",
    "<show_trade>",
    "<house_work>",
    "<for_work>",
    "<taken_in>",
    "<also_work>",
    "<plain_work>",
    "<activity>",
    "<kept_at_home>",
)
_SMALL = ("<small_child>", "<minor_word>")
_LEAST_WORKING_AGE = 6  # a younger child in an ad is somebody's child, not somebody's worker
_BEHIND = 8  # words between a child and what it is said to do
_NEAR = 3  # words between a child and the word that seeks it
_PURPOSE = 4  # words between a child and "for work"


def is_to_work(minor: Minor, reading: AdReading, *, grown: bool) -> bool:
    """Whether `minor` is to work; `grown`: the ad states the age of an adult as well."""
    too_young = minor.age is not None and minor.age.low < _LEAST_WORKING_AGE
    if (
        too_young
        or reading.has("<pet>")
        or not (_is_about_work(reading) or _is_sought_by_age(minor, reading))
    ):
        return False
    if minor.declared:
        return not reading.has("<teaching>")
    if minor.part.stands("<and_yours>", minor.start - _NEAR, minor.end):
        return False  # "for you and your children under 16": what the firm gives
    if minor.by_class and grown:
        return False  # a class passed is an education that adults are asked for as well
    kin = _is_kin(minor) or _is_of_the_seeker(minor, reading)
    return _is_kin_put_to_work(minor, reading) if kin else _is_put_to_work(minor, reading)


def _is_put_to_work(minor: Minor, reading: AdReading) -> bool:
    """Anybody's child; a stated age is enough unless it is that of a child cared for."""
    if _is_for_work(minor) or minor.part.holds("<young_welcome>", minor.start, minor.end):
        return True
    wanted = _is_sought(minor) or _is_offered(minor)
    if reading.ad.source_type == "matrimonial":
        return minor.is_aged and wanted
    if wanted or _is_taken_from_school(minor) or _is_spoken_for(minor):
        return True
    said = minor.is_aged or _is_limited(minor) or _is_small(minor) or _is_pupil_at_work(minor)
    return said and not (reading.has("<rental>") or _is_cared_for(minor, reading))


def _is_pupil_at_work(minor: Minor) -> bool:
    """As "studies in class 6, for work in the field": a school class and work in one sentence."""
    if not minor.by_class or _is_taught(minor):
        return False
    part, (first, last) = minor.part, clause(minor)
    to_work = any(part.stands(name, first, last) for name in ("<for_work>", "<house_work>", "<will_work>"))
    return to_work or part.stands("<activity>", minor.end, last)


def _is_spoken_for(minor: Minor) -> bool:
    """As "some poor man's child? We will keep him": here or in the next sentence."""
    part, last = minor.part, clause(minor)[1]
    if minor.age is not None and not minor.is_aged:
        return False
    return part.stands("<taken_in>", minor.start, next_end(part, last)) and not _is_taught(minor)


def _is_sought_by_age(minor: Minor, reading: AdReading) -> bool:
    """As "12-13 bochorer chele lagbe": whoever seeks a person of that age need not say for what."""
    return minor.is_aged and _is_sought(minor) and not (_is_taught(minor) or _is_cared_for(minor, reading))


def _is_taught(minor: Minor) -> bool:
    return minor.part.stands("<teaching>", *clause(minor))


def _is_limited(minor: Minor) -> bool:
    """As "boy below 18": a limit says the age as well as a number of years does."""
    return minor.part.holds("<under_limit>", minor.start, minor.end) and not _is_taught(minor)


def _is_about_work(reading: AdReading) -> bool:
    paid = any(amount.period for _, amount in reading.pay)
    return paid or reading.ad.source_type == "job" or reading.has(*_WORK)


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
    end = noun_phrase(minor, *clause(minor))[1]
    start = max(clause(minor)[0], minor.start - _BEHIND)
    own = any(
        minor.part.stands(name, start, end) for name in ("<child_word>", "<offspring>", "<family_member>")
    )
    return own and not (_is_sought(minor) or _is_offered(minor))


def _is_kin_put_to_work(minor: Minor, reading: AdReading) -> bool:
    """Work is asked for the child itself, here or in the next sentence, and the poster seeks none of their own."""
    part = minor.part
    first, last = clause(minor)
    behind = next_end(part, last)
    taught = part.stands("<teaching>", first, behind)
    if part.stands("<job_for_child>", minor.start, behind):
        return not (minor.by_class and taught)  # "class 10 me hai, uske liye maths ki madam chahiye"
    learns = part.stands("<pupil>", first, last) and not part.stands("<left_school>", first, last)
    asked = part.stands("<job_wanted>", first, behind) or part.stands("<will_work>", minor.end, behind)
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
    if part.stands("<dependant>", max(first, minor.start - _NEAR), minor.start):
        return False  # "mother of one child, can help"
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
    if _is_purpose_before(part, start, first):
        return True
    return any(
        not (has_comma(part, end, begin) or stands_free(part, "<beneficiary>", (end, begin + 1)))
        for begin, _ in part.within("<for_work>", end, min(end + _PURPOSE, last))
    )


def _is_purpose_before(part: PartReading, start: int, first: int) -> bool:
    """As "ghar ke kaam ke liye chhoti ladki"."""
    return any(
        start - 1 <= stop <= start and not has_comma(part, stop, start)
        for _, stop in part.within("<for_work>", max(first, start - _BEHIND), start)
    )


def _is_small(minor: Minor) -> bool:
    """As "small girl", "minor girl": a word that says how young, and not only that it is a child."""
    part = minor.part
    small = any(part.holds(name, minor.start, minor.end) for name in _SMALL)
    if is_target(part, minor.start, clause(minor)[0]):
        return False  # "home for minor girls"
    return small and part.stands("<young_person>", minor.start, minor.end) and not _is_taught(minor)


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
