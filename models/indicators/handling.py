"""This module reads who has others met for gain: the ideas of `arranging` and the wordings of that trade, counted together.

"The key is with me", "who comes I decide", "till it is cleared": a single one may be said of honest things as well. So the
sorts of what is said are counted: whom one pays and may not ask, who comes, goes and is new, what is owed, locked, feared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from models.domain.finding import MOST_WORDS_CITED, Finding
from models.indicators.arranging import (
    OF_ONESELF,
    SEVERAL,
    Said,
    names_others,
    possible_ideas,
    said_of_others,
)
from models.indicators.reading import AdReading, PartReading
from models.indicators.saying import apart, is_told
from models.indicators.voice import voices
from models.phrases.numerals import NUMBERS

# A wedding, a household, a sickbed, things; and those who say that each is her own mistress.
_ELSEWHERE = (
    "<groom>",
    "<seeks_bride>",
    "<maid>",
    "<blood>",
    "<clinic_word>",
    "<bodily>",
    "<goods_w>",
    "<each_own>",
)
_SHOW = "<other_calling>"  # a stage, a hostel
_TOLD = ("<hearsay>", "<about_strong>", "<told_w>")
_ENOUGH, _OF_I = 2, 4  # sorts; an ad that speaks as "I" may mention a friend, a driver, a landlady
_MANY_I = 4
_FAR = 4
_AGES = range(18, 50)
_BETWEEN_AGES = frozenset(",/&+ .;")


class _Wording(NamedTuple):
    """A set of the phrase book, the sign that it is, and the sort of thing it says."""

    name: str
    sign: str
    sort: str


_WORDINGS = (
    _Wording("<shown_round>", "SX01", "choice"),
    _Wording("<not_to_her>", "SX01", "will"),
    _Wording("<several_there>", "SX02", "several"),
    _Wording("<turns_over>", "SX03", "turn"),
    _Wording("<fetched>", "SX23", "moved"),
    _Wording("<picks_who>", "SX26", "choice"),
    _Wording("<her_money>", "SX26", "money"),
    _Wording("<bent>", "SX26", "bent"),
    _Wording("<shut_in>", "JB22", "held"),
    _Wording("<works_off>", "JB25", "owed"),
)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What an ad says of it: ideas of its sentences, wordings, and ages one behind the other."""

    said: list[Said]
    worded: list[tuple[str, Finding]]
    aged: list[Finding]

    def sorts(self) -> set[str]:
        return {one.idea.sort for one in self.said} | {sort for sort, _ in self.worded}


def is_handled(reading: AdReading) -> bool:
    """Whether the ad says enough of it, of others: never so of an ad for work."""
    return _handled(reading) is not None


def wordings(reading: AdReading) -> Iterator[Finding]:
    """What shows it, as findings: every wording, and each idea once where it stands in other words."""
    heard = _handled(reading)
    if heard is None:
        return
    taken = [*(finding for _, finding in heard.worded), *heard.aged]
    yield from taken
    for idea in {one.idea: None for one in heard.said if one.idea.sign}:
        said = [one for one in heard.said if one.idea == idea]
        finding = said[0].finding() if idea.clear else _apart(said, taken)
        if finding is not None:
            taken.append(finding)
            yield finding


def _apart(said: list[Said], taken: list[Finding]) -> Finding | None:
    """The first of `said` that stands in other words than those `taken`, with the person or without."""
    findings = (finding for one in said for finding in (one.finding(), one.finding(core=True)))
    return next((one for one in findings if not any(one.span.overlaps(other.span) for other in taken)), None)


def _handled(reading: AdReading) -> _Heard | None:
    if reading.ad.source_type == "job" or reading.has(*_ELSEWHERE):
        return None
    aged = list(_aged(reading))
    several = bool(aged) or reading.has(*SEVERAL)
    if not several and not names_others(reading):
        return None
    least = _least(reading)
    if len(_possible(reading)) + several < least - 1:
        return None
    heard = _Heard(said_of_others(reading), list(_worded(reading)), aged)
    sorts = heard.sorts() | ({"several"} if several else set())
    worded = len({sort for sort, _ in heard.worded}) >= _ENOUGH
    return heard if len(sorts) >= max(_ENOUGH, least - worded) else None


def _possible(reading: AdReading) -> set[str]:
    """The sorts of which the ad has the words at all: cheap, and for most ads too few."""
    worded = {wording.sort for wording in _WORDINGS if reading.has(wording.name)}
    return worded | {idea.sort for idea in possible_ideas(reading)}


def _least(reading: AdReading) -> int:
    """How many sorts are enough; one less where two of them are wordings of their own."""
    voice = voices(reading)
    alone = reading.has(OF_ONESELF) or voice.own >= min(max(voice.others, 1), _MANY_I)
    least = _OF_I if alone else _ENOUGH
    # Told of others' doings, or by nobody who can be reached.
    least += _FAR * reading.has(*_TOLD) + (not reading.contacts)
    return least + reading.has("<spa_word>") + reading.has(_SHOW) + (not reading.has("<meeting>"))


def _worded(reading: AdReading) -> Iterator[tuple[str, Finding]]:
    for part in reading.parts:
        for wording in _WORDINGS:
            for start, end in apart(part.spans(wording.name), partial(is_told, part)):
                yield wording.sort, part.finding(wording.sign, start, end)


def _aged(reading: AdReading) -> Iterator[Finding]:
    """SX02: the ages of several persons, one behind the other: "25 28 31"."""
    for part in reading.parts:
        first = 0
        while first < len(part.tokens):
            last = first
            while last < len(part.tokens) and _is_age(part, last) and (last == first or _goes_on(part, last)):
                last += 1
            if last - first >= _ENOUGH:
                yield part.finding("SX02", first, min(last, first + MOST_WORDS_CITED))
            first = max(last, first + 1)


def _is_age(part: PartReading, at: int) -> bool:
    return NUMBERS[part.tokens[at].key] in _AGES


def _goes_on(part: PartReading, at: int) -> bool:
    return _BETWEEN_AGES.issuperset(part.gaps[at])
