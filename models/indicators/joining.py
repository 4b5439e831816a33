"""This module joins the hits of a pattern's elements: what plain phrases cannot say.

A pattern is tried only where the two rarest names among its elements were hit in the text, and joined only where each
of its elements stands somewhere within reach of the one before.
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


@dataclass(frozen=True, slots=True)
class Pattern:
    """Steps that stand behind each other.

    `names` are those that must be hit for it to stand, each once. `pairs` are each step and the one behind it.
    """

    target: str
    steps: tuple[Step, ...]
    names: tuple[str, ...]
    pairs: tuple[tuple[Step, Step], ...]

    @classmethod
    def of(cls, target: str, steps: Sequence[Step]) -> "Pattern":
        """The pattern of `steps` that is a hit of `target`."""
        names = dict.fromkeys(NUMBER if step.number else step.name for step in steps)
        return cls(target, tuple(steps), tuple(names), tuple(pairwise(steps)))


Anchored = dict[str, dict[str, list[Pattern]]]  # by the rarest of their names, then by the next

_Ends = dict[int, list[int]]


class Join:
    """Joins the hits of patterns' steps within one text, in time linear in the number of hits."""

    __slots__ = ("_denials", "_ends", "_hits", "_numbers", "_sentences", "_tables")

    def __init__(self, hits: Hits, numbers: Mapping[int, int], sentences: Sequence[int]) -> None:
        self._hits = hits
        self._numbers = numbers
        self._sentences = sentences
        self._tables: dict[str, _Ends] = {}
        self._ends: dict[str, list[int]] = {}
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
        self._ends.pop(name, None)
        if name == DENIED:
            self._denials = _last_begins(self._hits[name])

    def _may_stand(self, pattern: Pattern) -> bool:
        """Whether each step begins somewhere within reach of the one before; most patterns end here, at little cost."""
        for before, step in pattern.pairs:
            reach = step.gap + 1
            is_apart = self._table(step).keys().isdisjoint
            for end in self._ends.get(before.name) or self._all_ends(before):
                if not is_apart(range(end, end + reach)):
                    break
            else:
                return False
        return True

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

    def _all_ends(self, step: Step) -> list[int]:
        found = self._ends[step.name] = [end for stops in self._table(step).values() for end in stops]
        return found

    def _table(self, step: Step) -> _Ends:
        """Where a step ends, by where it begins."""
        table = self._tables.get(step.name)
        if table is not None:
            return table
        table = self._tables[step.name] = {}
        if step.number:
            low, high = step.number
            table.update((i, [i + 1]) for i, value in self._numbers.items() if low <= value <= high)
        else:
            for start, stop in self._hits[step.name]:
                table.setdefault(start, []).append(stop)
        return table


def _last_begins(spans: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Where the last of `spans` begins that ends at a place, by that place."""
    return {stop: start for start, stop in sorted(spans)}


def possible(patterns: Anchored, hits: Hits) -> list[Pattern]:
    """The patterns of which every name was hit somewhere."""
    is_hit = hits.__contains__
    return [
        pattern
        for by_second in map(patterns.__getitem__, _both(patterns, hits))
        for second in _both(by_second, hits)
        for pattern in by_second[second]
        if len(pattern.names) < 3 or all(map(is_hit, pattern.names))
    ]


def _both(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """The keys of both, in the order of the smaller."""
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return [key for key in small if key in large]


def anchored(patterns: Iterable[Pattern], common: Mapping[str, int]) -> Anchored:
    """`patterns` by the two names that the fewest patterns have: by these it is told which to try at all."""
    found: Anchored = {}
    for pattern in patterns:
        rarest = sorted(pattern.names, key=lambda name: (name == NUMBER, common[name], name))
        found.setdefault(rarest[0], {}).setdefault(rarest[:2][-1], []).append(pattern)
    return found
