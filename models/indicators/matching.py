"""This module finds the phrases of the book in tokens: spaCy's PhraseMatcher for words, joins for the rest.

Words unknown to the book become one placeholder before spaCy sees them, so that its vocabulary, and with it
memory, stays as large as the book however many ads are read.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from operator import itemgetter

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from models.domain.errors import WrongUsage
from models.indicators.homonyms import Homonyms
from models.indicators.inflection import inflected, inflections
from models.indicators.joining import NUMBER, Hits, Join, Pattern, Step, anchored, possible
from models.indicators.numerals import NUMBERS
from models.indicators.phrasebook import Element, Phrasebook
from models.indicators.respelling import respelled, ways_to_write
from models.indicators.stems import Stemmer
from models.normalise.memory import MOST_WORDS, Memory
from models.normalise.romanisation import full_key, search_key
from models.normalise.tokens import Token

_UNKNOWN = "\u00b7"
_KEY = itemgetter(0)  # of a token


class PhraseFinder:
    """All patterns of a book, compiled once."""

    __slots__ = (
        "_english",
        "_homonyms",
        "_known",
        "_layers",
        "_layers_by_name",
        "_matcher",
        "_meant",
        "_names",
        "_patterns",
        "_plain",
        "_stems",
        "_unknown",
        "_vocab",
    )

    def __init__(self, book: Phrasebook) -> None:
        """The finder for `book`; raises `WrongUsage` where a pattern names a set that no language has."""
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab)
        self._homonyms = Homonyms(book)
        atoms = _Atoms(self._homonyms)
        compiled = {
            name: _compiled(f"<{name}>", book.sets[name], book, atoms) for name in _ordered(book.sets)
        }
        unless = {f"!{indicator}": lines for indicator, lines in book.unless.items()}
        patterns = [
            pattern
            for target, lines in {**book.phrases, **unless}.items()
            for pattern in _compiled(target, lines, book, atoms)
        ]
        joined = [pattern for layer in compiled.values() for pattern in layer]
        common = Counter(name for pattern in (*patterns, *joined) for name in pattern.names)
        self._layers = [(f"<{name}>", anchored(layer, common)) for name, layer in compiled.items() if layer]
        self._layers_by_name: dict[str, set[int]] = {}
        for place, (_, layer) in enumerate(self._layers):
            for anchor in layer:
                self._layers_by_name.setdefault(anchor, set()).add(place)
        self._patterns = anchored(patterns, common)
        ways = ways_to_write(
            [key for word in group for key in atoms.keys_of(word)] for group in book.spellings
        )
        atoms.add_forms(partial(respelled, ways=ways))
        stemmer = Stemmer(book.endings)
        by_stem = inflections(book, stemmer, {word for words in atoms for word in words})
        atoms.add_forms(partial(inflected, by_stem=by_stem))
        atoms.add_forms(self._homonyms.heard_as)
        strings = self._vocab.strings
        self._known = {word: strings.add(word) for words in atoms for word in words}
        self._names: dict[int, tuple[str, ...]] = {}
        for names, group in atoms.by_names().items():
            key = str(len(self._names))  # short, for the matcher reads it at every match
            # Numbers instead of a Doc each, which the matcher takes as well: a book has tens of thousands.
            self._matcher.add(key, [list(map(self._known.__getitem__, words)) for words in group])
            self._names[strings[key]] = names
        self._english = _english(book, self._known)
        doubtful = self._english.keys() | {word for word in self._known if word in self._homonyms}
        self._plain = {word: one for word, one in self._known.items() if word not in doubtful}
        self._unknown = self._vocab[_UNKNOWN].orth
        self._stems = Memory(lambda word: stemmer.stem(word, self._known))
        self._meant = lru_cache(maxsize=MOST_WORDS)(self._word)

    def find(self, tokens: Sequence[Token], published: str, *, sentences: Sequence[int]) -> Hits:
        """Token ranges (half-open) by indicator id, `!`id (unless) and `<set>`, each list in order.

        `tokens` are those of `published`, `sentences` the number of each token's sentence. No range crosses the
        end of a sentence or exceeds 12 words.
        """
        if not tokens:
            return {}
        keys = list(map(_KEY, tokens))
        hits = self._atoms(self._words(keys, tokens, published), sentences)
        values = map(NUMBERS.__getitem__, keys)
        numbers = {i: value for i, value in enumerate(values) if value is not None}
        if numbers:
            hits[NUMBER] = [(i, i + 1) for i in numbers]
        join = Join(hits, numbers, sentences)
        self._join_layers(hits, join)
        for name, start, end in list(join.spans(possible(self._patterns, hits))):
            hits.setdefault(name, []).append((start, end))
        hits.pop(NUMBER, None)
        return {
            name: spans if len(spans) == 1 else sorted(set(spans)) for name, spans in hits.items() if spans
        }

    def _join_layers(self, hits: Hits, join: "Join") -> None:
        """Adds the hits of sets that hold patterns; a set comes after those that it names."""
        by_name = self._layers_by_name
        waiting = set().union(*(by_name[name] for name in hits if name in by_name))
        while waiting:
            layer = min(waiting)
            waiting.remove(layer)
            name, patterns = self._layers[layer]
            found = [(start, end) for _, start, end in join.spans(possible(patterns, hits))]
            if found:
                hits.setdefault(name, []).extend(found)
                join.forget(name)
                waiting |= {later for later in by_name.get(name, ()) if later > layer}

    def _atoms(self, words: Sequence[int], sentences: Sequence[int]) -> Hits:
        """Where plain words of the book stand."""
        hits: Hits = defaultdict(list)
        for match, start, end in self._matcher(Doc(self._vocab, words=words)):
            if sentences[start] == sentences[end - 1]:
                span = (start, end)
                for name in self._names[match]:
                    hits[name].append(span)
        return dict(hits)

    def _words(self, keys: Sequence[str], tokens: Sequence[Token], published: str) -> list[int]:
        """The number in spaCy's vocabulary of each token's word."""
        plain, meant = self._plain, self._meant
        return [
            plain[key] if key in plain else meant(key, published[start:end])
            for key, (_, start, end) in zip(keys, tokens, strict=True)
        ]

    def _word(self, key: str, word: str) -> int:
        """The number of a word that no phrase has as it is, or only in another spelling; else a placeholder's."""
        if key in self._known:
            english = self._english.get(key)
            other = english and word.isascii() and word.isalpha() and full_key(word.lower()) not in english
            return self._unknown if other else self._as_written(key, word)
        stem = None if word.isascii() else self._stems[word]
        return self._unknown if stem is None else self._as_written(stem, word)

    def _as_written(self, key: str, word: str) -> int:
        """The number of the word that is meant by `key`, spelled as in `word`."""
        return self._known.get(self._homonyms.word(key, word), self._unknown)


def _english(book: Phrasebook, known: Iterable[str]) -> dict[str, frozenset[str]]:
    """The full keys of English words by the shorter key that they share with others ("runaway", "runway").

    A key that a word of another language has as well is left out: its spelling in Latin letters is anybody's.
    """
    full: dict[str, set[str]] = {}
    for word in book.english:
        full.setdefault(search_key(word), set()).add(full_key(word))
    return {key: frozenset(full[key]) for key in known if full.get(key, {key}) != {key}}


class _Atoms(dict[tuple[str, ...], list[str]]):
    """What a run of words stands for: names of sets, indicators and steps."""

    __slots__ = ("keys_of",)

    def __init__(self, homonyms: Homonyms) -> None:
        super().__init__()
        self.keys_of = homonyms.keys_of

    def add(self, words: str, name: str) -> None:
        """`words` stand for `name`; raises `WrongUsage` where there is no word in them."""
        keys = self.keys_of(words)
        if not keys:
            raise WrongUsage(f"phrases.yaml: {name} has the line {words!r}, which holds no word")
        self.setdefault(keys, []).append(name)

    def add_forms(self, forms: Callable[[tuple[str, ...]], Iterable[tuple[str, ...]]]) -> None:
        """Every other form of an atom's words stands for what the atom stands for."""
        for words, names in list(self.items()):
            for other in forms(words):
                held = self.setdefault(other, [])
                held += [name for name in names if name not in held]

    def by_names(self) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
        """The runs of words that stand for the same names, by these names."""
        grouped: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for words, names in self.items():
            grouped.setdefault(tuple(dict.fromkeys(names)), []).append(words)
        return grouped


def _compiled(
    target: str, lines: Iterable[tuple[Element, ...]], book: Phrasebook, atoms: _Atoms
) -> list[Pattern]:
    """Patterns that need joining; a line of plain words becomes an atom of `target` at once."""
    joined = []
    for elements in lines:
        if len(elements) == 1 and elements[0].words:
            atoms.add(elements[0].words, target)
            continue
        steps = tuple(_step(element, target, book, atoms) for element in elements)
        joined.append(Pattern.of(target, steps))
    return joined


def _step(element: Element, target: str, book: Phrasebook, atoms: _Atoms) -> Step:
    if element.set and element.set not in book.sets:
        raise WrongUsage(
            f"phrases.yaml: {target} names the set <{element.set}>, which no language has; add it"
        )
    name = f"<{element.set}>" if element.set else ""
    if element.number:
        name = "{{{}-{}}}".format(*element.number)
    if element.words:
        name = f"={' '.join(atoms.keys_of(element.words))}"
        atoms.add(element.words, name)
    return Step(element.gap, name, element.number)


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
