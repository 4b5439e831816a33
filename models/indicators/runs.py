"""This module finds runs of words among a text's words: single words at once, longer runs by spaCy's PhraseMatcher.

A word that stands in no longer run becomes one placeholder before spaCy sees it, so that its vocabulary, and with it
memory, stays as large as the book however many ads are read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

Run = tuple[str, ...]
_About = TypeVar("_About")
Found = tuple[tuple[int, int], Mapping[str, _About]]
"""Where a run stands, half-open, and the names that it goes by with what there is to know about them."""

_UNKNOWN = "\u00b7"


class Word(NamedTuple, Generic[_About]):
    """What is known of one word: the `names` that it goes by alone, and spaCy's `number` for it in longer runs."""

    names: Mapping[str, _About]
    number: int


class Runs(Generic[_About]):
    """Runs of words, each with the names that it goes by and what there is to know about them."""

    __slots__ = ("_alone", "_matcher", "_names", "_numbers", "_unknown", "_vocab")

    def __init__(self, names: Mapping[Run, Iterable[str]], about: Callable[[str], _About]) -> None:
        """The runs that are the keys of `names`, of which none may be empty; `about` is asked once for each name of a group."""
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab)
        strings = self._vocab.strings
        longer = {run: own for run, own in names.items() if len(run) > 1}
        self._numbers = {word: strings.add(word) for run in longer for word in run}
        self._unknown = strings.add(_UNKNOWN)
        self._names: dict[int, Mapping[str, _About]] = {}
        for own, runs in _by_names(longer).items():
            key = str(len(self._names))  # short, for the matcher reads it at every match
            # Numbers instead of a Doc each, which the matcher takes as well: a book has tens of thousands.
            self._matcher.add(key, [list(map(self._numbers.__getitem__, run)) for run in runs])
            self._names[strings[key]] = {name: about(name) for name in own}
        self._alone: dict[str, Mapping[str, _About]] = {}
        for own, runs in _by_names({run: own for run, own in names.items() if len(run) == 1}).items():
            shared = {name: about(name) for name in own}
            self._alone.update((word, shared) for (word,) in runs)

    def word(self, word: str) -> Word[_About]:
        """What is known of `word`; for whoever meets it often to remember."""
        return Word(self._alone.get(word, {}), self._numbers.get(word, self._unknown))

    def find(self, words: Sequence[Word[_About]]) -> list[Found[_About]]:
        """Where the runs stand in `words`, in order."""
        found = [((at, at + 1), names) for at, (names, _) in enumerate(words) if names]
        text = Doc(self._vocab, words=[number for _, number in words])
        if matches := self._matcher(text):
            names = self._names
            found += [((start, end), names[match]) for match, start, end in matches]
            found.sort()  # no two of them stand at the same words
        return found


def _by_names(names: Mapping[Run, Iterable[str]]) -> dict[tuple[str, ...], list[Run]]:
    """The runs that go by the same names, together: thousands go by few."""
    groups: dict[tuple[str, ...], list[Run]] = {}
    for run, own in names.items():
        groups.setdefault(tuple(dict.fromkeys(own)), []).append(run)
    return groups
