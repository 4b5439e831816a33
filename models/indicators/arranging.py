"""This module reads that somebody arranges for others to be met: what only the words of one sentence say together.

"Rates she does not discuss, for that my aunt", "un se kuch mat poochhiye, hisab didi se": the words stand in any order and
no phrase holds them all. So a sentence is asked which ideas it holds beside another person: money in somebody's hands,
what that person may not do, persons who come and go, a lock, a debt, a fear, a car that fetches.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from models.domain.finding import MOST_WORDS_CITED, Finding
from models.indicators.reading import AdReading, PartReading
from models.indicators.voice import voices

_PERSONS = ("<other_person>", "<girls>", "<girl>", "<n_persons>", "<several_there>")
_DENIALS = ("<denied>", "<no_after>", "<no_say>", "<not_allowed>", "<refused>", "<is_not>")
SEVERAL = ("SX02", "<n_persons>")
"""What says that an ad offers more than one."""
# Weddings, households, stages, sickbeds and hostels have arrangers of their own; a warning tells of others'.
_ELSEWHERE = ("<groom>", "<maid>", "<other_calling>", "<told_w>")
OF_ONESELF = "CN07"
"""What says that somebody acts for herself alone."""
_ENOUGH = 2  # ideas of different sorts
_OFTEN = 3  # sentences about others, in an ad that speaks as "I"

_Tokens = tuple[int, int]


class Idea(NamedTuple):
    """The sign that an idea is (empty: of none), the sort of thing it says, and the sets of which each must stand in the sentence.

    One that is `clear` says by itself that somebody arranges; the others are said of honest things as well.
    """

    sign: str
    sort: str
    needs: tuple[tuple[str, ...], ...]
    clear: bool = False


_IDEAS = (
    Idea("SX26", "money", (("<dealing>",), ("<arranger>",)), clear=True),
    Idea("SX26", "money", (("<dealing>", "<dealt_w>"), ("<to_keeper>",))),
    Idea("SX26", "will", (("<own_doing>",), _DENIALS), clear=True),
    Idea("SX01", "will", (("<said_no>",),)),
    Idea("SX26", "bent", (("<no_will>",),), clear=True),
    Idea("SX03", "turn", (("<shifting>",),), clear=True),
    Idea("SX03", "turn", (("<turn_of>",),)),
    Idea("SX26", "held", (("<lock_w>",),)),
    Idea("SX26", "held", (("<away_w>",), _DENIALS)),
    Idea("", "owed", (("<debt_w>",),)),
    Idea("SX26", "bent", (("<feeling_w>",),)),
    Idea("SX23", "moved", (("<ride_w>",),)),
    Idea("SX01", "choice", (("<choose_w>",),)),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One idea in one sentence: the tokens from `start` to before `end` of `part`; `core` are those without the person."""

    idea: Idea
    part: PartReading
    start: int
    end: int
    core: _Tokens

    def finding(self, *, core: bool = False) -> Finding:
        """It as a finding; without the person where `core`."""
        start, end = self.core if core else (self.start, self.end)
        return self.part.finding(self.idea.sign, start, end)


def is_arranged(reading: AdReading) -> bool:
    """Whether the ad has others met through somebody who decides for them; never so of an ad for work."""
    return bool(_arrangements(reading))


def names_others(reading: AdReading) -> bool:
    """Whether the ad speaks of another person at all: "she", "them", "the ladies"."""
    return reading.has(*_PERSONS)


def arrangements(reading: AdReading) -> Iterator[Finding]:
    """What shows it, as findings: the first sentence of each idea whose words may be cited."""
    for one in {one.idea: one for one in reversed(_arrangements(reading))}.values():
        yield one.finding()


def said_of_others(reading: AdReading) -> list[Said]:
    """The ideas that the ad's sentences hold beside another person, whether they are enough or not."""
    if not names_others(reading):
        return []
    ideas = possible_ideas(reading)
    return [one for part in reading.parts for one in _in_part(part, ideas)] if ideas else []


def possible_ideas(reading: AdReading) -> list[Idea]:
    """The ideas of which the ad has all words somewhere."""
    return [idea for idea in _IDEAS if all(reading.has(*names) for names in idea.needs)]


def _arrangements(reading: AdReading) -> list[Said]:
    if reading.ad.source_type == "job" or not reading.has("<meeting>") or reading.has(*_ELSEWHERE):
        return []
    said = [one for one in said_of_others(reading) if one.idea.clear]
    sorts = len({"will" if one.idea.sort == "bent" else one.idea.sort for one in said})
    several = reading.has(*SEVERAL)
    heard = voices(reading)
    if reading.has(OF_ONESELF) and heard.own and not several:
        return []
    if heard.own > 2 * heard.others and not several:
        about = {(one.part.part, one.part.sentences[one.start]) for one in said}
        return said if sorts >= _ENOUGH and len(about) >= _ENOUGH and _sentences(reading) >= _OFTEN else []
    return said if said and sorts + several >= _ENOUGH else []


def _in_part(part: PartReading, ideas: list[Idea]) -> Iterator[Said]:
    for first, last in part.bounds:
        persons = _all(part, _PERSONS, first, last)
        if not persons:
            continue
        for idea in ideas:
            found = [_all(part, names, first, last) for names in idea.needs]
            if all(found):
                (start, end), core = min((_window(person, found) for person in persons), key=_length)
                if end - start <= MOST_WORDS_CITED:
                    yield Said(idea, part, start, end, core)


def _window(person: _Tokens, found: list[list[_Tokens]]) -> tuple[_Tokens, _Tokens]:
    """From the first to the last token of `person` and what stands nearest to it of each of `found`; and of the latter alone."""
    start, end = person
    nearest = []
    for spans in found:
        near = min(spans, key=lambda span: max(start - span[1], span[0] - end, 0))
        start, end = min(start, near[0]), max(end, near[1])
        nearest.append(near)
    return (start, end), (min(near[0] for near in nearest), max(near[1] for near in nearest))


def _length(window: tuple[_Tokens, _Tokens]) -> int:
    (start, end), _ = window
    return end - start


def _all(part: PartReading, names: tuple[str, ...], first: int, last: int) -> list[_Tokens]:
    return [span for name in names for span in part.within(name, first, last)]


def _sentences(reading: AdReading) -> int:
    """How many sentences speak of another person."""
    return sum(
        any(part.stands(name, *bounds) for name in _PERSONS)
        for part in reading.parts
        for bounds in part.bounds
    )
