"""This module finds the phrases of the book in tokens: runs of words first, then what is joined of them.

A word of a text is read as one of the book's words: as it is written, without an ending, or as none of them.
"""

from collections.abc import Callable, Iterable, KeysView, Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from models.domain.errors import WrongUsage
from models.entities.telling import told_by
from models.normalise.fold import Folded
from models.normalise.memory import MOST_WORDS, Memory
from models.normalise.romanisation import full_key, search_key
from models.normalise.tokens import LAST_DIGIT, Token
from models.phrases.anchoring import Anchors, Heard, Names
from models.phrases.homonyms import Homonyms
from models.phrases.inflection import inflected, inflections
from models.phrases.joining import Hits, Join, Pattern, Step
from models.phrases.numerals import NUMBERS
from models.phrases.phrasebook import Element, Phrasebook, ordered
from models.phrases.respelling import one_word, respelled, ways_to_write
from models.phrases.runs import Found, Runs
from models.phrases.stems import Stemmer

_UNKNOWN = ""  # no word of the book
_REGION, _GROUP = "<region>", "<community>"


class _Meaning(NamedTuple):
    """What a word is to the book: its `names`, its `number` in runs, and the `value` where it says how many."""

    names: Names | None
    number: int
    value: int | None


class Known(NamedTuple):
    """What is known of a folded word: its search `key`, empty where it begins with no letter, and what it tells readers of facts.

    `plain` is what it is to the book however it is published, where that makes no difference.
    """

    key: str
    plain: _Meaning | None
    telling: tuple[str, ...]


_NOTHING_KNOWN = Known("", None, ())


class PhraseFinder:
    """All patterns of a book, compiled once."""

    __slots__ = (
        "_anchors",
        "_english",
        "_homonyms",
        "_known",
        "_lexicon",
        "_meant",
        "_plain",
        "_region",
        "_runs",
        "_stems",
    )

    def __init__(self, book: Phrasebook) -> None:
        """The finder for `book`; raises `WrongUsage` where a pattern names a set that no language has."""
        self._homonyms, stemmer = Homonyms(book), Stemmer(book.endings)
        self._anchors, self._runs, self._known = _compiled(book, self._homonyms, stemmer)
        self._region = self._anchors.about([_REGION])
        self._english = _english(book, self._known)
        doubtful = self._english.keys() | {word for word in self._known if word in self._homonyms}
        self._plain = {word: self._meaning(word, NUMBERS[word]) for word in self._known - doubtful}
        self._stems = Memory(lambda word: stemmer.stem(word, self._known))
        self._lexicon = Memory(self._known_word)
        self._meant = lru_cache(maxsize=MOST_WORDS)(self._remembered)

    def words(self, folded: Folded) -> list[Known]:
        """What is known of each word of `folded`."""
        known, nothing = self._lexicon, _NOTHING_KNOWN
        return [
            known[word] if word[0] > LAST_DIGIT else nothing if word.isdecimal() else self._known_word(word)
            for word in folded.pieces[1::2]
        ]

    def find(
        self,
        tokens: Sequence[Token],
        known: Sequence[Known],
        published: str,
        *,
        sentences: Sequence[int],
        regions: Sequence[tuple[int, int]] = (),
    ) -> Hits:
        """Token ranges (half-open) by indicator id, `!`id (unless) and `<set>`, each list in order.

        `tokens` are those of `published`, `known` is what is known of them, `sentences` the number of each token's
        sentence. `regions` are the ranges that name a place of India: each is a hit of `<region>`, whichever it is. What
        ends or begins inside the name of a place or of a group of people is none, and such a name is one word in a gap.
        No range crosses the end of a sentence or exceeds 12 words.
        """
        if not tokens:
            return {}
        meant = self._meant
        names, numbers, values = zip(
            *[
                word.plain or meant(key, published[start:end])
                for word, (key, start, end) in zip(known, tokens, strict=True)
            ],
            strict=True,
        )
        found = self._runs.find(names, numbers)
        if regions:
            found = sorted([*found, *((span, self._region) for span in regions)], key=itemgetter(0))
        said = {at: value for at, value in enumerate(values) if value is not None}
        groups = (span for span, about in found if _GROUP in about.names)
        if (room := _Room.of((*regions, *groups), len(tokens))) is None:
            return self._joined(found, said, sentences)
        hits = self._joined(room.taken(found), room.values(said), room.numbers(sentences))
        return {name: room.given_back(spans) for name, spans in hits.items()}

    def _joined(
        self, found: Iterable[Found[Names]], said: Mapping[int, int], sentences: Sequence[int]
    ) -> Hits:
        heard = Heard(self._anchors, found, sentences)
        _join(heard, Join(heard.hits, said, sentences))
        return dict(heard.hits)

    def _known_word(self, word: str) -> Known:
        key = search_key(word) if word[0] > LAST_DIGIT else ""
        plain = self._plain.get(key)
        if plain is None and word.isascii() and key and key not in self._known:
            plain = self._meaning(_UNKNOWN, NUMBERS[key])  # no ending that is cut begins in Latin letters
        return Known(key, plain, told_by(word))

    def _remembered(self, key: str, word: str) -> _Meaning:
        return self._meaning(self._word(key, word), NUMBERS[key])

    def _meaning(self, word: str, value: int | None) -> _Meaning:
        """What the book's `word` means that says `value`: a number goes by one more name."""
        names, number = self._runs.word(word)
        if value is not None:
            names = self._anchors.about(names.names if names else (), value=value)
        return _Meaning(names, number, value)

    def _word(self, key: str, word: str) -> str:
        """The book's word that a word is which no phrase has as it is, or only in another spelling; else `_UNKNOWN`."""
        if key in self._known:
            english = self._english.get(key)
            other = english and word.isascii() and word.isalpha() and full_key(word.lower()) not in english
            return _UNKNOWN if other else self._homonyms.word(key, word)
        stem = None if word.isascii() else self._stems[word]
        return _UNKNOWN if stem is None else self._homonyms.word(stem, word)


class _Room(NamedTuple):
    """Tokens of which the name of a place or a group of people takes one, however many words it has.

    Else "two Thai ladies" would be read where "two North East Indian ladies" is not, and who is named would count.
    `places` are where each token stands among those, and one behind the last; `firsts` the tokens that begin each.
    """

    inside: frozenset[int]
    places: Sequence[int]
    firsts: Sequence[int]

    @classmethod
    def of(cls, names: Iterable[tuple[int, int]], tokens: int) -> "_Room | None":
        """The room of `tokens` among which `names` stand; None where none of these has two words."""
        inside: set[int] = set()
        reach = 0
        for start, end in sorted(names, key=lambda name: (name[0], -name[1])):
            if start >= reach:
                inside.update(range(start + 1, end))
                reach = end
        if not inside:
            return None
        firsts = [at for at in range(tokens + 1) if at not in inside]
        places = list(accumulate((at not in inside for at in range(1, tokens + 1)), initial=0))
        return cls(frozenset(inside), places, firsts)

    def taken(self, found: Iterable[Found[Names]]) -> list[Found[Names]]:
        """What was `found`, without what is cut out of such a name: "New" of New Delhi is not new."""
        at = self.places
        return [
            ((at[start], at[end]), about)
            for (start, end), about in found
            if self.inside.isdisjoint((start, end))
        ]

    def values(self, said: Mapping[int, int]) -> dict[int, int]:
        """The numbers that tokens say."""
        return {self.places[at]: value for at, value in said.items() if at not in self.inside}

    def numbers(self, sentences: Sequence[int]) -> list[int]:
        """The number of each one's sentence."""
        return [sentences[at] for at in self.firsts[:-1]]

    def given_back(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """`spans` as ranges of tokens."""
        return [(self.firsts[start], self.firsts[end]) for start, end in spans]


def _compiled(
    book: Phrasebook, homonyms: Homonyms, stemmer: Stemmer
) -> tuple[Anchors, Runs[Names], frozenset[str]]:
    """What finds the patterns of `book`, its runs of words in every form, and all their words."""
    atoms = _Atoms(homonyms)
    anchors = Anchors(_patterns(book, atoms))
    spellings = [[key for word in group for key in atoms.keys_of(word)] for group in book.spellings]
    ways = ways_to_write(spellings)
    atoms.add_forms(partial(respelled, ways=ways), of=ways.keys())
    by_stem = inflections(book, stemmer, {word for words in atoms for word in words})
    atoms.add_forms(partial(inflected, by_stem=by_stem), of=by_stem.keys())
    atoms.add_forms(homonyms.heard_as, of=homonyms.words)
    homonyms.settle()  # before the matcher takes its memory
    runs = Runs(atoms, anchors.about, one_word=one_word(spellings))
    return anchors, runs, frozenset(word for words in atoms for word in words)


def _join(heard: Heard, join: Join) -> None:
    """Adds the hits of patterns, turn by turn: a set comes after those that it names."""
    while patterns := heard.next_turn():
        found: dict[str, set[tuple[int, int]]] = {}
        for pattern in patterns:
            if spans := join.spans(pattern):
                found.setdefault(pattern.target, set()).update(spans)
        for target, places in found.items():
            for name in heard.add(target, places):
                join.forget(name)


def _patterns(book: Phrasebook, atoms: "_Atoms") -> list[Pattern]:
    """What is joined; a set's patterns come a turn after those of the sets that they name, all others last."""
    patterns: list[Pattern] = []
    turns: dict[str, int] = {}
    for name in ordered(book.sets):
        target, lines = f"<{name}>", book.sets[name]
        turn = max((turns.get(element.set, 0) for elements in lines for element in elements), default=0)
        compiled = _joined(target, lines, book, atoms, turn=turn)
        turns[name] = turn + 1 if compiled else 0
        patterns += compiled
    last = max(turns.values(), default=0)
    for target, lines in (*book.phrases.items(), *((f"!{one}", lines) for one, lines in book.unless.items())):
        patterns += _joined(target, lines, book, atoms, turn=last)
    return patterns


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
            raise WrongUsage(f"phrase book: {name} has the line {words!r}, which holds no word")
        self.setdefault(keys, []).append(name)

    def add_forms(
        self, forms: Callable[[tuple[str, ...]], Iterable[tuple[str, ...]]], *, of: KeysView[str]
    ) -> None:
        """Every other form of an atom that holds a word `of` those that have several stands for what the atom stands for."""
        for words, names in [
            (words, list(names)) for words, names in self.items() if not of.isdisjoint(words)
        ]:
            for other in forms(words):
                held = self.setdefault(other, [])
                held += [name for name in names if name not in held]


def _joined(
    target: str, lines: Iterable[tuple[Element, ...]], book: Phrasebook, atoms: _Atoms, *, turn: int
) -> list[Pattern]:
    """Patterns that need joining; a line of plain words becomes an atom of `target` at once."""
    joined = []
    for elements in lines:
        if len(elements) == 1 and elements[0].words:
            atoms.add(elements[0].words, target)
            continue
        steps = tuple(_step(element, target, book, atoms) for element in elements)
        joined.append(Pattern.of(target, steps, turn=turn))
    return joined


def _step(element: Element, target: str, book: Phrasebook, atoms: _Atoms) -> Step:
    if element.set and element.set not in book.sets:
        raise WrongUsage(
            f"phrase book: {target} names the set <{element.set}>, which no language has; add it"
        )
    name = f"<{element.set}>" if element.set else ""
    if element.number:
        name = "{{{}-{}}}".format(*element.number)
    if element.words:
        name = f"={' '.join(atoms.keys_of(element.words))}"
        atoms.add(element.words, name)
    return Step(element.gap, name, element.number)
