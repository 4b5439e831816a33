"""This module finds runs of words among a text's words: single words at once, longer runs by spaCy's PhraseMatcher.

A word that stands in no longer run becomes one placeholder before spaCy sees it, so that its vocabulary, and with it
memory, stays as large as the book however many ads are read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

Run = tuple[str, ...]
_About = TypeVar("_About")
Found = tuple[tuple[int, int], _About]
"""Where a run stands, half-open, and what there is to know about the names that it goes by."""

_UNKNOWN = "\u00b7"
_SPAN = itemgetter(0)


class Word(NamedTuple, Generic[_About]):
    """What is known of one word: what there is to know `about` the names it goes by alone, and spaCy's `number` for it in longer runs."""

    about: _About | None
    number: int


class Runs(Generic[_About]):
    """Runs of words, each with the names that it goes by and what there is to know about them."""

    __slots__ = ("_about", "_alone", "_matcher", "_numbers", "_unknown", "_vocab")

    def __init__(
        self,
        names: Mapping[Run, Iterable[str]],
        about: Callable[[tuple[str, ...]], _About],
        *,
        one_word: Mapping[str, str] | None = None,
    ) -> None:
        """The runs that are the keys of `names`, of which none may be empty; `about` is asked once of all that go by the same.

        `one_word` names the word that another is a spelling of: in longer runs the two are one.
        """
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab)
        strings = self._vocab.strings
        longer = _longer(names, one_word or {})
        self._numbers = {word: strings.add(word) for word in dict.fromkeys(chain.from_iterable(longer))}
        spellings = (one_word or {}).items()
        self._numbers |= {other: self._numbers[word] for other, word in spellings if word in self._numbers}
        self._unknown = strings.add(_UNKNOWN)
        self._about: dict[int, _About] = {}
        for own, runs in _by_names(longer).items():
            key = str(len(self._about))  # short, for the matcher reads it at every match
            # Numbers instead of a Doc each, which the matcher takes as well: a book has tens of thousands.
            self._matcher.add(key, [list(map(self._numbers.__getitem__, run)) for run in runs])
            self._about[strings[key]] = about(own)
        self._alone: dict[str, _About] = {}
        for own, runs in _by_names({run: own for run, own in names.items() if len(run) == 1}).items():
            shared = about(own)
            self._alone.update((word, shared) for (word,) in runs)

    def word(self, word: str) -> Word[_About]:
        """What is known of `word`; for whoever meets it often to remember."""
        return Word(self._alone.get(word), self._numbers.get(word, self._unknown))

    def find(self, alone: Sequence[_About | None], numbers: Sequence[int]) -> list[Found[_About]]:
        """Where the runs stand in a text, in order; of each of its words what is known `alone`, and its number."""
        found = [((at, at + 1), about) for at, about in enumerate(alone) if about is not None]
        if matches := self._matcher(Doc(self._vocab, words=numbers)):
            known = self._about
            found += [((start, end), known[match]) for match, start, end in matches]
            found.sort(key=_SPAN)
        return found


def _longer(names: Mapping[Run, Iterable[str]], one_word: Mapping[str, str]) -> dict[Run, list[str]]:
    """The runs of several words, with what all their spellings go by."""
    longer: dict[Run, list[str]] = {}
    for run, own in names.items():
        if len(run) > 1:
            longer.setdefault(tuple([one_word.get(word, word) for word in run]), []).extend(own)
    return longer


def _by_names(names: Mapping[Run, Iterable[str]]) -> dict[tuple[str, ...], list[Run]]:
    """The runs that go by the same names, together: thousands go by few."""
    groups: dict[tuple[str, ...], list[Run]] = {}
    for run, own in names.items():
        groups.setdefault(tuple(dict.fromkeys(own)), []).append(run)
    return groups
