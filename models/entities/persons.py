"""This module reads how many persons an ad wants or offers: "need 50 girls", "20 ladke chahiye", "১০ জন মেয়ে", "10 posts"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from models.entities.alternation import alternation, matches
from models.entities.number_words import number_words
from models.entities.tables import any_of, finder, groups, openings_of
from models.normalise.characters import MARKS
from models.normalise.fold import Folded, fold_characters

_TABLE = "persons_words.yaml"
_BEFORE, _AFTER = 48, 40
_SENTENCE_END = re.compile(r"[!?\n|।•]|\.(?!\w)(?<!no\.)(?<!nos\.)")
_MOST = 20_000  # more persons are a population, not a demand
_AGES = range(14, 61)  # "21-35 women" is an age, "20-30 workers" as well; "50-100 boys" is none
_BEHIND = re.compile(r"\s?[:=(-]{1,2}\s?(?P<high>\d{1,2},\d{3}|\d{1,4})(?![\w/.,-]*\d)")
_DIGIT = re.compile("[0-9]")
_DIGITS, _WORD = r"\d{1,2},\d{3}|\d{1,5}", f"(?:[^\\W\\d_][{MARKS}]*)+"
_LAST_WORD = re.compile(rf"(?<![\w{MARKS}])({_WORD})[ -]$")
_GROWN = range(18, 46)  # "22+ ladies" is an age, unless they are wanted or at hand
_COUNTED = frozenset({"మంది", "জন", "log", "लोग", "जण", "जणी"})  # said of numbers of people only
_PIECES = frozenset({"nos", "nos.", "no.", "nag"})  # said of posts and people alike


@dataclass(frozen=True, slots=True)
class Persons:
    """From `low` to `high` persons at published code points `start` to `end` (half-open).

    `sense` is `wanted`, `offered`, or `said` where the sentence leaves it open. `posts` says that vacancies are
    counted and not people.
    """

    start: int
    end: int
    low: int
    high: int
    sense: str
    posts: bool


def persons(published: str) -> tuple[Persons, ...]:
    """Every number of persons wanted or offered, in order of appearance; those lodged, fed or rescued are none."""
    return persons_in(fold_characters(published))


def persons_in(folded: Folded) -> tuple[Persons, ...]:
    """As `persons`, of text whose characters are folded already."""
    found, taken = [], 0
    for start, end, low, high, posts in sorted(_sightings(folded)):
        if start < taken or not 1 <= low <= high <= _MOST:
            continue
        before, after = _around(folded.text, start, end)
        if _is_of_other("" if posts else before, after):
            continue
        sense = "wanted" if posts else _sense(before, after)
        if sense == "said" and low in _GROWN and "+" in folded.text[start:end]:
            continue
        taken = end
        found.append(Persons(*folded.span(start, end), low, high, sense, posts))
    return tuple(found)


_Sighting = tuple[int, int, int, int, bool]


def _sightings(folded: Folded) -> Iterator[_Sighting]:
    for noun in matches(finder(_TABLE, "people"), folded, openings_of(_TABLE, "people")):
        yield from _before_noun(folded, noun, posts=False)
    yield from _posts(folded)
    if not fused_words().keys().isdisjoint(folded.words):
        for found in _fused().finditer(folded.text):
            yield *found.span(), fused_words()[found[0]], fused_words()[found[0]], False


def _posts(folded: Folded) -> Iterator[_Sighting]:
    """As "10 posts", "15 nos.", "Vacancy: 20"."""
    text = folded.text
    for noun in matches(finder(_TABLE, "posts"), folded, openings_of(_TABLE, "posts")):
        yield from _before_noun(folded, noun, posts=noun[0] not in _PIECES)
        if behind := _BEHIND.match(text, noun.end()):
            count = int(behind["high"].replace(",", ""))
            yield noun.start(), behind.end(), count, count, True


def _before_noun(folded: Folded, noun: re.Match[str], *, posts: bool) -> Iterator[_Sighting]:
    text, reach = folded.text, max(0, noun.start() - _BEFORE)
    if said_numbers().isdisjoint(folded.words) and _DIGIT.search(text, reach, noun.start()) is None:
        return
    number = _number().search(text, reach, noun.start())
    high = _value(number["high"]) if number else None
    if number is None or high is None:
        return
    low = _value(number["low"]) if number["low"] else None
    start = number.start() if low is not None or not number["low"] else number.start("high")
    low = high if low is None else low
    if tens := _tens_before(text, start, number["high"]):
        start, low, high = tens[0], tens[1] + high, tens[1] + high
    times = _times().search(text, max(0, start - _BEFORE), start) if number["high"] in _hundreds() else None
    if times and (factor := _value(times[1])):
        start, low, high = times.start(), factor * low, factor * high
    if low != high and low in _AGES and high in _AGES and not posts and noun[0] not in _COUNTED:
        return
    yield start, noun.end(), low, high, posts


def _tens_before(text: str, start: int, ones: str) -> tuple[int, int] | None:
    """Where "twenty" stands before "five", and that it is 20; only where a language says numbers so."""
    named = number_words().get(ones)
    if named is None or not named.adds_up or not 0 < named.value < 10:
        return None
    before = _LAST_WORD.search(text, max(0, start - _BEFORE), start)
    tens = number_words().get(before[1]) if before else None
    if before is None or tens is None or not tens.adds_up or tens.value < 20 or tens.value % 10:
        return None
    return before.start(1), tens.value


def _value(number: str) -> int | None:
    if number[0].isdigit():
        return int(number.replace(",", ""))
    named = number_words().get(number)
    return named.value if named else _hundreds().get(number)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the same sentence before and after."""
    before = _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    return before, _SENTENCE_END.split(text[end : end + _AFTER], maxsplit=1)[0]


def _is_of_other(before: str, after: str) -> bool:
    return _other_after().match(after) is not None or _other_before().search(before) is not None


def _sense(before: str, after: str) -> str:
    """What the nearest word says that wants or offers."""
    wanted, offered = finder(_TABLE, "wanted"), finder(_TABLE, "offered")
    sides = [
        (found.start(), sense)
        for pattern, sense in ((wanted, "wanted"), (offered, "offered"))
        if (found := pattern.search(after))
    ]
    sides += [
        (len(before) - found.end(), sense)
        for pattern, sense in ((wanted, "wanted"), (offered, "offered"))
        for found in pattern.finditer(before)
    ]
    return min(sides)[1] if sides else "said"


@cache
def _other_after() -> re.Pattern[str]:
    return re.compile(rf"\W?{any_of(_TABLE, 'other_after')}")


@cache
def _other_before() -> re.Pattern[str]:
    return re.compile(rf"{any_of(_TABLE, 'other_before')}\s?(?:the|our|only|a)?\W?$")


@cache
def _number() -> re.Pattern[str]:
    """A number or range with the words that may stand before the noun, to the end."""
    number = rf"{_DIGITS}|{_WORD}"
    between = rf"(?:{any_of(_TABLE, 'between')}\s?){{0,2}}"
    return re.compile(
        rf"(?<![\w{MARKS}.,:/₹$#+-])(?:(?P<low>{_DIGITS}|{_WORD})\s?(?:-|{any_of(_TABLE, 'joins')})\s?)?"
        rf"(?P<high>{number})(?:\s?\+|\s?-)?\s?{between}$"
    )


@cache
def _times() -> re.Pattern[str]:
    """What a hundred or dozen is multiplied by, to the end: "two hundred"."""
    return re.compile(rf"(?<![\w{MARKS}.,])(\d|{_WORD})\s$")


@cache
def _hundreds() -> Mapping[str, int]:
    return _values("hundreds")


@cache
def said_numbers() -> frozenset[str]:
    """Words that say how many; without one of them, and without a digit, nobody is counted."""
    return frozenset((*number_words(), *_hundreds()))


@cache
def fused_words() -> Mapping[str, int]:
    """Words that are a number and its persons in one."""
    return _values("fused")


@cache
def _values(key: str) -> Mapping[str, int]:
    """The words under `key`_2, `key`_3 and so on, with that number."""
    named = groups(_TABLE).items()
    return {
        word: int(name[len(key) + 1 :]) for name, words in named if name.startswith(key) for word in words
    }


@cache
def _fused() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w{MARKS}]){alternation(fused_words())}(?![^\W_])(?![{MARKS}])")
