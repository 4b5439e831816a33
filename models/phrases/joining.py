"""This module joins the hits of a pattern's elements: what plain phrases cannot say.

Where elements stand in few places, all of these are compared. Where they stand in many, a pattern is joined only if each of
its elements stands somewhere within reach of the one before: that is held as the bits of one number, for a pattern to fall
by one operation for each pair of its elements.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from models.domain.finding import MOST_WORDS_CITED

Hits = dict[str, list[tuple[int, int]]]
DENIED = "<denied>"
"""The set of words that, in a gap and right before what follows it, turn a pattern into its opposite."""


class Step(NamedTuple):
    """One element of a compiled pattern: the name its hits go by, and a number's range where it is one."""

    gap: int
    name: str
    number: tuple[int, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Steps that stand behind each other.

    `names` are those that must be hit for it to stand, each once; `words` are those that are no number's range. `pairs` are each step and the one behind it.
    `turn` says when it is tried: behind those whose targets it names.
    """

    target: str
    steps: tuple[Step, ...]
    names: tuple[str, ...]
    words: tuple[str, ...]
    pairs: tuple[tuple[Step, Step], ...]
    turn: int

    @classmethod
    def of(cls, target: str, steps: Sequence[Step], *, turn: int = 0) -> "Pattern":
        """The pattern of `steps` that is a hit of `target`."""
        names = dict.fromkeys(step.name for step in steps)
        words = dict.fromkeys(step.name for step in steps if not step.number)
        return cls(target, tuple(steps), tuple(names), tuple(words), tuple(pairwise(steps)), turn)


Spans = list[tuple[int, int]]
_Ends = dict[int, list[int]]
_MANY = 32  # places, or pairs of them; to set a bit takes longer, the longer the text is
_NOWHERE: Spans = []


class Join:
    """Joins the hits of patterns' steps within one text, in time linear in the number of hits."""

    __slots__ = ("_begins", "_denials", "_hits", "_numbers", "_ranges", "_reaches", "_sentences", "_tables")

    def __init__(self, hits: Hits, numbers: Mapping[int, int], sentences: Sequence[int]) -> None:
        self._hits = hits
        self._numbers = numbers
        self._sentences = sentences
        self._ranges: Hits = {}  # which numbers lie in a range
        self._tables: dict[str, _Ends] = {}
        self._begins: dict[str, int] = {}  # where a step begins, as bits
        self._reaches: dict[str, dict[int, int]] = {}  # where one with that gap may begin behind it, as bits
        self._denials = _last_begins(hits.get(DENIED, ()))

    def spans(self, pattern: Pattern) -> Collection[tuple[int, int]]:
        """Where `pattern` stands as a whole."""
        sentences = self._sentences
        return [
            (start, last)
            for start, last in self._joined(pattern)
            if last - start <= MOST_WORDS_CITED and sentences[start] == sentences[last - 1]
        ]

    def _joined(self, pattern: Pattern) -> Iterable[tuple[int, int]]:
        """Where the steps of `pattern` stand behind each other; most patterns stand nowhere and end here at little cost."""
        first, *further = pattern.steps
        hits, denials = self._hits, self._denials
        joined: Collection[tuple[int, int]] = self._spans(first)
        for step in further:
            gap, name, _ = step
            spans = hits.get(name) or self._spans(step)
            if len(joined) * len(spans) > _MANY:
                return self._joined_by_tables(pattern) if self._may_stand(pattern) else ()
            joined = {
                (start, stop)
                for start, end in joined
                for begin, stop in spans
                if end <= begin <= end + gap and not (denials and self._is_denied(end, begin))
            }
            if not joined:
                break
        return joined

    def _joined_by_tables(self, pattern: Pattern) -> Iterator[tuple[int, int]]:
        """As `_joined`, in time linear in the number of hits."""
        first, *further = pattern.steps
        steps = [(step.gap + 1, self._table(step)) for step in further]
        for start, stops in self._table(first).items():
            ends: Collection[int] = stops
            for reach, table in steps:
                ends = self._next_ends(ends, reach, table)
                if not ends:
                    break
            for last in ends:
                yield start, last

    def forget(self, name: str) -> None:
        """Read the hits of `name` anew: there are more now."""
        self._tables.pop(name, None)
        self._begins.pop(name, None)
        self._reaches.pop(name, None)
        if name == DENIED:
            self._denials = _last_begins(self._hits[name])

    def _may_stand(self, pattern: Pattern) -> bool:
        """Whether each step begins somewhere within reach of the one before."""
        begins, reaches = self._begins, self._reaches
        for before, step in pattern.pairs:
            if step.name not in begins:
                begins[step.name] = self._bits([start for start, _ in self._spans(step)])
            by_gap = reaches.setdefault(before.name, {})
            if step.gap not in by_gap:
                by_gap[step.gap] = self._near(before, step.gap)
            if not begins[step.name] & by_gap[step.gap]:
                return False
        return True

    def _near(self, before: Step, gap: int) -> int:
        """Where a step with that `gap` may begin behind `before`, as bits."""
        spans, bits = self._spans(before), 0
        if len(spans) > _MANY:
            ends = self._bits([end for _, end in spans])
            for further in range(gap + 1):
                bits |= ends << further
            return bits
        reach = (2 << gap) - 1
        for _, end in spans:
            bits |= reach << end
        return bits

    def _bits(self, places: Sequence[int]) -> int:
        """`places` as bits, in time linear in the length of the text."""
        bits = 0
        if len(places) <= _MANY:
            for place in places:
                bits |= 1 << place
            return bits
        row = bytearray((len(self._sentences) >> 3) + 1)
        for place in places:
            row[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(row, "little")

    def _spans(self, step: Step) -> Sequence[tuple[int, int]]:
        """Where a step stands."""
        if not step.number:
            return self._hits.get(step.name, _NOWHERE)
        if step.name not in self._ranges:
            low, high = step.number
            self._ranges[step.name] = [
                (i, i + 1) for i, value in self._numbers.items() if low <= value <= high
            ]
        return self._ranges[step.name]

    def _next_ends(self, ends: Iterable[int], reach: int, table: _Ends) -> set[int]:
        """Where a step ends that begins less than `reach` behind one of `ends`, but for where "not" stands between."""
        return {
            stop
            for end in ends
            for begin in range(end, end + reach)
            if begin in table and not (self._denials and self._is_denied(end, begin))
            for stop in table[begin]
        }

    def _is_denied(self, end: int, begin: int) -> bool:
        """Whether the gap between two steps ends on "not": "passport is never kept", "kabhi nahi rakhte"."""
        denials = self._denials
        return denials.get(begin, -1) >= end or denials.get(begin - 1, -1) >= end

    def _table(self, step: Step) -> _Ends:
        """Where a step ends, by where it begins."""
        table = self._tables.get(step.name)
        if table is not None:
            return table
        table = self._tables[step.name] = {}
        for start, stop in self._spans(step):
            if start in table:
                table[start].append(stop)
            else:
                table[start] = [stop]
        return table


def _last_begins(spans: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Where the last of `spans` begins that ends at a place, by that place."""
    return {stop: start for start, stop in sorted(spans)}
