"""This module writes the words of the book as people type them: "rkhnge" for "rakhenge", "mlega", "jaiga", "nhi"."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from models.phrases.homonyms import key_of

Atom = tuple[str, ...]
_SHORTEST = 4  # letters: a shorter spelling, alone, is a word of another language ("me", "men", "ni")
_MOST = 32  # ways to write one phrase; the rest combine habits that nobody combines


def ways_to_write(groups: Iterable[Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    """All keys of its group by each key, itself first; a key of two groups has the ways of both."""
    found: dict[str, dict[str, None]] = {}
    for group in groups:
        for key in group:
            found.setdefault(key, {key: None}).update(dict.fromkeys(group))
    return {key: tuple(ways) for key, ways in found.items()}


def one_word(groups: Collection[Sequence[str]]) -> Mapping[str, str]:
    """The first key of its group by each other key that is of no second group."""
    uses = Counter(key for group in groups for key in dict.fromkeys(group))
    return {
        key: group[0]
        for group in groups
        for key in group[1:]
        if uses[key] == uses[group[0]] == 1 and key != group[0]
    }


def respelled(atom: Atom, ways: Mapping[str, tuple[str, ...]]) -> Iterator[Atom]:
    """`atom` in the other spellings of its words."""
    choices = [ways.get(word, (word,)) for word in atom]
    for other in islice(product(*choices), 1, _MOST):
        if len(other) > 1 or len(key_of(other[0])) >= _SHORTEST:
            yield other
