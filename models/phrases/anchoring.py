"""This module says which patterns to try in a text at all: few of a book's thousands.

Each is found by the two of its names that the fewest patterns have: both must be hit in one sentence, the others somewhere.
The second names are the bits of one number: what a sentence holds of them is one number, and one operation says whether it
holds the partner of a first. The range of a number is a name as well, with its bit; which numbers lie in it is asked when a
pattern is tried.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import NamedTuple

from models.phrases.joining import Hits, Pattern, Step
from models.phrases.runs import Found


class Led(NamedTuple):
    """The patterns that are found by one first name, by the bit of the second, and all these `bits`."""

    bits: int
    patterns: Mapping[int, Sequence[Pattern]]

    def standing(self, bits: int) -> Iterator[Pattern]:
        """The patterns of which the second name is among `bits`."""
        both = self.bits & bits
        while both:
            lowest = both & -both
            yield from self.patterns[lowest]
            both ^= lowest


class Names(NamedTuple):
    """Names that a run of words goes by but for ranges, those that are seconds as `bits`; what those lead that are firsts, and all `seconds` of it."""

    names: tuple[str, ...]
    bits: int
    seconds: int
    led: tuple[Led, ...]


class Anchors:
    """Patterns by the two rarest of their names."""

    __slots__ = ("_about", "_also", "_bits", "_firsts", "_led", "_ranges")

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """A pattern of one step is none to try: what goes by its name, or lies in its range, goes by its target as well."""
        self._about: dict[tuple[str, ...], Names] = {}
        self._also = _also(patterns)
        self._ranges = {step.name: step.number for one in patterns for step in one.steps if step.number}
        joined = [pattern for pattern in patterns if len(pattern.steps) > 1]
        common = Counter(name for pattern in joined for name in pattern.names)
        pairs: dict[tuple[str, str], list[Pattern]] = {}
        for pattern in joined:
            rarest = sorted(pattern.names, key=lambda name: (name in self._ranges, common[name], name))
            pairs.setdefault((rarest[0], rarest[:2][-1]), []).append(pattern)
        self._bits = {name: 1 << at for at, name in enumerate(dict.fromkeys(second for _, second in pairs))}
        self._firsts: dict[str, dict[str, Sequence[Pattern]]] = {}
        led: dict[str, dict[int, list[Pattern]]] = {}
        for (first, second), found in pairs.items():
            self._firsts.setdefault(second, {})[first] = found
            led.setdefault(first, {})[self._bits[second]] = found
        self._led = {first: Led(_all_of(by_bit), by_bit) for first, by_bit in led.items()}

    def about(self, names: Iterable[str], *, value: int | None = None) -> Names:
        """What there is to know of `names`, of a number's where there is a `value`, and of what else goes by them."""
        if value is not None:
            names = (*names, *(name for name, (low, high) in self._ranges.items() if low <= value <= high))
        every = tuple(dict.fromkeys(other for name in names for other in self.also(name)))
        if every not in self._about:
            led = tuple(self._led[name] for name in every if name in self._led)
            bits, seconds = _all_of(map(self.bit, every)), _all_of(one.bits for one in led)
            words = tuple(name for name in every if name not in self._ranges)
            self._about[every] = Names(words, bits, seconds, led)
        return self._about[every]

    def also(self, name: str) -> Sequence[str]:
        """`name` and all names that whatever goes by it goes by as well."""
        return self._also.get(name) or (name,)

    def bit(self, name: str) -> int:
        """The bit of `name`; 0 where it is no second."""
        return self._bits.get(name, 0)

    def made_possible(
        self, name: str, bits: int, hits: Hits, stands: Callable[[str], bool]
    ) -> Iterator[Pattern]:
        """The patterns of which `name` is first and one of `bits` second, or `name` second and first one of `hits` that `stands` there."""
        if led := self._led.get(name):
            yield from led.standing(bits)
        if firsts := self._firsts.get(name):
            for first in filter(stands, firsts.keys() & hits.keys()):
                yield from firsts[first]


class Heard:
    """What was hit in a text and in each of its sentences, and the patterns that wait to be tried there, by their turn."""

    __slots__ = ("_anchors", "_bits", "_sentences", "_waiting", "hits")

    def __init__(self, anchors: Anchors, found: Iterable[Found[Names]], sentences: Sequence[int]) -> None:
        """Takes note of what was `found` in order, but for what reaches over the end of a sentence.

        `sentences` are the numbers of the tokens' sentences, from 0 on.
        """
        self._anchors = anchors
        self._sentences = sentences
        self._bits = [0] * (sentences[-1] + 1)
        self._waiting: dict[int, dict[Pattern, None]] = {}
        self.hits: Hits = defaultdict(list)
        hits, heard, leading = self.hits, self._bits, list[tuple[int, Names]]()
        for span, about in found:
            start, end = span
            sentence = sentences[start]
            if sentence == sentences[end - 1]:
                for name in about.names:
                    hits[name].append(span)
                heard[sentence] |= about.bits
                if about.seconds:
                    leading.append((sentence, about))
        for sentence, about in leading:
            if about.seconds & heard[sentence]:
                self._lead(about.led, heard[sentence])

    def add(self, target: str, spans: Iterable[tuple[int, int]]) -> Sequence[str]:
        """Takes note that `target` was hit at `spans` as well; all names that now have more hits."""
        names = self._anchors.also(target)
        for name in names:
            self.hits[name] = sorted({*spans, *self.hits.get(name, ())})
            bit = self._anchors.bit(name)
            for sentence in {self._sentences[start] for start, _ in spans}:
                self._bits[sentence] |= bit
                stands = partial(self._stands, sentence=sentence)
                self._wait(self._anchors.made_possible(name, self._bits[sentence], self.hits, stands))
        return names

    def next_turn(self) -> Sequence[Pattern]:
        """The patterns to try next, of which every name was hit by now; none where all were tried."""
        is_hit = self.hits.__contains__
        while self._waiting:
            waiting = self._waiting.pop(min(self._waiting))
            if patterns := [one for one in waiting if len(one.names) < 3 or all(map(is_hit, one.words))]:
                return patterns
        return ()

    def _stands(self, name: str, *, sentence: int) -> bool:
        """Whether a hit of `name` begins in that sentence."""
        sentences, spans = self._sentences, self.hits[name]
        at = bisect_left(spans, sentence, key=lambda span: sentences[span[0]])
        return at < len(spans) and sentences[spans[at][0]] == sentence

    def _lead(self, every: Iterable[Led], bits: int) -> None:
        for led in every:
            if led.bits & bits:  # of most none
                self._wait(led.standing(bits))

    def _wait(self, patterns: Iterable[Pattern]) -> None:
        for pattern in patterns:
            self._waiting.setdefault(pattern.turn, {})[pattern] = None


def _all_of(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def _only_step(pattern: Pattern) -> tuple[str, Step | None]:
    """The target of `pattern`, and its step where it has but one."""
    return pattern.target, pattern.steps[0] if len(pattern.steps) == 1 else None


def _also(patterns: Iterable[Pattern]) -> Mapping[str, Sequence[str]]:
    """Each name that patterns of one step have, and with it their targets, and what these go by in turn."""
    targets: dict[str, list[str]] = {}
    for target, step in map(_only_step, patterns):
        if step:
            targets.setdefault(step.name, []).append(target)

    def follow(name: str) -> Iterator[str]:
        yield name
        for target in targets.get(name, ()):
            yield from follow(target)

    return {name: tuple(dict.fromkeys(follow(name))) for name in targets}
