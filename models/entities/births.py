"""This module reads stated dates and years of birth, and how old somebody born then is on a given day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from models.entities.age_patterns import age_words, may_stand, words_of
from models.entities.alternation import alternation
from models.normalise.characters import MARKS
from models.normalise.fold import Folded, fold_characters

_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})[./ -](?P<month>\d{{1,2}})[./ -]{_YEAR}"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
    rf"|{_YEAR.replace('year', 'alone')})"
)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth at published code points `start` to `end`; `month` and `day` are None where only a year is said.

    `told` says that a word for the date of birth announces it, not only "born".
    """

    start: int
    end: int
    year: int
    month: int | None
    day: int | None
    told: bool

    def least_age(self, on: date) -> int:
        """The whole years of age that somebody born then has at least on that day; negative before the birth."""
        years = on.year - self.year
        if self.month is None or self.day is None:
            return years - 1
        return years - ((on.month, on.day) < (self.month, self.day))


def births_in(folded: Folded) -> tuple[Birth, ...]:
    """Every stated birth in `folded`, in order of appearance, at its published places."""
    if not may_stand(folded.words, "born") or not _word().search(folded.text):
        return ()
    return tuple(
        _birth(folded.span(*found.span()), found)
        for pattern in _patterns()
        for found in pattern.finditer(folded.text)
    )


def birth_in(value: str) -> Birth | None:
    """The birth that the field of a page called "date of birth" holds."""
    folded = fold_characters(value)
    found = re.search(rf"(?<!\d){_DATE}", folded.text)
    return _birth(folded.span(*found.span()), found) if found else None


def _birth(span: tuple[int, int], found: re.Match[str]) -> Birth:
    told = "word" not in found.re.groupindex or words_of("birth_date").fullmatch(found["word"]) is not None
    if "iso" in found.re.groupindex and found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
        return Birth(*span, year, month, day, told)
    named = found.groupdict()
    if named.get("alone") or not named.get("month"):
        return Birth(*span, int(named.get("alone") or named["year"]), None, None, told)
    day, month = int(named["day"]), int(named["month"])
    if month > _MONTHS:  # written the American way
        day, month = month, day
    return Birth(*span, int(named["year"]), month, day, told)


@cache
def _word() -> re.Pattern[str]:
    return words_of("born")


@cache
def _any_between() -> str:
    return alternation(age_words("birth_between"))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled())


def _compiled() -> Iterator[re.Pattern[str]]:
    words = f"(?P<word>{words_of('born').pattern})"
    yield re.compile(rf"{words}[^\d\n;!?।]{{0,28}}{_DATE}")
    yield re.compile(
        rf"(?<![\d/.-]){_YEAR}(?:-?(?:ला|லே|ல|లో|এ))?\s(?:{_any_between()}\s){{0,2}}{words}(?![^\W_])(?![{MARKS}])"
    )


def is_birth_key(words: frozenset[str]) -> bool:
    """Whether a field whose name has these words holds a date of birth."""
    return not words.isdisjoint(age_words("birth_key"))
