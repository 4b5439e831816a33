"""This module finds which words of the book are other words of the book with an ending on them.

A word that some phrase says in full ("కంపెనీలో") is never cut, so without this the phrases that say the plain
word ("పెద్ద కంపెనీ") would miss it.
"""

from collections.abc import Container, Iterable, Iterator, Mapping

from models.normalise.fold import fold
from models.normalise.romanisation import search_key
from models.phrases.phrasebook import Phrasebook
from models.phrases.stems import Stemmer

Atom = tuple[str, ...]
_SHORTEST = 4  # letters of a stem's key: what is left of shorter ones ("রাত", "নেই") is another word too often
_DEVANAGARI = range(0x0900, 0x0980)  # Marathi's endings on Hindi's words say nothing


def inflections(book: Phrasebook, stemmer: Stemmer, known: Container[str]) -> Mapping[str, tuple[str, ...]]:
    """The keys of inflected words by the key of their stem, both among `known`."""
    found: dict[str, dict[str, None]] = {}
    for word in _native_words(book):
        stem = stemmer.stem(word, known)
        if stem is None or len(stem) < _SHORTEST:
            continue
        key = search_key(fold(word).text)
        if stem != key:
            found.setdefault(stem, {})[key] = None
    return {stem: tuple(keys) for stem, keys in found.items()}


def inflected(atom: Atom, by_stem: Mapping[str, Iterable[str]]) -> Iterator[Atom]:
    """`atom` with one of its words inflected, in every way that the book knows."""
    for at, word in enumerate(atom):
        for other in by_stem.get(word, ()):
            yield (*atom[:at], other, *atom[at + 1 :])


def _native_words(book: Phrasebook) -> Iterable[str]:
    words: dict[str, None] = {}
    for lines in (*book.sets.values(), *book.phrases.values(), *book.unless.values()):
        for element in (one for elements in lines for one in elements):
            if not element.words.isascii():
                words.update(dict.fromkeys(element.words.split()))
    return (word for word in words if not word.isascii() and ord(word[0]) not in _DEVANAGARI)
