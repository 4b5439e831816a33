"""This module finds ages that no word for years announces: "helpers, 12 to 15, packing", "abhi satrah ki hui", "one 11, one 14".

A number is one of a person where somebody is named beside it and nothing else is counted. What is read by `ages` is left to it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from models.entities.age_patterns import teens
from models.indicators.around import ends, names_somebody, says
from models.indicators.reading import PartReading
from models.phrases.numerals import NUMBERS

OF_AGE = 18  # years
_OLDEST = 35  # years; an upper end above it is no age of those sought
_OLDEST_WORKER = 70
_YOUNGEST_ALONE = 9  # years; a lower number alone counts something
_MINORS = "<minor_number>"
_NEAR, _FAR = 4, 12  # words between an age and whose it is, where nothing and where a comma parts them
_TAIL = 3  # words behind an age in which its person may still come: "14 ki ek ladki"
_TEN = frozenset({"nine", "ten", "दस", "দশ", "పది", "பத்து", "दहा"})
_TEENS = 11
_NO_NUMBERS = frozenset({"বার", "बार", "बारह बार"})
_ENDS = re.compile(r"[,;.)(!?।|\n/]")
_IN_BRACKETS = re.compile(r"\(\d{1,2}\)")
_JOINING = re.compile(r"\s?(?:[-–—~/,&]|\bor\b)?\s?")
_NO_AGE_BEFORE = re.compile(r"[₹$£€#@+%*=×]\s?$|[:./]$|\d$|(?<=[\d.])[-/]$")
_NO_AGE_BEHIND = re.compile(r"\s?[:%*=×]|[./-]$")


class BareAge(NamedTuple):
    """An age at tokens `start` to before `end`, from `low` to `high` years."""

    start: int
    end: int
    low: int
    high: int


def bare_ages(part: PartReading, numbers: str = _MINORS, *, of_people: bool = False) -> Iterator[BareAge]:
    """Every such age in `part` whose lower end is one of the set `numbers`; `of_people`: the ad is about some."""
    yield from _spaced(part) if numbers == _MINORS else ()
    taken = 0
    for start, end in part.spans(numbers):
        if start < taken or not _is_surely_a_number(part, start):
            continue
        age = _with_upper_end(part, start, end, oldest=_OLDEST if numbers == _MINORS else _OLDEST_WORKER)
        taken = age.end
        if not _is_something_else(part, age) and _is_somebodys(part, age, of_people=of_people):
            yield age


def _spaced(part: PartReading) -> Iterator[BareAge]:
    """As "umar 1 5", "1 3 year lad"."""
    for start, end in part.spans("<spaced_teen>"):
        said = says(part, "age_said", max(0, start - _NEAR), start) or says(part, "age_said", end, end + 1)
        if part.gaps[start + 1] != " ":
            continue
        if said or says(part, "one_person", end, end + _NEAR):
            age = 10 + (_value(part, end - 1) or 0)
            yield BareAge(start, end, age, age)


def _with_upper_end(part: PartReading, start: int, end: int, *, oldest: int) -> BareAge:
    low = high = _value(part, start) or 0
    while end < len(part.tokens):
        at = end + says(part, "range_join", end, end + 1)
        value = _value(part, at) if at < len(part.tokens) else None
        joined = at > end or _JOINING.fullmatch(part.gaps[end])
        if value is None or not joined or not high < value <= oldest:
            break
        if "/" in part.gaps[end] and value != high + 1:  # "8/10" is a mark
            break
        high, end = value, at + 1
    return BareAge(start, end, low, high)


def _is_surely_a_number(part: PartReading, token: int) -> bool:
    """Digits, or a word for a number that means nothing else ("bar", "then", "নয়" do)."""
    key, said = part.tokens[token].key, part.text(token, token + 1).lower()
    if key.isdecimal() or said in teens() or said in _TEN:
        return True
    return not said.isascii() and said.isalpha() and (NUMBERS[key] or 0) >= _TEENS and said not in _NO_NUMBERS


def _value(part: PartReading, token: int) -> int | None:
    return NUMBERS[part.tokens[token].key]


def _is_something_else(part: PartReading, age: BareAge) -> bool:
    """A price, a time, a count, the number of a class or of a house."""
    first, last = part.sentence(age.start)
    before, behind = part.gaps[age.start], _gap_behind(part, age)
    if before.endswith("(") and len(_IN_BRACKETS.findall(part.published)) > 1:
        return True  # "Trainee Dealer (12), Inspector (3)": how many are wanted
    if behind.endswith("(") and part.published.count("(") > 1:
        return True  # "hostess 4 (women), server 10 (boys and girls)"
    if _NO_AGE_BEFORE.search(before) or _NO_AGE_BEHIND.match(behind):
        return True
    apart = _ENDS.search(behind) is not None
    counted = says(part, "counted", age.end, age.end + 1) or (
        age.end < last and _value(part, age.end) is not None
    )
    if age.end < last and not apart and counted:
        return True
    return _is_numbered(part, age, first) or _is_a_time(part, age, first, last)


def _is_numbered(part: PartReading, age: BareAge, first: int) -> bool:
    """As "class 8", "route 6 and 14"."""
    if age.start == first:
        return False
    if age.start in ends(part, "numbered", age.start - 3, age.start):
        return True
    listed = age.start - says(part, "range_join", age.start - 1, age.start)
    return listed > first and _value(part, listed - 1) is not None


def _is_a_time(part: PartReading, age: BareAge, first: int, last: int) -> bool:
    """As "timing 10 to 12", "subah 9 se 12 baje"."""
    if says(part, "clock", max(first, age.start - 2), age.start):
        return True
    apart = _ENDS.search(_gap_behind(part, age)) is not None
    return not apart and says(part, "clock", age.end, min(age.end + 2, last))


def _is_somebodys(part: PartReading, age: BareAge, *, of_people: bool) -> bool:
    first, last = part.sentence(age.start)
    ranged = age.high > age.low
    if says(part, "range_join", age.end, age.end + 1) and age.end + 1 < last and _value(part, age.end + 1):
        return False  # "10 se 5"
    if says(part, "age_of", age.end, age.end + 1):  # "chaudah ki hai", "14 wali ladki"
        behind = min(age.end + 1 + _TAIL, last)
        closed = age.end + 1 >= last or _ENDS.search(part.gaps[age.end + 1]) is not None
        return (
            (ranged and age.high < OF_AGE and closed)
            or says(part, "is_of_age", age.end + 1, behind)
            or names_somebody(part, age.end + 1, behind)
            or names_somebody(part, max(first, age.start - _FAR), age.start)
        )
    ended = _ENDS.search(_gap_behind(part, age)) is not None or age.end >= last
    tailed = ended or says(part, "age_tail", age.end, age.end + 1)
    if ranged and age.low >= OF_AGE:
        return tailed
    if ranged and age.high < OF_AGE:
        if names_somebody(part, max(first, age.start - _FAR), min(age.end + _TAIL, last)):
            return tailed or names_somebody(part, age.end, age.end + 1)
        apart = age.start == first or _ENDS.search(part.gaps[age.start]) is not None
        return of_people and tailed and apart
    return age.low >= _YOUNGEST_ALONE and _is_one_persons(part, age, tailed=tailed)


def _is_one_persons(part: PartReading, age: BareAge, *, tailed: bool) -> bool:
    """A number alone: "he is just 12", "maid available, 15, Jharkhand", "12 se upar koi bhi", "thirteen is the right age"."""
    first, last = part.sentence(age.start)
    low = max(first, age.start - _NEAR)
    if says(part, "or_older", age.end, age.end + 1):
        return names_somebody(part, low, min(age.end + 2 * _TAIL, last))
    if age.low < OF_AGE and age.start in ends(part, "reaches", low, age.start):
        return True
    if age.start == first and says(
        part, "age_said", age.end, _clause_end(part, age.end, min(age.end + _NEAR, last))
    ):
        return True
    if not tailed:
        return False
    if any(says(part, group, low, age.start) for group in ("one_person", "age_said", "about")):
        return True
    return _ENDS.search(part.gaps[age.start]) is not None and names_somebody(part, low, age.start)


def _clause_end(part: PartReading, start: int, last: int) -> int:
    """The token of `start` to before `last` before which a comma or the like stands first."""
    return next((at for at in range(start, last) if _ENDS.search(part.gaps[at])), last)


def _gap_behind(part: PartReading, age: BareAge) -> str:
    if age.end < len(part.tokens):
        return part.gaps[age.end]
    return part.published[part.tokens[-1].end :]
