"""This module finds runs of words among a text's words, each word looked at once and then once for each run it may go on."""

from collections.abc import Iterable, Mapping, Sequence

Run = tuple[str, ...]


class _Branch:
    """What the runs are called that end here, and the words by which others go on."""

    __slots__ = ("following", "names")

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.following: dict[str, _Branch] = {}


class Runs:
    """Runs of words, each with the names that it goes by."""

    __slots__ = ("_first",)

    def __init__(self, names: Mapping[Run, Iterable[str]]) -> None:
        """The runs that are the keys of `names`; none may be empty."""
        self._first: dict[str, _Branch] = {}
        shared: dict[tuple[str, ...], tuple[str, ...]] = {}  # thousands of runs go by few names
        for run, given in names.items():
            branch, following = None, self._first
            for word in run:
                branch = following.get(word)
                if branch is None:
                    branch = following[word] = _Branch()
                following = branch.following
            if branch is not None:
                each = tuple(dict.fromkeys(given))
                branch.names = shared.setdefault(each, each)

    def find(self, words: Sequence[str], sentences: Sequence[int]) -> dict[str, list[tuple[int, int]]]:
        """Where the runs stand in `words`, half-open, by name; none over the end of a sentence.

        `sentences` is the number of each word's sentence.
        """
        found: dict[str, list[tuple[int, int]]] = {}
        first, last = self._first.get, len(words)
        for start, word in enumerate(words):
            branch, end = first(word), start
            while branch is not None:
                end += 1
                for name in branch.names:
                    if name in found:
                        found[name].append((start, end))
                    else:
                        found[name] = [(start, end)]
                if end == last or not branch.following or sentences[end] != sentences[start]:
                    break
                branch = branch.following.get(words[end])
        return found
