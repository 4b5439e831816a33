"""This module joins the hits of a pattern's elements: what plain phrases cannot say.

A pattern is joined only where each of its elements stands somewhere within reach of the one before. Where they stand is
held as the bits of one number, for a pattern to fall by one operation for each pair of its elements.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Hits = dict[str, list[tuple[int, int]]]
NUMBER = "{}"
"""The name by which every number is hit."""
DENIED = "<denied>"
"""The set of words that, in a gap and right before what follows it, turn a pattern into its opposite."""
LONGEST = 12
"""Words that a finding may cite (typology, rule 10)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a compiled pattern: the name its hits go by, and a number's range where it is one."""

    gap: int
    name: str
    number: tuple[int, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Steps that stand behind each other.

    `names` are those that must be hit for it to stand, each once. `pairs` are each step and the one behind it.
    `turn` says when it is tried: behind those whose targets it names.
    """

    target: str
    steps: tuple[Step, ...]
    names: tuple[str, ...]
    pairs: tuple[tuple[Step, Step], ...]
    turn: int

    @classmethod
    def of(cls, target: str, steps: Sequence[Step], *, turn: int = 0) -> "Pattern":
        """The pattern of `steps` that is a hit of `target`."""
        names = dict.fromkeys(NUMBER if step.number else step.name for step in steps)
        return cls(target, tuple(steps), tuple(names), tuple(pairwise(steps)), turn)


_Ends = dict[int, list[int]]
_MANY = 32  # places; to set a bit takes longer, the longer the text is


class Join:
    """Joins the hits of patterns' steps within one text, in time linear in the number of hits."""

    __slots__ = ("_begun", "_denials", "_hits", "_numbers", "_reached", "_sentences", "_tables")

    def __init__(self, hits: Hits, numbers: Mapping[int, int], sentences: Sequence[int]) -> None:
        self._hits = hits
        self._numbers = numbers
        self._sentences = sentences
        self._tables: dict[str, _Ends] = {}
        self._begun: dict[str, int] = {}
        self._reached: dict[tuple[str, int], int] = {}
        self._denials = _last_begins(hits.get(DENIED, ()))

    def spans(self, patterns: Iterable[Pattern]) -> Iterator[tuple[str, int, int]]:
        """Where each of `patterns` stands as a whole, with its target."""
        sentences = self._sentences
        for pattern in patterns:
            if self._may_stand(pattern):
                for start, last in self._joined(pattern):
                    if last - start <= LONGEST and sentences[start] == sentences[last - 1]:
                        yield pattern.target, start, last

    def forget(self, name: str) -> None:
        """Read the hits of `name` anew: there are more now."""
        self._tables.pop(name, None)
        self._begun.pop(name, None)
        for reach in [one for one in self._reached if one[0] == name]:
            del self._reached[reach]
        if name == DENIED:
            self._denials = _last_begins(self._hits[name])

    def _may_stand(self, pattern: Pattern) -> bool:
        """Whether each step begins somewhere within reach of the one before; most patterns end here, at little cost."""
        begun, reached = self._begun, self._reached
        for before, step in pattern.pairs:
            name, reach = step.name, (before.name, step.gap)
            if name not in begun:
                begun[name] = self._begins(step)
            if reach not in reached:
                reached[reach] = self._near(before, step.gap)
            if not begun[name] & reached[reach]:
                return False
        return True

    def _begins(self, step: Step) -> int:
        """Where a step begins, as bits."""
        spans, bits = self._spans(step), 0
        if len(spans) > _MANY:
            return self._row([start for start, _ in spans])
        for start, _ in spans:
            bits |= 1 << start
        return bits

    def _near(self, before: Step, gap: int) -> int:
        """Where a step with that `gap` may begin behind `before`, as bits."""
        spans, bits = self._spans(before), 0
        if len(spans) > _MANY:
            ends = self._row([end for _, end in spans])
            for further in range(gap + 1):
                bits |= ends << further
            return bits
        reach = (2 << gap) - 1
        for _, end in spans:
            bits |= reach << end
        return bits

    def _row(self, places: Iterable[int]) -> int:
        """`places` as bits, in time linear in the length of the text."""
        row = bytearray((len(self._sentences) >> 3) + 1)
        for place in places:
            row[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(row, "little")

    def _spans(self, step: Step) -> Sequence[tuple[int, int]]:
        """Where a step stands."""
        if not step.number:
            return self._hits.get(step.name, ())
        low, high = step.number
        return [(i, i + 1) for i, value in self._numbers.items() if low <= value <= high]

    def _joined(self, pattern: Pattern) -> Iterator[tuple[int, int]]:
        first, *further = pattern.steps
        steps = [(step.gap + 1, self._table(step)) for step in further]
        for start, stops in self._table(first).items():
            ends: Collection[int] = stops
            for reach, table in steps:
                begins = {
                    begin
                    for end in ends
                    for begin in range(end, end + reach)
                    if begin in table and not self._is_denied(end, begin)
                }
                ends = {stop for begin in begins for stop in table[begin]}
                if not ends:
                    break
            for last in ends:
                yield start, last

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
            table.setdefault(start, []).append(stop)
        return table


def _last_begins(spans: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Where the last of `spans` begins that ends at a place, by that place."""
    return {stop: start for start, stop in sorted(spans)}
