"""This module finds mentions of somebody under 18 that only the ad around them makes one: numbers, limits and school classes.

"Helpers, 12 to 15", "14 ke andar ho to accha", "he was in fifth": none of it names a child, and in an ad about people each does.
"""

import re
from collections.abc import Iterator

from models.entities.facts import Age
from models.indicators.around import is_about_somebody, names_somebody, says
from models.indicators.bare_ages import bare_ages
from models.indicators.minors import Minor, states_an_adult
from models.indicators.reading import AdReading, PartReading

_SCHOOLING = ("<school_year>", "<school_time>")
_YOUNG = ("<young_person>", "<child_word>")
_OF_PEOPLE = frozenset({"job", "matrimonial"})
_LEAST_AGE = 6  # years; fewer are half of an age that is written with a gap: "1 5"
_REACH = 40  # words on either side; where a text has no full stops, its whole is one sentence
_PASSED = 3  # words between a class and that it was passed
_NO_CLASS = re.compile(r"eight(?!h)|^नवीन$|^nav(?:ee|i)n$", re.IGNORECASE)  # by the keys of "eighth", "नवीं"


def implied_minors(reading: AdReading) -> Iterator[Minor]:
    """Every such mention."""
    yield from _by_number(reading)
    yield from _by_limit(reading)
    yield from _by_school(reading)


def names_an_adult(reading: AdReading) -> bool:
    """As `states_an_adult`, or by a number alone: "women 18 to 35"."""
    return states_an_adult(reading) or any(
        True for part in reading.parts for _ in bare_ages(part, "<adult_number>", of_people=True)
    )


def _by_number(reading: AdReading) -> Iterator[Minor]:
    """Numbers that are ages though no word for years stands by them."""
    if not reading.has("<minor_number>", "<spaced_teen>"):
        return
    somebody = reading.ad.source_type == "job" or is_about_somebody(reading)
    of_people = somebody and not states_an_adult(reading)
    for part in reading.parts:
        if part.part.startswith("fields."):
            continue
        stated = _stated(part, reading)
        for found in bare_ages(part, of_people=of_people):
            if stated.isdisjoint(range(found.start, found.end)):
                start, end = part.tokens[found.start].start, part.tokens[found.end - 1].end
                yield Minor(part, found.start, found.end, Age(start, end, found.low, found.high, "person"))


def _stated(part: PartReading, reading: AdReading) -> frozenset[int]:
    """The tokens of `part` that state years with a word for them."""
    ages = [age for other, age in reading.ages if other is part and age.low >= _LEAST_AGE]
    return frozenset(token for age in ages for token in part.covering(age.start, age.end))


def _by_limit(reading: AdReading) -> Iterator[Minor]:
    """A limit apart from whom it is of: "ladka, 14 ke andar ho to accha"."""
    if not reading.has("<limit_18>") or not (reading.ad.source_type == "job" or is_about_somebody(reading)):
        return
    for part in reading.parts:
        for start, end in part.spans("<limit_18>"):
            first, last = part.sentence(start)
            low, high = max(first, start - _REACH), min(last, end + _REACH)
            near = names_somebody(part, low, start) or names_somebody(part, end, high)
            surely = any(part.stands("<surely_minor>", at, at + 1) for at in range(start, end))
            if (near or surely) and not says(part, "counted", end, min(end + 1, last)):
                yield Minor(part, start, end, None)


def _by_school(reading: AdReading) -> Iterator[Minor]:
    """A school class, or the time behind school, in an ad about somebody young; not a class that was passed."""
    names = list(_SCHOOLING) if reading.has(*_YOUNG) else []
    if reading.has("<schooled>") and (reading.ad.source_type in _OF_PEOPLE or is_about_somebody(reading)):
        names.append("<schooled>")
    if reading.ad.source_type == "matrimonial":
        names.append("<board_exam>")
    for part in reading.parts:
        for name in names:
            for start, end in part.spans(name):
                if not (_is_passed(part, start, end) or _NO_CLASS.search(part.text(start, end))):
                    yield Minor(part, start, end, None, by_class=True)


def _is_passed(part: PartReading, start: int, end: int) -> bool:
    """Whether a class is the schooling that somebody has; of the lowest it says how young a boy or girl is."""
    first, last = part.sentence(start)
    if part.stands("<low_class>", start, end) and part.stands("<young_person>", first, last):
        return False
    behind = min(end + _PASSED, last)
    return part.stands("<passed>", end, behind) or part.stands(
        "<education>", max(first, start - _PASSED), behind
    )
