"""This module asks the other way round: for what harmless reason an ad names somebody under 18, where no work or wedding was read.

The list of reasons is closed: who the child is (a customer, pupil, one cared for, family of the poster), and who speaks
(a warning, a refusal). An ad that seeks, sends or marries people and gives none of them is a sign: recall comes first.
"""

from models.domain.contact import ContactKind
from models.indicators.around import names_somebody, says
from models.indicators.context import is_about_trafficking
from models.indicators.minors import Minor
from models.indicators.reading import AdReading
from models.indicators.wording import clause, is_given_to, is_target, next_end, noun_phrase

_LEAST_TOILING_AGE = 7
_MARRYING_AGE = 12
_LEAST_AGE = 9  # years; a younger child in an ad is somebody's child
_NEAR = 4  # words between a child and whose it is
_OF_THE_AD = ("<rental>", "<lawful_adoption>", "<about_strong>")
_NEAR_BY = (
    "<teaching>",
    "<child_service>",
    "<pet>",
)  # in the title, in the sentence, and in those on either side
_OF_THE_SENTENCE = ("<explains>", "<since_age>", "<care_role>", "<and_yours>")
_WEDDING = ("<groom>", "<wedding_wish>", "<bride>")
_SURELY_SAID = (
    "<under_limit>",
    "<young_welcome>",
    "<minor_word>",
    "<limit_18>",
    "<age_faked>",
    "<not_of_age>",
)
_SURELY_YOUNG = ("<small_child>", "<small_ones>")  # of an adult's "small daughter" as well
_CHILDS_WORK = ("<small_hands>", "<begging>", "<child_toil>", "<per_child>", "<child_does>")
_KIN = ("<kinship>", "<offspring>", "<sibling>")
_TOLD = 2  # of a crime, of the law, of whom to call
_TELEPHONES = frozenset({ContactKind.PHONE, ContactKind.WHATSAPP})
_PUT_TO_WORK = (
    "<small_hands>",
    "<begging>",
    "<child_trade>",
    "<activity>",
    "<house_work>",
    "<taken_in>",
    "<will_work>",
    "<job_for_child>",
    "<for_work>",
    "<kept_at_home>",
    "<brought>",
)
_ASKED = ("<job_for_child>", "<taken_in>", "<will_work>", "<kept_at_home>", "<brought>")
_PEOPLE = ("<want>", "<seek>", "<work>", "<job>", "<young_person>", *_PUT_TO_WORK, *_WEDDING)


def is_unexplained(minor: Minor, reading: AdReading, *, grown: bool) -> bool:
    """Whether nothing says why an ad about people names `minor`; `grown`: it states the age of an adult as well."""
    if minor.declared or reading.has(*_OF_THE_AD) or not _is_of_people(reading):
        return False
    if is_about_trafficking(reading):
        return False
    part, (first, last) = minor.part, clause(minor)
    if any(part.stands(name, first, last) for name in _OF_THE_SENTENCE) or (
        _is_served(minor, reading) and (_is_taught(minor) or not _is_asked_for(minor))
    ):
        return False
    if minor.age is None and _is_kept_by(minor):
        return False
    if not _is_sure(minor, reading, grown=grown) and (grown or not _is_child_at_work(minor, reading)):
        return False
    return not (_is_somebodys(minor, reading, grown=grown) or _is_for_another(minor))


def _is_kept_by(minor: Minor) -> bool:
    """A child that somebody minds, or that lives with those who are to work."""
    part, end = minor.part, minor.end
    return part.stands("<tended>", end, end + 2) or part.stands("<lodged>", end, end + _NEAR)


def is_of_marriage(reading: AdReading) -> bool:
    """Whether the ad seeks a wedding rather than work."""
    return reading.ad.source_type == "matrimonial" or reading.has(*_WEDDING)


def is_warning(reading: AdReading) -> bool:
    """As "Child labour is a crime. Call 1098": who tells of the law and whom to call seeks nobody."""
    crimes = len({part.tokens[start].key for part, start, _ in reading.each("<crime_word>")})
    told = reading.has("<childline>") or (crimes > 0 and crimes + reading.has("<helpline>") >= _TOLD)
    return told and not any(contact.kind in _TELEPHONES for contact in reading.contacts)


def _is_of_people(reading: AdReading) -> bool:
    paid = any(amount.period for _, amount in reading.pay)
    return paid or reading.ad.source_type in {"job", "matrimonial"} or reading.has(*_PEOPLE)


def _is_sure(minor: Minor, reading: AdReading, *, grown: bool) -> bool:
    """A stated age of somebody, a limit, a word that means nothing else, a class being visited."""
    if minor.age is not None:
        return _is_of_age(minor, reading) and _is_of_somebody(minor)
    if minor.by_class:
        return not grown
    names = _SURELY_SAID if grown else (*_SURELY_SAID, *_SURELY_YOUNG)
    return any(minor.part.holds(name, minor.start, minor.end) for name in names)


def _is_of_age(minor: Minor, reading: AdReading) -> bool:
    """Old enough for what the ad is about; a younger one is somebody's child."""
    low = minor.age.low if minor.age is not None else 0
    if reading.ad.source_type == "matrimonial":
        return low >= _MARRYING_AGE
    return low >= (_LEAST_TOILING_AGE if reading.has(*_CHILDS_WORK) else _LEAST_AGE)


def _is_of_somebody(minor: Minor) -> bool:
    """Whether a person or a word for age is named with the age: years alone may be those of a trade."""
    age, part, (first, last) = minor.age, minor.part, clause(minor)
    if says(part, "age_of", minor.end, minor.end + 1) or (minor.is_aged and _is_fetched(minor)):
        return True
    if not minor.is_aged:
        return says(part, "one_person", max(first, minor.start - _NEAR), min(last, minor.end + _NEAR))
    if age is not None and age.high is not None and age.low < age.high:
        return True
    return part.stands("<age_word>", first, last) or names_somebody(part, first, last)


def _is_served(minor: Minor, reading: AdReading) -> bool:
    """A pupil or customer: somebody teaches or sells what is for children."""
    part, (first, last) = minor.part, clause(minor)
    before = part.sentence(first - 1)[0] if first else first
    behind = next_end(part, last)
    titles = [other for other in reading.parts if other.part == "title"]
    return any(
        part.stands(name, before, behind) or any(title.spans(name) for title in titles) for name in _NEAR_BY
    )


def _is_taught(minor: Minor) -> bool:
    """As "meri beti class 10 me hai, uske liye maths ki madam chahiye"."""
    part, (first, last) = minor.part, clause(minor)
    own = any(part.stands(name, first, last) for name in _KIN)
    return minor.by_class and own and part.stands("<teaching>", first, last)


def _is_child_at_work(minor: Minor, reading: AdReading) -> bool:
    """A child by word alone, in one sentence with work that is a child's, and not as one to be minded."""
    if minor.age is not None or minor.by_class or reading.ad.source_type == "matrimonial":
        return False
    part, (first, last) = minor.part, clause(minor)
    return any(part.stands(name, first, last) for name in _CHILDS_WORK)


def _is_asked_for(minor: Minor) -> bool:
    """Whether somebody is to come, to be brought or to be kept, here or in the next sentence."""
    part, (first, last) = minor.part, clause(minor)
    return any(part.stands(name, first, next_end(part, last)) for name in _ASKED)


def _is_fetched(minor: Minor) -> bool:
    """Whether somebody of that age is to be brought or taken in."""
    part, (first, last) = minor.part, clause(minor)
    return part.stands("<brought>", first, last) or part.stands("<taken_in>", first, last)


def _is_somebodys(minor: Minor, reading: AdReading, *, grown: bool) -> bool:
    """Of the poster's or an adult's family, unless it is that one who is to work or to marry."""
    part, (first, last) = minor.part, clause(minor)
    start, end = noun_phrase(minor, first, last)
    asked = _is_asked_for(minor)
    does = part.stands("<child_does>", first, last)
    if not (asked or does) and part.stands("<dependant>", first, last):
        return True
    if reading.has("<self_seeker>") and not asked:
        return any(
            part.stands(name, first, last) for name in ("<family_member>", "<child_word>", "<kinship>")
        )
    low = max(first, start - _NEAR)
    if not any(part.stands(name, low, end + 2) for name in _KIN):
        return False
    return grown or (not asked and reading.has("<grown_help>", "<dependant>"))


def _is_nursed(minor: Minor) -> bool:
    """As "home nurse for my daughter, 14, after surgery": a carer, and no work that is for the child itself."""
    part, (first, last) = minor.part, clause(minor)
    behind = next_end(part, last)
    at_work = any(
        part.stands(name, first, behind) for name in ("<job_for_child>", "<will_work>", "<for_work>")
    )
    own = part.stands("<own_child>", max(first, minor.start - _NEAR), minor.end)
    return own and not at_work and part.stands("<carer>", first, behind)


def _is_for_another(minor: Minor) -> bool:
    """As in "for a boy of 14", "12 saal ke bachche ko"."""
    part, (first, last) = minor.part, clause(minor)
    if part.stands("<per_child>", first, last) or part.stands("<child_does>", first, last):
        return False
    if _is_nursed(minor):
        return True
    start, end = noun_phrase(minor, first, last)
    if part.stands("<tending>", max(first, minor.start - 2), minor.start):
        return True
    given = is_given_to(part, end, last) and not part.stands("<preference>", end, min(end + 3, last))
    return given or is_target(part, start, first)
