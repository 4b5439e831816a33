"""This module reads the hours of a working day or week as an ad states them, counted ("12 hrs duty") or by the clock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from models.entities.alternation import matches
from models.entities.clock import Clock, clocks_in
from models.entities.number_words import number_words
from models.entities.tables import any_of, finder, openings_of
from models.normalise.characters import MARKS
from models.normalise.fold import Folded, fold_characters

_TABLE = "hours_words.yaml"
_BEFORE, _AFTER = 40, 30
_CLAUSE_END = re.compile(r"[,;!?\n|।()•]|\.(?!\w)")
_DIGITS, _LETTERS = r"\d{1,3}(?:\.\d{1,2})?", f"(?:[^\\W\\d_][{MARKS}]*)+"
_NUMBER = re.compile(
    rf"(?<![\w{MARKS}.,:/₹$])(?:(?P<low>{_DIGITS}|{_LETTERS})\s?(?:-|/|{any_of(_TABLE, 'joins')})\s?)?"
    rf"(?P<high>{_DIGITS}|{_LETTERS})\s?\+?[\s-]?$"
)
_NUMBER_BEHIND = re.compile(
    r"\s?(?:are|is|will be|=|:|-)?\s?(?P<high>\d{1,2})(?![\w:.-])(?!\s?(?:[ap]\.?m|to|-))"
)
_PER = r"(?:per|a|an|each|every|in a|prati|प्रति)?"
_IN = r"(?:\s?(?:me|mein|main|में|ki|ke|ka|की|के|का|me se))?"
_LAST_WORDS = re.compile(r"(?:\S+\s?){1,3}$")
_FIRST_WORDS = re.compile(r"\s?-?(?:\S+\s?){1,3}")
ROUND = "round"
"""The word that "round the clock" is looked for by."""
_DAY, _WEEK = 24, 120  # hours that a day and a working week can hold
_BARE = range(6, 19)  # hours of a working day, where a clause says nothing but a number of them


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of work at published code points `start` to `end` (half-open), from `low` to `high` per `day` or `week`."""

    start: int
    end: int
    low: float
    high: float
    per: str


def hours(published: str) -> tuple[Hours, ...]:
    """Every statement of working hours, in order of appearance; hours of a shop, a helpline or a journey are none."""
    return hours_in(fold_characters(published))


def hours_in(folded: Folded) -> tuple[Hours, ...]:
    """As `hours`, of text whose characters are folded already."""
    found, taken = [], 0
    for start, end, low, high, per in sorted(_sightings(folded)):
        if start >= taken:
            found.append(Hours(*folded.span(start, end), low, high, per))
            taken = end
    return tuple(found)


_Sighting = tuple[int, int, float, float, str]


def _sightings(folded: Folded) -> Iterator[_Sighting]:
    text, words = folded.text, folded.words
    yield from _counted(folded)
    works = not openings_of(_TABLE, "work").isdisjoint(words)
    for clock in clocks_in(folded):
        if _is_working_day(text, clock, works=works):
            yield clock.start, clock.end, clock.hours, clock.hours, "day"
    if works and ("24" in text or ROUND in words):
        for found in finder(_TABLE, "round_the_clock").finditer(text):
            before, after = _around(text, found.start(), found.end())
            if _is_of_work(before, after) and not _is_of_other(before, after):
                yield *found.span(), _DAY, _DAY, "day"


def _counted(folded: Folded) -> Iterator[_Sighting]:
    """As "12 hours a day", "rojuku 12 gantalu", "working hours 12"."""
    text = folded.text
    for unit in matches(finder(_TABLE, "unit"), folded, openings_of(_TABLE, "unit")):
        number = _NUMBER.search(text, max(0, unit.start() - _BEFORE), unit.start())
        start, end = (number.start(), unit.end()) if number else unit.span()
        before, after = _around(text, start, end)
        if number is None or (high := _value(number["high"])) is None:
            yield from _announced(text, *unit.span())
            continue
        low = _value(number["low"]) if number["low"] else None
        if number["low"] and low is None:
            start = number.start("high")
            before, after = _around(text, start, end)
        low = high if low is None else low
        per = _per(before, after, high)
        if per and 1 <= low <= high <= (_DAY if per == "day" else _WEEK):
            yield start, end, low, high, per


def _announced(text: str, start: int, end: int) -> Iterator[_Sighting]:
    """As "working hours 12", "hours: 9"."""
    behind = _NUMBER_BEHIND.match(text, end)
    if behind and (text[end : end + 1] == ":" or _is_of_work(_around(text, start, end)[0], "")):
        high = int(behind["high"])
        if high <= _DAY:
            yield start, behind.end(), high, high, "day"


def _value(number: str) -> float | None:
    if number[0].isdigit():
        return float(number)
    known = number_words().get(number)
    return known.value if known else None


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the same clause before and after."""
    before = _CLAUSE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    return before, _CLAUSE_END.split(text[end : end + _AFTER], maxsplit=1)[0]


def _per(before: str, after: str, hours: float) -> str | None:
    """Whether hours are those of a working day or week; None where they are something else's."""
    if _is_of_other(before, after):
        return None
    for per in ("week", "day"):
        if _per_after(per).match(after) or _per_before(per).search(before):
            return per
    if _is_of_work(before, after):
        return "day"
    is_bare = not before.strip(" -:*") and (not after.strip() or after.lstrip()[0].isdigit())
    return "day" if is_bare and int(hours) in _BARE else None


def _is_of_work(before: str, after: str) -> bool:
    last, first = _LAST_WORDS.search(before), _FIRST_WORDS.match(after)
    work = finder(_TABLE, "work")
    return bool((last and work.search(last[0])) or (first and work.search(first[0])))


def _is_of_other(before: str, after: str) -> bool:
    """Whether the words right beside the hours make them those of a shop, a journey, a helpline."""
    return _other_before().search(before) is not None or _other_after().match(after) is not None


def _is_working_day(text: str, clock: Clock, *, works: bool) -> bool:
    before, after = _around(text, clock.start, clock.end)
    if _is_of_other(before, after) or finder(_TABLE, "other_before").search(before):
        return False
    return clock.is_said or (works and _is_of_work(before, after)) or clock.is_office_day


@cache
def _per_after(per: str) -> re.Pattern[str]:
    return re.compile(rf"\s?[/(x-]?\s?{_PER}\s?{any_of(_TABLE, per)}")


@cache
def _per_before(per: str) -> re.Pattern[str]:
    return re.compile(rf"{any_of(_TABLE, per)}{_IN}\W{{0,3}}$")


@cache
def _other_after() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:on\s)?{any_of(_TABLE, 'other_after')}")


@cache
def _other_before() -> re.Pattern[str]:
    return re.compile(rf"{any_of(_TABLE, 'other_before')}(?:\s\S+)?\W{{0,3}}$")
