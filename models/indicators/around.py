"""This module looks for the words around a number that may be an age: what counts, joins, numbers and names somebody.

They stand in a table, not in the phrase book: most of them are everywhere, and few ads hold such a number.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from models.entities.tables import groups
from models.indicators.reading import AdReading, PartReading
from models.normalise.romanisation import search_key

_SETS = ("<young_person>", "<child_word>")


def says(part: PartReading, group: str, first: int, last: int) -> bool:
    """Whether a word or phrase of `group` begins at tokens `first` to before `last`."""
    return any(True for _ in ends(part, group, first, last))


def ends(part: PartReading, group: str, first: int, last: int) -> Iterator[int]:
    """The tokens behind each of them."""
    known, tokens = _phrases(group), part.tokens
    for at in range(max(first, 0), min(last, len(tokens))):
        for keys in known.get(tokens[at].key, ()):
            if keys == tuple(token.key for token in tokens[at : at + len(keys)]):
                yield at + len(keys)


def names_somebody(part: PartReading, first: int, last: int) -> bool:
    """Whether anybody stands at those tokens."""
    if any(part.stands(name, first, last) for name in _SETS):
        return True
    return says(part, "one_person", first, last) or says(part, "someone", first, last)


def is_about_somebody(reading: AdReading) -> bool:
    """Whether anybody stands anywhere in the ad."""
    return reading.has(*_SETS) or any(names_somebody(part, 0, len(part.tokens)) for part in reading.parts)


@cache
def _phrases(group: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The keys of the words of each phrase of `group`, by the first of them."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in groups("bare_age_words.yaml")[group]:
        keys = tuple(search_key(word) for word in phrase.split())
        found[keys[0]] = (*found.get(keys[0], ()), keys)
    return found
