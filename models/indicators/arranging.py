"""This module reads that somebody arranges for others to be met: what only the words of one sentence say together.

"Rates she does not discuss, for that my aunt", "un se kuch mat poochhiye, hisab didi se": the words stand in any order and
no phrase holds them all. So a sentence is asked which ideas it holds beside another person: money in somebody's hands,
what that person may not do, persons who come and go.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from models.domain.finding import Finding
from models.indicators.joining import LONGEST
from models.indicators.reading import AdReading, PartReading
from models.indicators.voice import voices

_PERSONS = ("<other_person>", "<girls>", "<girl>", "<n_persons>")
_DENIALS = ("<denied>", "<no_after>", "<no_say>", "<not_allowed>", "<refused>", "<is_not>")
_SEVERAL = ("SX02", "<n_persons>")
# Weddings, households, stages, sickbeds and hostels have arrangers of their own.
_ELSEWHERE = ("<groom>", "<maid>", "<other_calling>")
_IDEAS = (
    ("SX26", (("<dealing>",), ("<arranger>",))),
    ("SX26", (("<own_doing>",), _DENIALS)),
    ("SX26", (("<no_will>",),)),
    ("SX03", (("<shifting>",),)),
)
_OF_ONESELF = "CN07"
_ENOUGH = 2  # ideas of different sorts
_OFTEN = 3  # sentences about others, in an ad that speaks as "I"

_Tokens = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Said:
    """One idea in one sentence: the tokens from `start` to before `end` of `part`."""

    idea: int
    part: PartReading
    start: int
    end: int


def is_arranged(reading: AdReading) -> bool:
    """Whether the ad has others met through somebody who decides for them; never so of an ad for work."""
    return bool(_arrangements(reading))


def names_others(reading: AdReading) -> bool:
    """Whether the ad speaks of another person at all: "she", "them", "the ladies"."""
    return reading.has(*_PERSONS)


def arrangements(reading: AdReading) -> Iterator[Finding]:
    """What shows it, as findings: the first sentence of each idea whose words may be cited."""
    cited: set[int] = set()
    for said in _arrangements(reading):
        if said.idea not in cited:
            cited.add(said.idea)
            yield said.part.finding(_IDEAS[said.idea][0], said.start, said.end)


def _arrangements(reading: AdReading) -> list[_Said]:
    if not _may_be(reading):
        return []
    said = [one for part in reading.parts for one in _in_part(part)]
    sorts = len({_sort(one.idea) for one in said})
    several = reading.has(*_SEVERAL)
    heard = voices(reading)
    if reading.has(_OF_ONESELF) and heard.own and not several:
        return []
    if heard.own > 2 * heard.others and not several:
        about = {(one.part.part, one.part.sentences[one.start]) for one in said}
        return said if sorts >= _ENOUGH and len(about) >= _ENOUGH and _sentences(reading) >= _OFTEN else []
    return said if said and sorts + several >= _ENOUGH else []


def _may_be(reading: AdReading) -> bool:
    if reading.ad.source_type == "job" or not reading.has("<meeting>") or reading.has(*_ELSEWHERE):
        return False
    return names_others(reading) and any(_stands(reading, needs) for _, needs in _IDEAS)


def _stands(reading: AdReading, needs: tuple[tuple[str, ...], ...]) -> bool:
    return all(reading.has(*names) for names in needs)


def _sort(idea: int) -> int:
    """What may not be done and what is done as told are of one sort."""
    return 1 if idea == 2 else idea


def _in_part(part: PartReading) -> Iterator[_Said]:
    for first, last in part.bounds:
        persons = _all(part, _PERSONS, first, last)
        if not persons:
            continue
        for idea, (_, needs) in enumerate(_IDEAS):
            found = [_all(part, names, first, last) for names in needs]
            if all(found):
                start, end = min((_window(person, found) for person in persons), key=_length)
                if end - start <= LONGEST:
                    yield _Said(idea, part, start, end)


def _window(person: _Tokens, found: list[list[_Tokens]]) -> _Tokens:
    """From the first to the last token of `person` and what stands nearest to it of each of `found`."""
    start, end = person
    for spans in found:
        near = min(spans, key=lambda span: max(start - span[1], span[0] - end, 0))
        start, end = min(start, near[0]), max(end, near[1])
    return start, end


def _length(span: _Tokens) -> int:
    return span[1] - span[0]


def _all(part: PartReading, names: tuple[str, ...], first: int, last: int) -> list[_Tokens]:
    return [span for name in names for span in part.within(name, first, last)]


def _sentences(reading: AdReading) -> int:
    """How many sentences speak of another person."""
    return sum(
        any(part.stands(name, *bounds) for name in _PERSONS)
        for part in reading.parts
        for bounds in part.bounds
    )
