"""This module compiles the words around ages from their table into patterns."""

import re
from collections.abc import Mapping
from functools import cache

from models.entities.alternation import alternation, openings
from models.entities.number_words import number_words
from models.entities.tables import table
from models.normalise.characters import MARKS
from models.normalise.fold import fold_characters

_SAID = r"[\s:,(]{1,3}(?:(?:ages?|in)\s)?(?:of|aged?|between|from|around|about|above|over|is|are)[\s:]{1,2}"


_TEENS = range(11, 18)
_TELLING = 5  # letters
FUSED = "fused"
"""The group of words that are a number and its years in one."""


@cache
def _table() -> dict[str, list[str]]:
    groups = table("age_words.yaml")
    return {name: [_folded(word) for word in words] for name, words in groups.items() if name != FUSED}


def _folded(word: object) -> str:
    return fold_characters(str(word)).text


@cache
def fused_ages() -> Mapping[str, int]:
    """Words that are a number and its years in one, as Telugu writes them."""
    stems: dict[int, list[str]] = table("age_words.yaml")[FUSED]
    return {
        _folded(f"{stem}{ending}"): age
        for age, known in stems.items()
        for stem in known
        for ending in _table()["fused_endings"]
        if stem.isascii() == ending.isascii()
    }


@cache
def fused() -> re.Pattern[str]:
    """An age in one word."""
    return re.compile(rf"(?<![\w{MARKS}]){alternation(fused_ages().keys())}(?![^\W_])(?![{MARKS}])")


@cache
def age_words(group: str) -> frozenset[str]:
    """The words of `group`, folded."""
    return frozenset(_table()[group])


def may_stand(words: frozenset[str], *groups: str) -> bool:
    """Whether a text whose runs of letters are `words` can hold a word of `groups`."""
    return not first_runs(*groups).isdisjoint(words)


@cache
def first_runs(*groups: str) -> frozenset[str]:
    """The runs of letters that the words of `groups` begin with."""
    return openings(
        word for group in groups for word in (fused_ages() if group == FUSED else age_words(group))
    )


@cache
def words_of(group: str) -> re.Pattern[str]:
    """Any of the words of `group`, whole."""
    return re.compile(rf"(?<![\w{MARKS}]){_any(group)}(?![^\W_])(?![{MARKS}])")


@cache
def _any(group: str) -> str:
    return alternation(age_words(group))


@cache
def year_unit() -> re.Pattern[str]:
    """A word for years."""
    return re.compile(rf"(?<![^\W\d_])(?<![{MARKS}]){_any('unit')}(?![^\W_])(?![{MARKS}])")


@cache
def low_of_range() -> re.Pattern[str]:
    """The lower end of a range, to the end."""
    return re.compile(
        rf"(?<![\w{MARKS}.,/])(?P<number>\d{{1,3}}|(?:[^\W\d_][{MARKS}]*)+)\s?(?:{_any('unit')}\s)?(?<![^\W\d_])"
        rf"{_any('joins')}\s?$"
    )


@cache
def after_age() -> re.Pattern[str]:
    """Years behind a word for age: "age 18 to 25"."""
    between = (
        r"[\s:=\-–(]{0,3}(?:is|limit|group|between|only|range|of|from|no\.?|said|की|है|ki|hai)?[\s:=\-(]{0,3}"
    )
    high = rf"(?:\s?{_any('joins')}\s?(?P<high>\d{{1,3}})(?!\d))?"
    unit = rf"(?P<open>\s?\+)?(?:[\s-]?{_any('unit')}(?![^\W_])(?![{MARKS}]))?"
    return re.compile(
        rf"(?<![\w{MARKS}]){_any('age')}(?![^\W\d_])(?![{MARKS}]){between}(?P<low>\d{{1,3}})(?!\d){high}{unit}"
    )


@cache
def age_before() -> re.Pattern[str]:
    """A word for age a few words earlier: "age no bar, 12 years to 40 years"."""
    return re.compile(rf"(?<![\w{MARKS}]){_any('age')}(?![^\W\d_])(?![{MARKS}])[^\d.;!?\n|।]{{0,20}}$")


@cache
def young_patterns() -> tuple[re.Pattern[str], ...]:
    """Years beside a word for a young person, without one for years: "boys 12 to 15"; each begins with that word."""
    joins = rf"(?:\s?{_any('joins')}\s?|\s{_any('and')}\s)"
    of_age = rf"\s?{_any('of_age')}(?![^\W\d_])(?![{MARKS}])"
    no_more = r"(?![\w:%/]|[.,]\d|\s?(?:am|pm|a\.m|p\.m|noon|baje|बजे|hrs?|hours?|days?|months?|nos|floor|km|k|lakh|rs)(?!\w))"
    one = rf"(?P<low>\d{{1,2}})(?:{joins}(?P<high>\d{{1,2}}))?{no_more}"
    two = rf"[\s:,(-]{{1,3}}(?P<low>\d{{1,2}}){joins}(?P<high>\d{{1,2}}){no_more}"
    number = rf"(?P<low>\d{{1,2}})(?:(?:{joins}|\s)(?P<high>\d{{1,2}}))?"
    single = rf"(?<![\w{MARKS}]){_any('one_young')}(?![^\W_])(?![{MARKS}])"
    beside = rf"(?P<low>\d{{1,2}})(?:{joins}(?P<high>\d{{1,2}}))?"
    young = _young()
    several = rf"(?<![\w{MARKS}]){_any('some_young')}(?![^\W_])(?![{MARKS}])"
    kin = rf"(?<![\w{MARKS}]){_any('kin')}(?![^\W_])(?![{MARKS}])"
    end = r"(?=\s?[,);।]|\.(?!\d)|\s?$)"
    return (
        re.compile(rf"{kin}\s{beside}{end}"),
        re.compile(rf"{single}\s{beside}(?:{end}|(?=\s{_any('want_between')}(?!\w)))"),
        re.compile(rf"{several},\s{beside}{end}"),
        re.compile(rf"{single}\s?[,(]\s?(?:aged?\s)?{beside}(?=\s?[,)/;|]|\.(?!\d)|\s?$)"),
        re.compile(rf"{single}[\s,:-]{{1,2}}(?P<low>\d{{1,2}})\s?[/,]\s?(?P<high>(?!))?[45]\s?['’.]"),
        re.compile(rf"{young}\s{_any('want_between')}\s{number}{of_age}"),
        re.compile(rf"{young}{_SAID}{one}"),
        re.compile(rf"{young}{two}"),
        re.compile(rf"{young}\s(?:{_any('possessive')}\s)?{number}{of_age}"),
    )


@cache
def before_young() -> re.Pattern[str]:
    """Years before a word for a young person: "12-14 ka ladka"."""
    joins = rf"(?:\s?{_any('joins')}\s?|\s{_any('and')}\s)"
    return re.compile(
        rf"(?P<low>\d(?<![\w{MARKS}.,:/+-]\d)\d?)(?:(?:{joins}|\s)(?P<high>\d{{1,2}}))?"
        rf"\s?{_any('of_age')}(?![^\W\d_])(?![{MARKS}])\s(?:[^\W\d_]\S{{0,11}}\s)?{_young()}"
    )


@cache
def turning() -> re.Pattern[str]:
    """The birthday of a person: "she will turn 16"."""
    return re.compile(
        rf"(?<!\w)(?:{_any('turning')}|{_any('completing')}(?=\s1[2-7]\s?(?:[,;)।]|\.(?!\d)|$)))\s(?:only\s|just\s)?(?P<low>\d{{1,2}})(?![\w:%/-]|[.,]\d)"
        r"(?!\s(?:am|pm|a\.m|p\.m|th|hours?|hrs?|days?|months?|weeks?|minutes|percent|lakhs?|crores?|rs|people|posts?|vacanc|seats?|k)(?!\w))"
    )


@cache
def age_behind() -> re.Pattern[str]:
    """A range before a word for age: "16-17 age group"."""
    return re.compile(
        rf"(?P<low>\d(?<![\w{MARKS}.,/:+-]\d)\d?)\s?{_any('joins')}\s?(?P<high>\d{{1,2}})\s?(?:ki\s|की\s|के\s|ke\s)?{_any('age')}"
        rf"(?![^\W\d_])(?![{MARKS}])(?![\s:,.=–-]{{0,3}}\d)"
    )


@cache
def spaced_years() -> re.Pattern[str]:
    """Years written with gaps between letters, and often digits: "1 3 s a a l"."""
    units = "|".join(r"[\s._-]".join(word) for word in ("saal", "sal", "years", "year", "yrs", "varsh"))
    return re.compile(rf"(?<![\w.,])(?P<tens>[1-9])[\s._-]?(?P<ones>\d)[\s._-]{{0,2}}(?:{units})(?!\w)")


@cache
def spoken_of_young() -> re.Pattern[str]:
    """A word for a number behind one for a young person: "girl of twelve"."""
    return re.compile(rf"{_young()}{_SAID}(?P<low>[a-z]{{3,9}})(?!\w)")


@cache
def teens() -> frozenset[str]:
    """The words for 11 to 17; short ones in Latin letters are other words as well ("tera": yours)."""
    known = ((word, named.value) for word, named in number_words().items())
    return frozenset(
        word
        for word, value in known
        if value in _TEENS and " " not in word and not (word.isascii() and len(word) < _TELLING)
    )


@cache
def spoken_beside() -> re.Pattern[str]:
    """One of `teens` right behind one young person, and nothing counted: "niece fifteen,", "bhanji satrah ki"."""
    end = rf"(?=\s?[,;)।]|\.|\s?$|\s{_any('of_age')}(?![^\W\d_])(?![{MARKS}]))"
    return re.compile(
        rf"(?<![\w{MARKS}]){_any('one_young')}[\s:,(]{{1,3}}(?P<low>{alternation(teens())})(?![^\W_])(?![{MARKS}]){end}"
    )


@cache
def spoken_before() -> re.Pattern[str]:
    """One of `teens` before a young person, as before digits: "सत्रह की लड़की"."""
    return re.compile(
        rf"(?<![\w{MARKS}])(?P<low>{alternation(teens())})\s{_any('of_age')}(?![^\W\d_])(?![{MARKS}])\s(?:[^\W\d_]\S{{0,11}}\s)?{_young()}"
    )


@cache
def spoken_age() -> re.Pattern[str]:
    """A word for a number behind one for age or a birthday: "umar pandrah", "she has completed sixteen,"."""
    return re.compile(
        rf"(?<![\w{MARKS}])(?:{_any('age')}[\s:,=-]{{1,3}}|(?:{_any('turning')}|{_any('completing')})\s(?=(?:twelve|[a-z]+teen)(?:[,;.)]|$)))"
        rf"(?P<low>(?:[^\W\d_][{MARKS}]*){{2,9}})(?![\w{MARKS}])"
    )


@cache
def _young() -> str:
    return rf"(?<![\w{MARKS}]){_any('young')}(?![^\W_])(?![{MARKS}])"


@cache
def numbered() -> re.Pattern[str]:
    """A word after which a number is that of a place or class, to the end."""
    return re.compile(rf"(?<!\w){_any('numbered')}(?!\w)[\s.:-]{{0,3}}(?:no\.?\s)?$")


@cache
def experience() -> re.Pattern[str]:
    """A word for experience with no other number behind it, to the end."""
    return re.compile(rf"(?<!\w){_any('experience')}(?!\w)[^\d]{{0,24}}$")


@cache
def limit_after() -> re.Pattern[str]:
    """Words behind years that make them a limit: "and above"."""
    return re.compile(rf"[\s)]{{0,2}}(?:old\s|age\s|ki\s|की\s)?{_any('limit_after')}(?!\w)")


@cache
def limit_before() -> re.Pattern[str]:
    """Words before years that make them a limit, to the end: "up to"."""
    return re.compile(rf"(?<!\w){_any('limit_before')}(?:\s(?:the|age|of|is|ki|की))*\W{{0,3}}$")
