"""This module says which patterns to try in a text at all: few of a book's thousands.

Each is found by the two of its names that the fewest patterns have: both must be hit in one sentence, the others somewhere.
"""

from collections import Counter
from collections.abc import Iterator, KeysView, Sequence

from models.indicators.joining import NUMBER, Hits, Pattern

_NOTHING: dict[str, list[Pattern]] = {}


class Anchors:
    """Patterns by the two rarest of their names."""

    __slots__ = ("_by_first", "_first_of")

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        common = Counter(name for pattern in patterns for name in pattern.names)
        self._by_first: dict[str, dict[str, list[Pattern]]] = {}
        self._first_of: dict[str, dict[str, None]] = {}
        for pattern in patterns:
            rarest = sorted(pattern.names, key=lambda name: (name == NUMBER, common[name], name))
            first, second = rarest[0], rarest[:2][-1]
            self._by_first.setdefault(first, {}).setdefault(second, []).append(pattern)
            if first != second:
                self._first_of.setdefault(second, {})[first] = None

    def possible(self, hit: KeysView[str]) -> Iterator[Pattern]:
        """The patterns whose two names were hit."""
        by_first = self._by_first
        for first in hit:
            by_second = by_first.get(first)
            if by_second is not None and not by_second.keys().isdisjoint(hit):
                for second in by_second if len(by_second) < len(hit) else hit:
                    if second in hit and second in by_second:
                        yield from by_second[second]

    def made_possible(self, name: str, hit: KeysView[str]) -> Iterator[Pattern]:
        """Those of them that were none before `name` was hit."""
        by_first = self._by_first
        for second, patterns in by_first.get(name, _NOTHING).items():
            if second in hit:
                yield from patterns
        for first in self._first_of.get(name, ()):
            if first in hit:
                yield from by_first[first][name]


class Heard:
    """What was hit in each sentence of a text, and the patterns that wait to be tried there, by their turn."""

    __slots__ = ("_anchors", "_hits", "_names", "_sentences", "_waiting")

    def __init__(self, anchors: Anchors, hits: Hits, sentences: Sequence[int]) -> None:
        self._anchors = anchors
        self._hits = hits
        self._sentences = sentences
        self._names: dict[int, dict[str, None]] = {}
        self._waiting: dict[int, dict[Pattern, None]] = {}
        heard = self._names
        for name, spans in hits.items():
            for start, _ in spans:
                sentence = sentences[start]
                if sentence in heard:
                    heard[sentence][name] = None
                else:
                    heard[sentence] = {name: None}
        for names in heard.values():
            self._wait(anchors.possible(names.keys()))

    def add(self, name: str, start: int) -> None:
        """Takes note that `name` was hit at token `start`."""
        names = self._names[self._sentences[start]]
        if name not in names:
            names[name] = None
            self._wait(self._anchors.made_possible(name, names.keys()))

    def next_turn(self) -> Sequence[Pattern]:
        """The patterns to try next, of which every name was hit by now; none where all were tried."""
        is_hit = self._hits.__contains__
        while self._waiting:
            waiting = self._waiting.pop(min(self._waiting))
            if patterns := [one for one in waiting if len(one.names) < 3 or all(map(is_hit, one.names))]:
                return patterns
        return ()

    def _wait(self, patterns: Iterator[Pattern]) -> None:
        for pattern in patterns:
            self._waiting.setdefault(pattern.turn, {})[pattern] = None
