"""This module finds in an ad the mentions of somebody who is or may be under 18: by age, birth, school class or word.

It does not say what becomes of them: that is asked in `children`.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from models.domain.ad import RawAd
from models.domain.finding import Span
from models.entities.age_patterns import age_words
from models.entities.births import Birth, birth_in, births_in, is_birth_key
from models.entities.facts import Age
from models.entities.number_words import number_words
from models.entities.tables import groups
from models.indicators.around import names_somebody
from models.indicators.reading import AdReading, PartReading
from models.normalise.characters import MARKS
from models.normalise.fold import fold_characters

OF_AGE = 18  # years
_FIELD = "fields."
_WORDS = (
    "<young_of_age>",
    "<child_word>",
    "<chhotu>",
    "<minor_word>",
    "<small_child>",
    "<under_limit>",
    "<young_welcome>",
    "<small_ones>",
    "<age_faked>",
    "<not_of_age>",
)
_SHIFT = re.compile(r"(?<!\d)(\d{1,2})\s?[-/x]\s?\1(?!\d)")
_LEFT_OVER = frozenset({"बचे", "बचा", "बची", "बचें"})
_LEFT_LATIN = frozenset({"bache", "bacha", "bachi", "bachen"})
_TIMES = frozenset({"mahine", "mahina", "din", "saal", "hafte", "ghante", "months", "days"})
_CLASSES = ("<class_child>", "<school_left>")
_SECONDS = 1_000_000  # microseconds
_VALUE = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_OTHER_UNIT = re.compile(r"\b(?:days?|months?|weeks?|hours?|hrs?)\b|\d\s?(?:days?|months?|weeks?)")
_UPPER = re.compile(r"(?<!\w)(?:below|under|less than|up ?to|max(?:imum)?)\W{0,3}$")
_KEY_WORD = re.compile(f"(?:[^\\W_]|[{MARKS}])+")
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Minor:
    """A mention of somebody who is or may be under 18, at tokens `start` to before `end`.

    `declared`: a field of the page says it, whose words are no sentence. `age` is None where a word alone says it;
    `by_class`: only a school class does.
    """

    part: PartReading
    start: int
    end: int
    age: Age | None
    declared: bool = False
    by_class: bool = False

    @property
    def span(self) -> Span:
        """Where it stands in the published text."""
        tokens = self.part.tokens
        return Span(self.part.part, tokens[self.start].start, tokens[self.end - 1].end)

    @property
    def is_aged(self) -> bool:
        """Whether an age that is clearly a person's is stated."""
        return self.age is not None and self.age.what != "unclear"


def minors(reading: AdReading) -> Iterator[Minor]:
    """Every such mention that one phrase makes; those with an age first."""
    yield from _by_field(reading)
    yield from _by_age(reading)
    yield from _by_birth(reading)
    yield from _by_word(reading)


def states_an_adult(reading: AdReading) -> bool:
    """Whether the ad states the age of anybody of 18 or more."""
    return any(age.what in {"person", "limit"} and age.low >= OF_AGE for _, age in reading.ages) or any(
        (age := _aged_value(part.published)) is not None and age[2] >= OF_AGE
        for part in reading.parts
        if _is_age_key(_key_words(part.part))
    )


def day_of(ad: RawAd) -> date:
    """The day an ad speaks of: posted, else captured, else one in the year that the table of undated ads names."""
    if ad.posted_at:
        with suppress(ValueError):
            return date.fromisoformat(ad.posted_at[:10])
    if ad.captured_at > 0:
        return datetime.fromtimestamp(ad.captured_at / _SECONDS, UTC).date()
    return date(int(groups("undated_ads.yaml")["year"][0]), 1, 1)


def _by_age(reading: AdReading) -> Iterator[Minor]:
    grown = states_an_adult(reading)
    lasting = {age.low for _, age in reading.ages if age.what == "duration"}
    for part, age in reading.ages:
        if grown and age.high is None and age.low and part.published[age.end - 1] == "+":
            continue  # "15+ ladies, 22 to 35 years": a count
        words = _key_words(part.part)
        if words and (_is_age_key(words) or not words.isdisjoint(age_words("age_of_others"))):
            continue
        inside = part.covering(age.start, age.end)
        if not inside or age.low >= OF_AGE or _is_how_long(part, inside):
            continue
        if (
            age.what == "person"
            and age.low in lasting
            and not names_somebody(part, *part.sentence(inside.start))
        ):
            continue  # "in the line since 14 years … 14 years, 16 trucks"
        if _is_of_a_person(part, age, inside.start) and not _is_of_goods(part, inside.start):
            yield Minor(part, inside.start, inside.stop, age)


def _is_of_goods(part: PartReading, token: int) -> bool:
    """As "whisky, aged 12 years": where a cask is named and nobody is."""
    first, last = part.sentence(token)
    return part.stands("<matured_goods>", first, token) and not names_somebody(part, first, last)


def _is_how_long(part: PartReading, years: range) -> bool:
    """As in "his staff of eleven years", "I ran it fourteen years"."""
    return any(years.start == end or years.stop == start for start, end in part.spans("<lasting>"))


def _is_of_a_person(part: PartReading, age: Age, token: int) -> bool:
    """A lower limit ("16+") is one only beside a word for age or people: "over 10 years" is most often a firm's."""
    if age.what == "limit":
        people = part.stands("<young_person>", token - 1, token) and part.gaps[token] == " "
        if part.stands("<for_whom>", token - 1, token) or part.stands("<above>", token - 1, token):
            # "girls from 13 years onward", "kids above 10"
            people = part.stands("<young_person>", token - 2, token - 1) and part.gaps[token - 1] == " "
        behind = part.covering(age.start, age.end).stop
        if "+" not in part.published[age.start : age.end]:  # "girls arrived, 10+ options" counts
            people = people or part.stands("<young_person>", max(part.sentence(token)[0], token - 4), token)
        people = people or part.stands("<young_person>", behind, behind + 4)  # "se upar ke ladke"
        return people or part.stands("<age_word>", *part.sentence(token))
    return age.what in {"person", "unclear"}


def _by_field(reading: AdReading) -> Iterator[Minor]:
    for part in reading.parts:
        words = _key_words(part.part)
        if not words or not part.tokens:
            continue
        if is_birth_key(words) and words.isdisjoint(age_words("age_of_others")):
            birth = birth_in(part.published)
            if birth and (age := _age_of(birth, day_of(reading.ad))):
                yield from _at(part, age, declared=True)
        elif _is_age_key(words) and (value := _aged_value(part.published)) and value[2] < OF_AGE:
            yield from _at(part, Age(value[0], value[1], value[2], value[2], "person"), declared=True)


def _by_birth(reading: AdReading) -> Iterator[Minor]:
    for part in reading.parts:
        for birth in births_in(part.plain) if not part.part.startswith(_FIELD) else ():
            if age := _age_of(birth, day_of(reading.ad)):
                for minor in _at(part, age, declared=False):
                    first, last = part.sentence(minor.start)
                    of_person = part.stands("<born_person>", first, last) or names_somebody(part, first, last)
                    of_person = of_person or reading.ad.source_type == "matrimonial"
                    if birth.told or (of_person and not part.stands("<company>", first, last)):
                        yield minor


def _by_word(reading: AdReading) -> Iterator[Minor]:
    grown = _grown(reading)
    for part in reading.parts:
        for name in _WORDS:
            for start, end in part.spans(name):
                if not (
                    is_a_thing(part, end)
                    or _is_left_over(part, start)
                    or (part.part, _behind(part, end)) in grown
                    or _is_shift(part, start, end)
                ):
                    yield Minor(part, start, end, None)
        for name in _CLASSES:
            for start, end in part.spans(name):
                if not part.stands("<passed>", end, end + 1):
                    yield Minor(part, start, end, None, by_class=True)


def _is_left_over(part: PartReading, start: int) -> bool:
    """Of Hindi's "बचे" (what is left; "7 mahine bache"), searched by the same key as "bache" (children)."""
    said = part.text(start, start + 1)
    if said in _LEFT_OVER:
        return True
    return said.lower() in _LEFT_LATIN and start > 0 and part.text(start - 1, start).lower() in _TIMES


def _grown(reading: AdReading) -> set[tuple[str, int]]:
    """Where an adult's age begins, as right behind "my little brother (29)"."""
    return {
        (part.part, age.start) for part, age in reading.ages if age.what == "person" and age.low >= OF_AGE
    }


def _behind(part: PartReading, end: int) -> int:
    return part.tokens[end].start if end < len(part.tokens) else len(part.published)


def _is_shift(part: PartReading, start: int, end: int) -> bool:
    """As in "two attendants, 12-12": hours and hours."""
    return _SHIFT.search(part.text(start, end)) is not None


def is_a_thing(part: PartReading, end: int) -> bool:
    """As in "children's hospital", "kids wear", "बच्चों के कपड़े": no child is meant."""
    return part.stands("<child_thing>", end, end + 2)


def _at(part: PartReading, age: Age, *, declared: bool) -> Iterator[Minor]:
    inside = part.covering(age.start, age.end)
    if inside:
        yield Minor(part, inside.start, inside.stop, age, declared)


def _age_of(birth: Birth, on: date) -> Age | None:
    years = birth.least_age(on)
    return Age(birth.start, birth.end, max(years, 0), None, "person") if -1 <= years < OF_AGE else None


def _aged_value(published: str) -> tuple[int, int, int] | None:
    """Where a field's age stands, and its lower end: "13", "13-16", "below 18", "तेरह"."""
    folded = fold_characters(published)
    if _OTHER_UNIT.search(folded.text):
        return None
    if found := _VALUE.search(folded.text):
        upper = _UPPER.search(folded.text[: found.start()]) is not None
        return *folded.span(*found.span()), int(found[1]) - upper
    for word in re.finditer(r"\S+", folded.text[:40]):
        if known := number_words().get(word[0].strip(".,-")):
            return *folded.span(*word.span()), known.value
    return None


@lru_cache(maxsize=1 << 10)
def _key_words(part: str) -> frozenset[str]:
    """The words of the name of a page's field; none of other parts."""
    if not part.startswith(_FIELD):
        return frozenset()
    return frozenset(_KEY_WORD.findall(fold_characters(_JOINED.sub(" ", part[len(_FIELD) :])).text))


def _is_age_key(words: frozenset[str]) -> bool:
    return not words.isdisjoint(age_words("age_key")) and words.isdisjoint(age_words("age_of_others"))
