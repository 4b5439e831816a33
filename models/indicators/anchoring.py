"""This module says which patterns to try in a text at all: few of a book's thousands.

Each is found by the two of its names that the fewest patterns have: both must be hit in one sentence, the others somewhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from models.indicators.joining import NUMBER, Hits, Pattern
from models.indicators.runs import Found

Led = Mapping[str, Sequence[Pattern]] | None
"""The patterns that are found by a name, by the second of their two names; None where there are none."""


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

    def led_by(self, name: str) -> Led:
        """The patterns of which `name` is the first of the two."""
        return self._by_first.get(name)

    def made_possible(self, name: str, hit: Mapping[str, Led]) -> Iterator[Pattern]:
        """The patterns whose two names were hit and that were none before `name` was."""
        by_first = self._by_first
        for second, patterns in (self.led_by(name) or {}).items():
            if second in hit:
                yield from patterns
        for first in self._first_of.get(name, ()):
            if first in hit:
                yield from by_first[first][name]


class Heard:
    """What was hit in a text and in each of its sentences, and the patterns that wait to be tried there, by their turn."""

    __slots__ = ("_anchors", "_names", "_sentences", "_waiting", "hits")

    def __init__(self, anchors: Anchors, found: Iterable[Found[Led]], sentences: Sequence[int]) -> None:
        """Takes note of what was `found` in order, but for what reaches over the end of a sentence.

        About a name there is to know what it leads. `sentences` are the numbers of the tokens' sentences, from 0 on.
        """
        self._anchors = anchors
        self._sentences = sentences
        self._names: list[dict[str, Led]] = [{} for _ in range(sentences[-1] + 1)]
        self._waiting: dict[int, dict[Pattern, None]] = {}
        self.hits: Hits = {}
        hits, heard = self.hits, self._names
        for span, names in found:
            start, end = span
            sentence = sentences[start]
            if sentence == sentences[end - 1]:
                for name in names:
                    if name in hits:
                        hits[name].append(span)
                    else:
                        hits[name] = [span]
                heard[sentence].update(names)
        for names in heard:
            self._wait_for_possible(names)

    def add(self, name: str, spans: Iterable[tuple[int, int]]) -> None:
        """Takes note that `name` was hit at `spans` as well."""
        self.hits[name] = sorted({*spans, *self.hits.get(name, ())})
        for sentence in {self._sentences[start] for start, _ in spans}:
            names = self._names[sentence]
            if name not in names:
                names[name] = self._anchors.led_by(name)
                self._wait(self._anchors.made_possible(name, names))

    def next_turn(self) -> Sequence[Pattern]:
        """The patterns to try next, of which every name was hit by now; none where all were tried."""
        is_hit = self.hits.__contains__
        while self._waiting:
            waiting = self._waiting.pop(min(self._waiting))
            if patterns := [one for one in waiting if len(one.names) < 3 or all(map(is_hit, one.names))]:
                return patterns
        return ()

    def _wait_for_possible(self, names: Mapping[str, Led]) -> None:
        """Lets the patterns wait whose two names were hit."""
        for by_second in names.values():
            if by_second is not None and not by_second.keys().isdisjoint(names):
                for second in by_second if len(by_second) < len(names) else names:
                    if second in names and second in by_second:
                        self._wait(by_second[second])

    def _wait(self, patterns: Iterable[Pattern]) -> None:
        for pattern in patterns:
            self._waiting.setdefault(pattern.turn, {})[pattern] = None
