"""This module finds runs of words among a text's words, by spaCy's PhraseMatcher.

A word that stands in no run becomes one placeholder before spaCy sees it, so that its vocabulary, and with it memory,
stays as large as the book however many ads are read.
"""

from collections.abc import Iterable, Mapping, Sequence

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

Run = tuple[str, ...]

_UNKNOWN = "\u00b7"


class Runs:
    """Runs of words, each with the names that it goes by."""

    __slots__ = ("_matcher", "_names", "_numbers", "_unknown", "_vocab")

    def __init__(self, names: Mapping[Run, Iterable[str]]) -> None:
        """The runs that are the keys of `names`; none may be empty."""
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab)
        strings = self._vocab.strings
        self._numbers = {word: strings.add(word) for run in names for word in run}
        self._unknown = strings.add(_UNKNOWN)
        self._names: dict[int, tuple[str, ...]] = {}
        for own, runs in _by_names(names).items():
            key = str(len(self._names))  # short, for the matcher reads it at every match
            # Numbers instead of a Doc each, which the matcher takes as well: a book has tens of thousands.
            self._matcher.add(key, [list(map(self._numbers.__getitem__, run)) for run in runs])
            self._names[strings[key]] = own

    def find(self, words: Sequence[str], sentences: Sequence[int]) -> dict[str, list[tuple[int, int]]]:
        """Where the runs stand in `words`, half-open, by name; none over the end of a sentence.

        `sentences` is the number of each word's sentence.
        """
        found: dict[str, list[tuple[int, int]]] = {}
        number, unknown = self._numbers.get, self._unknown
        text = Doc(self._vocab, words=[number(word, unknown) for word in words])
        for match, start, end in self._matcher(text):
            if sentences[start] == sentences[end - 1]:
                span = (start, end)
                for name in self._names[match]:
                    if name in found:
                        found[name].append(span)
                    else:
                        found[name] = [span]
        return found


def _by_names(names: Mapping[Run, Iterable[str]]) -> dict[tuple[str, ...], list[Run]]:
    """The runs that go by the same names, together: thousands go by few."""
    groups: dict[tuple[str, ...], list[Run]] = {}
    for run, own in names.items():
        groups.setdefault(tuple(dict.fromkeys(own)), []).append(run)
    return groups
