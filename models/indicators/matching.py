"""This module finds the phrases of the book in tokens: spaCy's PhraseMatcher for words, joins for the rest.

Words unknown to the book become one placeholder before spaCy sees them, so that its vocabulary, and with it
memory, stays as large as the book however many ads are read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from models.domain.errors import WrongUsage
from models.indicators.numerals import number
from models.indicators.phrasebook import Element, Phrasebook
from models.indicators.stems import Stemmer
from models.normalise.romanisation import full_key, search_key
from models.normalise.tokens import Token, search_tokens

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

    __slots__ = (
        "_by_name",
        "_english",
        "_known",
        "_layers",
        "_layers_by_name",
        "_matcher",
        "_names",
        "_plain",
        "_stem",
        "_vocab",
    )

    def __init__(self, book: Phrasebook) -> None:
        """The finder for `book`; raises `WrongUsage` where a pattern names a set that no language has."""
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab)
        atoms: dict[tuple[str, ...], list[str]] = {}
        compiled = {
            name: _compiled(f"<{name}>", book.sets[name], book, atoms) for name in _ordered(book.sets)
        }
        unless = {f"!{indicator}": lines for indicator, lines in book.unless.items()}
        patterns = [
            pattern
            for target, lines in {**book.phrases, **unless}.items()
            for pattern in _compiled(target, lines, book, atoms)
        ]
        self._layers = [(f"<{name}>", layer) for name, layer in compiled.items() if layer]
        joined = [pattern for _, layer in self._layers for pattern in layer]
        common = Counter(name for pattern in (*patterns, *joined) for name in pattern.names)
        self._layers_by_name: dict[str, set[int]] = {}
        for place, (_, layer) in enumerate(self._layers):
            for pattern in layer:
                self._layers_by_name.setdefault(_anchor(pattern, common), set()).add(place)
        self._by_name: dict[str, list[_Pattern]] = {}
        for pattern in patterns:
            self._by_name.setdefault(_anchor(pattern, common), []).append(pattern)
        self._names: dict[int, tuple[str, ...]] = {}
        for words, names in atoms.items():
            key = " ".join(words)
            self._matcher.add(key, [Doc(self._vocab, words=list(words))])
            self._names[self._vocab.strings[key]] = tuple(dict.fromkeys(names))
        self._known = frozenset(word for words in atoms for word in words)
        self._english = _english(book, self._known)
        self._plain = self._known - self._english.keys()
        stemmer = Stemmer(book.endings)
        self._stem = lru_cache(maxsize=1 << 15)(lambda word: stemmer.stem(word, self._known))

    def find(self, tokens: Sequence[Token], published: str, *, sentences: Sequence[int]) -> Hits:
        """Token ranges (half-open) by indicator id, `!`id (unless) and `<set>`, each list in order.

        `tokens` are those of `published`, `sentences` the number of each token's sentence. No range crosses the
        end of a sentence or exceeds 12 words.
        """
        if not tokens:
            return {}
        hits = self._atoms(tokens, published, sentences)
        numbers = {i: value for i, token in enumerate(tokens) if (value := number(token.key)) is not None}
        join = _Join(hits, numbers, sentences)
        self._join_layers(hits, join)
        for name in (*hits, _NUMBER):
            for pattern in self._by_name.get(name, ()):
                if pattern.names <= hits.keys():
                    hits.setdefault(pattern.target, []).extend(join.spans(pattern))
        return {name: sorted(set(spans)) for name, spans in hits.items() if spans}

    def _join_layers(self, hits: Hits, join: "_Join") -> None:
        """Adds the hits of sets that hold patterns; a set comes after those that it names."""
        by_name = self._layers_by_name
        waiting = set().union(*(by_name[name] for name in (*hits, _NUMBER) if name in by_name))
        while waiting:
            layer = min(waiting)
            waiting.remove(layer)
            name, patterns = self._layers[layer]
            found = [span for p in patterns if p.names <= hits.keys() for span in join.spans(p)]
            if found:
                hits.setdefault(name, []).extend(found)
                join.forget(name)
                waiting |= {later for later in by_name.get(name, ()) if later > layer}

    def _atoms(self, tokens: Sequence[Token], published: str, sentences: Sequence[int]) -> Hits:
        """Where plain words of the book stand."""
        hits: Hits = {}
        plain = self._plain
        words = [token.key if token.key in plain else self._known_key(token, published) for token in tokens]
        for match, start, end in self._matcher(Doc(self._vocab, words=words)):
            if sentences[start] == sentences[end - 1]:
                for name in self._names[match]:
                    hits.setdefault(name, []).append((start, end))
        return hits

    def _known_key(self, token: Token, published: str) -> str:
        """The key of a word that no phrase has as it is, or only in another spelling; else a placeholder."""
        word = published[token.start : token.end]
        if token.key in self._known:
            other = (
                word.isascii() and word.isalpha() and full_key(word.lower()) not in self._english[token.key]
            )
            return _UNKNOWN if other else token.key
        return _UNKNOWN if word.isascii() else self._stem(word) or _UNKNOWN


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


def _english(book: Phrasebook, known: Iterable[str]) -> dict[str, frozenset[str]]:
    """The full keys of English words by the shorter key that they share with others ("runaway", "runway").

    A key that a word of another language has as well is left out: its spelling in Latin letters is anybody's.
    """
    full: dict[str, set[str]] = {}
    for word in book.english:
        full.setdefault(search_key(word), set()).add(full_key(word))
    return {key: frozenset(full[key]) for key in known if full.get(key, {key}) != {key}}


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


def _anchor(pattern: _Pattern, common: Mapping[str, int]) -> str:
    """The name by which a pattern is tried at all: that of its steps which the fewest patterns have."""
    return min(sorted(pattern.names), key=common.__getitem__, default=_NUMBER)


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
