"""This module says whether an ad seeks a wedding for somebody under 18."""

from models.indicators.minors import Minor
from models.indicators.reading import AdReading
from models.indicators.wording import clause, next_end, noun_phrase

_LEAST_MARRYING_AGE = 9
_GROWING_UP = 14
_NOT_OF_AGE = ("<underage>", "<not_of_age>")
_AT_SCHOOL = ("<in_school>", "<school_year>")
_NEAR = 3  # words between a child and the word that makes it somebody's


def is_to_marry(minor: Minor, reading: AdReading, *, grown: bool) -> bool:
    """Whether a wedding is sought for `minor`; `grown`: the ad states the age of an adult as well."""
    part = minor.part
    first, last = clause(minor)
    matrimonial = reading.ad.source_type == "matrimonial"
    if minor.declared:
        return matrimonial
    wedding = part.stands("<groom>", first, last) or part.stands("<wedding_wish>", first, last)
    if minor.by_class:
        of_another = grown or _is_sibling(minor)
        return not of_another and _is_at_school(minor) and (wedding or _is_wished(minor))
    if minor.age is None:
        said = any(part.holds(name, minor.start, minor.end) for name in _NOT_OF_AGE)
        return said and (wedding or matrimonial) and not (grown and _is_family(minor))
    if not minor.is_aged or minor.age.low < _LEAST_MARRYING_AGE:
        return False
    if not (wedding or matrimonial or _is_wished(minor)) or part.stands("<dependant>", first, last):
        return False
    of_adult = grown and (_is_family(minor) or _is_past(minor))
    return not (of_adult or _is_own_child(minor) or _is_for(minor))


def _is_past(minor: Minor) -> bool:
    """As "24, lives in the city since the age of 17"."""
    first = clause(minor)[0]
    return minor.part.stands("<since_age>", max(first, minor.start - _NEAR), minor.end + _NEAR)


def _is_wished(minor: Minor) -> bool:
    """A wish to marry in the next sentence, as in "Girl, 16. Nikah soon"."""
    part = minor.part
    last = clause(minor)[1]
    return part.stands("<wedding_wish>", last, next_end(part, last))


def _is_at_school(minor: Minor) -> bool:
    """A school class that is being visited, not one that was passed."""
    return any(minor.part.stands(name, minor.start, minor.end) for name in _AT_SCHOOL)


def _is_sibling(minor: Minor) -> bool:
    """A brother or sister of whom an ad is about, unless the poster's own."""
    part, (first, last) = minor.part, clause(minor)
    low, high = max(first, minor.start - _NEAR), min(last, minor.end + _NEAR)
    return part.stands("<sibling>", low, high) and not part.stands("<kinship>", low, high)


def _is_for(minor: Minor) -> bool:
    """As "kind to a nine year old"."""
    young = minor.age is not None and minor.age.low < _GROWING_UP
    start = noun_phrase(minor, *clause(minor))[0]
    return young and minor.part.stands("<for_whom>", start - 2, start)


def _is_family(minor: Minor) -> bool:
    """A brother, sister or child: of the adult, where an ad is about one."""
    first, last = clause(minor)
    low, high = max(first, minor.start - _NEAR), min(last, minor.end + _NEAR)
    return minor.part.stands("<family_member>", low, high)


def _is_own_child(minor: Minor) -> bool:
    """As "ek beta 10 saal ka" in a parent's own marriage ad; from 14 on it may be the one to marry."""
    if minor.age is None or minor.age.low >= _GROWING_UP:
        return False
    start, end = noun_phrase(minor, *clause(minor))
    return any(minor.part.stands(name, start, end) for name in ("<child_word>", "<offspring>"))
