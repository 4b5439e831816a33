"""This module reads stated ages, and what it is that is so many years old."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from models.entities.age_patterns import (
    after_age,
    age_before,
    age_behind,
    age_words,
    before_young,
    experience,
    first_runs,
    fused,
    fused_ages,
    limit_after,
    limit_before,
    low_of_range,
    may_stand,
    numbered,
    spaced_years,
    spoken_age,
    spoken_before,
    spoken_beside,
    spoken_of_young,
    teens,
    turning,
    year_unit,
    young_patterns,
)
from models.entities.alternation import matches, matches_at, places_of
from models.entities.number_words import number_words
from models.normalise.characters import MARKS
from models.normalise.fold import Folded, fold_characters

_W = f"(?:[^\\W_]|[{MARKS}])"
_WORD = re.compile(f"{_W}+")
_WORD_BEFORE = re.compile(f"({_W}+)[ -]$")
_LOOK_BACK, _LOOK_AHEAD = 40, 40
_SPOKEN_AGES = (
    "six",
    "seven",
    "eight",
    "nine",
    "ten ",
    "eleven",
    "twelve",
    "teen",
)  # looked for at little cost
_TENS = range(20, 100, 10)
_YOUNGEST_UNSAID, _OLDEST_UNSAID = 6, 30  # years; without a word for years other numbers are counts
FIRST_OF_YEARS = frozenset("svy")
"""The first letters of the words for years: where its letters stand apart, the first is a word of its own."""
_SINCE = re.compile(r"(?<!\w)since\s(?:the\s)?age(?:\sof)?\W{0,2}$")
_CLAUSE_END = re.compile(r"[,;!?\n|।()]|\.(?!\w)")


@dataclass(frozen=True, slots=True)
class Age:
    """A number of years at published code points `start` to `end` (half-open).

    `what` says what the years count: `person`, `experience`, `duration` (since 12 years, warranty, bond), `limit`
    ("18+ only", "up to 35") or `unclear`. `high` is None where the ad gives no upper end.
    """

    start: int
    end: int
    low: int
    high: int | None
    what: str


def ages(published: str) -> tuple[Age, ...]:
    """Every stated number of years in `published`, in order of appearance; school classes are none."""
    return ages_in(fold_characters(published))


def ages_in(folded: Folded) -> tuple[Age, ...]:
    """As `ages`, of text whose characters are folded already."""
    found: dict[int, Age] = {}
    taken_to = 0
    for match in sorted(_sightings(folded), key=lambda m: (m[0], -m[1])):
        start, end, low, high, announced = match
        if start < taken_to or not 1 <= low <= 99 or (high is not None and not low <= high <= 99):
            continue
        taken_to = end
        what = _what(folded.text, match)
        if what == "person" and not announced and low < 18 and _upper(folded.text[:start]):
            low, high = 0, low
        found[start] = Age(*folded.span(start, end), low, high, what)
    return tuple(found.values())


_Sighting = tuple[int, int, int, int | None, bool]  # start, end, low, high, after a word for age


def _sightings(folded: Folded) -> Iterator[_Sighting]:
    """Every reader looks only where a word stands that it needs: most ads hold few of them."""
    for found in matches(year_unit(), folded, first_runs("unit")):
        if sighting := _number_before(folded.text, found):
            yield sighting
    yield from _after_word_for_age(folded)
    yield from _before_word_for_age(folded)
    yield from _beside_young(folded)
    yield from _open_above(folded.text)
    yield from _told_otherwise(folded)
    yield from _spoken_of_young(folded)
    yield from _spoken(matches(spoken_age(), folded, first_runs("age", "turning", "completing")))
    yield from _in_one_word(folded)


def _open_above(text: str) -> Iterator[_Sighting]:
    """As "16+"."""
    for match in _PLUS.finditer(text) if "+" in text else ():
        yield match.start(), match.end(), int(match[1]), None, False


def _in_one_word(folded: Folded) -> Iterator[_Sighting]:
    """As Telugu writes number and years in one, after a word for tens or alone: "ఇరవై ఆరేళ్ల" is 26."""
    for match in matches(fused(), folded, first_runs("fused")):
        start, age = match.start(), fused_ages()[match[0]]
        before = _WORD_BEFORE.search(folded.text, max(0, start - _LOOK_BACK), start)
        tens = number_words().get(before[1]) if before else None
        if before and tens and tens.adds_up and tens.value in _TENS and age < 10:
            start, age = before.start(1), tens.value + age
        yield start, match.end(), age, age, False


def _after_word_for_age(folded: Folded) -> Iterator[_Sighting]:
    for match in matches(after_age(), folded, first_runs("age")):
        low, high = _value(match["low"]), _value(match["high"])
        if low is not None and (match["high"] is None or high is not None):
            yield match.start("low"), match.end(), low, None if match["open"] else (high or low), True


def _beside_young(folded: Folded) -> Iterator[_Sighting]:
    """Numbers right beside a word for a young person, without any for years: "boy of 13", "12-14 ka ladka"."""
    text, young = folded.text, first_runs("young", "one_young", "kin")
    if young.isdisjoint(folded.words):
        return
    starts = places_of(young, folded)
    behind = chain.from_iterable(matches_at(pattern, text, starts) for pattern in young_patterns())
    before = before_young().finditer(text) if may_stand(folded.words, "of_age") else ()
    for match in chain(behind, before):
        low, high = _value(match["low"]), _value(match["high"])
        at = match.start("low")
        if low is None or numbered().search(text, max(0, at - _LOOK_BACK), at):
            continue
        if _is_a_post(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            continue
        if _YOUNGEST_UNSAID <= low <= (high or low) <= _OLDEST_UNSAID:
            yield at, match.end("high" if match["high"] else "low"), low, high or low, True


def _before_word_for_age(folded: Folded) -> Iterator[_Sighting]:
    """As "16-17 age group"."""
    for match in age_behind().finditer(folded.text) if may_stand(folded.words, "age") else ():
        low, high = _value(match["low"]), _value(match["high"])
        if low is not None and high is not None:
            yield match.start("low"), match.end("high"), low, high, True


def _told_otherwise(folded: Folded) -> Iterator[_Sighting]:
    """As "turns 16", "1 3 s a a l"."""
    for match in matches(turning(), folded, first_runs("turning", "completing")):
        low = _value(match["low"])
        if low is not None:
            yield match.start("low"), match.end("low"), low, low, True
    is_spaced = not FIRST_OF_YEARS.isdisjoint(folded.words)
    for match in spaced_years().finditer(folded.text) if is_spaced else ():
        low = int(match["tens"] + match["ones"])
        yield match.start(), match.end(), low, low, True


def _spoken_of_young(folded: Folded) -> Iterator[_Sighting]:
    """As "girl of twelve"."""
    if any(word in folded.text for word in _SPOKEN_AGES):
        yield from _spoken(matches(spoken_of_young(), folded, first_runs("young")))
    if not teens().isdisjoint(folded.words):
        yield from _spoken(matches(spoken_beside(), folded, first_runs("one_young")))
        yield from _spoken(spoken_before().finditer(folded.text))


def _spoken(matches: Iterator[re.Match[str]]) -> Iterator[_Sighting]:
    for match in matches:
        low = _value(match["low"])
        if low is not None and _YOUNGEST_UNSAID <= low <= _OLDEST_UNSAID:
            yield match.start("low"), match.end("low"), low, low, True


def _number_before(text: str, unit: re.Match[str]) -> _Sighting | None:
    """The number or range right before a word for years."""
    at = max(0, unit.start() - _LOOK_BACK)
    back = _LAST_NUMBER.search(text, at, unit.start())
    last = _value(back["number"]) if back else None
    if back is None or last is None:
        return None
    first = low_of_range().search(text, at, back.start("number"))
    low = _value(first["number"]) if first else None
    start = back.start("number") if first is None or low is None else first.start("number")
    spoken = re.split(r"[ -]", back["number"])
    if low is None and len(spoken) == 2 and spoken[0] not in number_words():  # "good sixteen"
        start += len(spoken[0]) + 1
    return start, unit.end(), last if low is None else low, None if back["open"] else last, False


_SPOKEN_OR_WRITTEN = (
    rf"(?<![\w{MARKS}.,/])(?P<number>\d{{1,3}}|(?:[^\W\d_][{MARKS}]*)+(?:[ -](?:[^\W\d_][{MARKS}]*)+)??)"
)
_LAST_NUMBER = re.compile(rf"{_SPOKEN_OR_WRITTEN}\s?(?P<open>\+|plus)?[\s-]{{0,2}}$")
_PAID_BESIDE = (
    r"\s?(?:tips?|incentives?|commission|food|room|stay|pf|esi|bonus|khana|ot|overtime|allowances?|perks)\b"
)
_PLUS = re.compile(rf"(?<![\w.,/+-])(\d{{2}})\s?\+(?![\w-])(?!{_PAID_BESIDE})")


def _value(number: str | None) -> int | None:
    if number is None or number.isdecimal():
        return int(number) if number else None
    words = re.split(r"[\s-]", number)
    known = [number_words().get(word) for word in words]
    if len(known) == 2 and known[0] and known[1] and known[0].value % 10 == 0 and known[1].value < 10:
        return known[0].value + known[1].value
    last = known[-1]
    return last.value if last else None


def _is_a_post(before: str) -> bool:
    """As "office" before "boy (10)": the number counts vacancies."""
    said = _WORD.findall(before[-20:])
    return bool(said) and said[-1] in age_words("post_before")


def _what(text: str, sighting: _Sighting) -> str:
    start, end, low, high, announced = sighting
    before = _CLAUSE_END.split(text[max(0, start - _LOOK_BACK) : start])[-1]
    after = _CLAUSE_END.split(text[end : end + _LOOK_AHEAD])[0]
    said, words = _WORD.findall(before), _WORD.findall(after)
    kind = _first_said(words[: 3 if text[start:end].endswith("years") else 6])
    open_years = "+" in text[start:end] and words[:1] == ["of"] and words[1:2] != ["age"]
    if kind == "experience" or open_years or (experience().search(before) and not announced):
        return "experience"
    if kind == "duration" and text[start:end].endswith("+"):  # "14+ in any number": no word for years
        kind = None
    last = said[-1] if said else ""
    if low < 18 and (_is_from(said) or (high not in {low, None} and last in age_words("person"))):
        return "person"  # "girls from 14 years", "girls 10-12 years wanted for house work"
    if announced and _SINCE.search(before):
        return "duration"
    of_age = bool(words) and words[0] in age_words("of_age")  # "13 saal ki thi": she was 13
    worked = high == low and not (
        age_words("worked_before").isdisjoint(said[-5:])
        and (of_age or age_words("worked_after").isdisjoint(words))
    )
    if (
        not announced
        and kind != "person"
        and (kind == "duration" or worked or last in age_words("duration_before"))
    ):
        return "limit" if limit_after().match(after) else "duration"
    named = (
        announced or kind == "person" or (_upper(before) and not age_words("person").isdisjoint(said[-4:]))
    )
    named = named or age_before().search(text, max(0, start - _LOOK_BACK), start) is not None
    if high is None or limit_after().match(after) or limit_before().search(before):
        return "person" if low < 18 and named else "limit"
    return "person" if named or (low >= 10 and _stands_alone(text[start:end], words)) else "unclear"


def _is_from(before: list[str]) -> bool:
    """As "girls from 14 years": persons of that age, not a time."""
    return before[-1:] == ["from"] and not age_words("person").isdisjoint(before[-2:])


def _stands_alone(surface: str, after: list[str]) -> bool:
    """Whether years without a word for whose they are can be an age: "13 years of trading" goes on, "13 years" ends.

    Of the short forms and of Indian languages recall comes first.
    """
    return not after or not surface.endswith(("years", "year"))


def _first_said(words: list[str]) -> str | None:
    """What the first telling word says, of those right behind a number of years."""
    for at, word in enumerate(words):
        if word in age_words("experience"):
            return "experience"
        if word in age_words("person") and not (
            word == "old" and set(words[at + 1 : at + 3]) & age_words("duration_after")
        ):
            return "person"
        if at < (3 if len(word) > 2 else 1) and word in age_words("duration_after"):  # "in" only right behind
            return "duration"
    return None


def _upper(before: str) -> bool:
    return (
        re.search(r"(?<!\w)(?:below|under|upto|up to|less than|max|maximum)\W{0,3}$", before[-20:])
        is not None
    )
