"""This module says whether an ad seeks a wedding for somebody under 18."""

from models.indicators.minors import Minor
from models.indicators.reading import AdReading
from models.indicators.wording import clause, next_end, noun_phrase

_LEAST_MARRYING_AGE = 9
_GROWING_UP = 14
_NEAR = 3  # words between a child and the word that makes it somebody's


def is_to_marry(minor: Minor, reading: AdReading, *, grown: bool) -> bool:
    """Whether a wedding is sought for `minor`; `grown`: the ad states the age of an adult as well."""
    part = minor.part
    first, last = clause(minor)
    matrimonial = reading.ad.source_type == "matrimonial"
    if minor.declared:
        return matrimonial
    wedding = part.stands("<groom>", first, last)
    if minor.age is None:
        said = part.holds("<underage>", minor.start, minor.end)
        return said and (wedding or matrimonial) and not (grown and _is_family(minor))
    if not minor.is_aged or minor.age.low < _LEAST_MARRYING_AGE:
        return False
    if grown and part.stands("<since_age>", max(first, minor.start - _NEAR), minor.end + _NEAR):
        return False  # "24, lives in the city since the age of 17"
    if not (wedding or matrimonial or _is_wished(minor)) or part.stands("<dependant>", first, last):
        return False
    return not _is_own_child(minor) and not (grown and _is_family(minor)) and not _is_for(minor)


def _is_wished(minor: Minor) -> bool:
    """A wish to marry in the next sentence, as in "Girl, 16. Nikah soon"."""
    part = minor.part
    last = clause(minor)[1]
    return part.stands("<wedding_wish>", last, next_end(part, last))


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
