"""This module joins the hits of a pattern's elements: what plain phrases cannot say.

A pattern is tried only where the two rarest names among its elements were hit in the text.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    """Steps that stand behind each other; `names` are those that must be hit for it to stand, each once."""

    target: str
    steps: tuple[Step, ...]
    names: tuple[str, ...]


Anchored = dict[str, dict[str, list[Pattern]]]  # by the rarest of their names, then by the next


_Ends = dict[int, list[int]]


class Join:
    """Joins the hits of a pattern's steps within one text, in time linear in the number of hits."""

    __slots__ = ("_denials", "_hits", "_numbers", "_sentences", "_tables")

    def __init__(self, hits: Hits, numbers: Mapping[int, int], sentences: Sequence[int]) -> None:
        self._hits = hits
        self._numbers = numbers
        self._sentences = sentences
        self._tables: dict[str, _Ends] = {}
        self._denials = hits.get(DENIED, [])

    def spans(self, pattern: Pattern) -> Iterator[tuple[int, int]]:
        """Where the whole pattern stands."""
        sentences = self._sentences
        first, *further = pattern.steps
        steps = [(step.gap + 1, self._table(step)) for step in further]
        for start, stops in self._table(first).items():
            ends: Collection[int] = stops
            for reach, table in steps:
                ends = [end for end in ends if not table.keys().isdisjoint(range(end, end + reach))]
                if not ends:
                    break
                begins = {
                    begin
                    for end in ends
                    for begin in range(end, end + reach)
                    if begin in table and not self._is_denied(end, begin)
                }
                ends = {stop for begin in begins for stop in table[begin]}
            for last in ends:
                if last - start <= LONGEST and sentences[start] == sentences[last - 1]:
                    yield start, last

    def forget(self, name: str) -> None:
        """Read the hits of `name` anew: there are more now."""
        self._tables.pop(name, None)

    def _is_denied(self, end: int, begin: int) -> bool:
        """Whether the gap between two steps ends on "not": "passport is never kept", "kabhi nahi rakhte"."""
        return any(end <= start and begin - 1 <= stop <= begin for start, stop in self._denials)

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


def possible(patterns: Anchored, hits: Hits) -> list[Pattern]:
    """The patterns of which every name was hit somewhere."""
    return [
        pattern
        for anchor in sorted(patterns.keys() & hits.keys())
        for second, group in patterns[anchor].items()
        if second in hits
        for pattern in group
        if len(pattern.names) < 3 or all(map(hits.__contains__, pattern.names))
    ]


def anchored(patterns: Iterable[Pattern], common: Mapping[str, int]) -> Anchored:
    """`patterns` by the two names that the fewest patterns have: by these it is told which to try at all."""
    found: Anchored = {}
    for pattern in patterns:
        rarest = sorted(pattern.names, key=lambda name: (name == NUMBER, common[name], name))
        found.setdefault(rarest[0], {}).setdefault(rarest[:2][-1], []).append(pattern)
    return found
