"""This module finds the phrases of the book in tokens: spaCy's PhraseMatcher for words, joins for the rest.

Words unknown to the book become one placeholder before spaCy sees them, so that its vocabulary, and with it
memory, stays as large as the book however many ads are read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from models.domain.errors import WrongUsage
from models.indicators.numerals import number
from models.indicators.phrasebook import Element, Phrasebook
from models.indicators.stems import Stemmer
from models.normalise.tokens import search_tokens

Hits = dict[str, list[tuple[int, int]]]
_UNKNOWN = "\u00b7"
_NUMBER = "{}"
_LONGEST = 12  # words that a finding may cite (typology, rule 10)


@dataclass(frozen=True, slots=True)
class _Step:
    """One element of a compiled pattern: the name its hits go by, or a number's range."""

    gap: int
    name: str
    number: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Pattern:
    target: str
    steps: tuple[_Step, ...]
    names: frozenset[str]


class PhraseFinder:
    """All patterns of a book, compiled once."""

    __slots__ = ("_by_first", "_known", "_layers", "_matcher", "_names", "_stemmer", "_vocab")

    def __init__(self, book: Phrasebook) -> None:
        """The finder for `book`; raises `WrongUsage` where a pattern names a set that no language has."""
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab)
        atoms: dict[tuple[str, ...], list[str]] = {}
        layers = _ordered(book.sets)
        compiled = {name: _compiled(f"<{name}>", book.sets[name], book, atoms) for name in layers}
        self._layers = [(name, compiled[name]) for name in layers if compiled[name]]
        self._by_first: dict[str, list[_Pattern]] = {}
        unless = {f"!{indicator}": lines for indicator, lines in book.unless.items()}
        for target, lines in {**book.phrases, **unless}.items():
            for pattern in _compiled(target, lines, book, atoms):
                self._by_first.setdefault(_anchor(pattern), []).append(pattern)
        self._names: dict[int, tuple[str, ...]] = {}
        for words, names in atoms.items():
            key = " ".join(words)
            self._matcher.add(key, [Doc(self._vocab, words=list(words))])
            self._names[self._vocab.strings[key]] = tuple(dict.fromkeys(names))
        self._known = frozenset(word for words in atoms for word in words)
        self._stemmer = Stemmer(book.endings)

    def find(self, words: Sequence[tuple[str, str]], sentences: Sequence[int]) -> Hits:
        """Token ranges (half-open) by indicator id, `!`id (unless) and `<set>`, each list in order.

        `words` are search keys, each with the word as published. No range crosses the end of a sentence or
        exceeds 12 words.
        """
        if not words:
            return {}
        hits = self._atoms(words, sentences)
        numbers = {i: value for i, (key, _) in enumerate(words) if (value := number(key)) is not None}
        join = _Join(hits, numbers, sentences)
        for name, layer in self._layers:
            found = [
                span for pattern in layer if pattern.names <= hits.keys() for span in join.spans(pattern)
            ]
            if found:
                hits.setdefault(f"<{name}>", []).extend(found)
                join.forget(f"<{name}>")
        for first in (*hits, _NUMBER):
            for pattern in self._by_first.get(first, ()):
                if pattern.names <= hits.keys():
                    hits.setdefault(pattern.target, []).extend(join.spans(pattern))
        return {name: sorted(set(spans)) for name, spans in hits.items() if spans}

    def _atoms(self, words: Sequence[tuple[str, str]], sentences: Sequence[int]) -> Hits:
        """Where plain words of the book stand."""
        hits: Hits = {}
        doc = Doc(self._vocab, words=[self._known_key(key, word) for key, word in words])
        for match, start, end in self._matcher(doc):
            if sentences[start] == sentences[end - 1]:
                for name in self._names[match]:
                    hits.setdefault(name, []).append((start, end))
        return hits

    def _known_key(self, key: str, word: str) -> str:
        if key in self._known:
            return key
        return _UNKNOWN if word.isascii() else self._stemmer.stem(word, self._known) or _UNKNOWN


class _Join:
    """Joins the hits of a pattern's steps within one text, in time linear in the number of hits."""

    __slots__ = ("_ends_by_start", "_hits", "_numbers", "_sentences")

    def __init__(self, hits: Hits, numbers: Mapping[int, int], sentences: Sequence[int]) -> None:
        self._hits = hits
        self._numbers = numbers
        self._sentences = sentences
        self._ends_by_start: dict[str, dict[int, list[int]]] = {}

    def spans(self, pattern: _Pattern) -> Iterator[tuple[int, int]]:
        """Where the whole pattern stands."""
        for start in self._starts(pattern.steps[0]):
            for last in self._ends(pattern.steps, 0, start):
                if last - start <= _LONGEST and self._sentences[start] == self._sentences[last - 1]:
                    yield start, last

    def forget(self, name: str) -> None:
        """Read the hits of `name` anew: there are more now."""
        self._ends_by_start.pop(name, None)

    def _starts(self, step: _Step) -> Iterable[int]:
        return (
            list(self._numbers) if step.number else dict.fromkeys(start for start, _ in self._hits[step.name])
        )

    def _ends(self, steps: tuple[_Step, ...], at: int, end: int) -> Iterator[int]:
        if at == len(steps):
            yield end
            return
        step = steps[at]
        for begin in range(end, end + step.gap + 1) if at else (end,):
            for stop in self._stops(step, begin):
                yield from self._ends(steps, at + 1, stop)

    def _stops(self, step: _Step, begin: int) -> Sequence[int]:
        if step.number:
            low, high = step.number
            return (begin + 1,) if low <= self._numbers.get(begin, -1) <= high else ()
        if step.name not in self._ends_by_start:
            index = self._ends_by_start[step.name] = {}
            for start, stop in self._hits[step.name]:
                index.setdefault(start, []).append(stop)
        return self._ends_by_start[step.name].get(begin, ())


def _compiled(
    target: str,
    lines: Iterable[tuple[Element, ...]],
    book: Phrasebook,
    atoms: dict[tuple[str, ...], list[str]],
) -> list[_Pattern]:
    """Patterns that need joining; a line of plain words becomes an atom of `target` at once."""
    joined = []
    for elements in lines:
        if len(elements) == 1 and elements[0].words:
            _atom(elements[0].words, target, atoms)
            continue
        steps = tuple(_step(element, target, book, atoms) for element in elements)
        names = frozenset(step.name for step in steps if step.number is None)
        joined.append(_Pattern(target, steps, names))
    return joined


def _step(element: Element, target: str, book: Phrasebook, atoms: dict[tuple[str, ...], list[str]]) -> _Step:
    if element.set and element.set not in book.sets:
        raise WrongUsage(
            f"phrases.yaml: {target} names the set <{element.set}>, which no language has; add it"
        )
    name = f"<{element.set}>" if element.set else ""
    if element.words:
        name = f"={' '.join(_keys(element.words))}"
        _atom(element.words, name, atoms)
    return _Step(element.gap, name, element.number)


def _atom(words: str, name: str, atoms: dict[tuple[str, ...], list[str]]) -> None:
    keys = _keys(words)
    if not keys:
        raise WrongUsage(f"phrases.yaml: {name} has the line {words!r}, which holds no word")
    atoms.setdefault(keys, []).append(name)


def _keys(words: str) -> tuple[str, ...]:
    return tuple(token.key for token in search_tokens(words))


def _anchor(pattern: _Pattern) -> str:
    """The name by which a pattern is tried at all: its first step that is not a number."""
    return next((step.name for step in pattern.steps if step.number is None), _NUMBER)


def _ordered(sets: Mapping[str, tuple[tuple[Element, ...], ...]]) -> list[str]:
    """Set names so that each comes after the sets its own patterns name."""
    done: dict[str, None] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise WrongUsage(f"phrases.yaml: the set <{name}> is made of itself ({' > '.join(path)})")
        if name in done or name not in sets:
            return
        for elements in sets[name]:
            for element in elements:
                if element.set:
                    visit(element.set, (*path, name))
        done[name] = None

    for name in sets:
        visit(name, ())
    return list(done)
