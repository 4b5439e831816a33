"""This module writes many words as one pattern that looks at each letter of a text once, and says where not to look."""

import re
from collections.abc import Iterable, Iterator, Sequence

from models.normalise.fold import Folded
from models.normalise.words import letter_runs


def alternation(words: Iterable[str]) -> str:
    """A group that matches any of `words` (plain text, not empty), the longest that fits first."""
    return f"(?:{_branches(sorted(set(words)))})"


def openings(words: Iterable[str]) -> frozenset[str]:
    """The first run of letters of each word: a text whose runs share none with these holds no whole word of them.

    Words that hold no letter are not spoken for.
    """
    return frozenset(run for word in words for run in letter_runs(word)[:1])


def matches(
    pattern: re.Pattern[str], folded: Folded, first: frozenset[str], *, starts: Sequence[int] = ()
) -> Iterator[re.Match[str]]:
    """`pattern.finditer(folded.text)`, where each match begins with one of the runs of letters `first` or at `starts`."""
    if starts or not first.isdisjoint(folded.words):
        return matches_at(pattern, folded.text, sorted([*starts, *places_of(first, folded)]))
    return iter(())


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """`pattern.finditer(text)`, where each match begins at one of `starts`, which are in order."""
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            end = match.end()
            yield match


def places_of(first: frozenset[str], folded: Folded) -> list[int]:
    """Where the runs of letters `first` begin in the text, also as a piece of another, in order of appearance."""
    return sorted([start for word in first & folded.words for start in places(word, folded.text)])


def places(word: str, text: str) -> Iterator[int]:
    """Where `word` begins in `text`, also as a piece of another."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _branches(words: list[str]) -> str:
    """Sorted `words` with what they begin with in common written once."""
    by_first: dict[str, list[str]] = {}
    for word in words:
        if word:
            by_first.setdefault(word[0], []).append(word[1:])
    branches = [re.escape(first) + _rest(rests) for first, rests in by_first.items()]
    return "|".join(branches)


def _rest(rests: list[str]) -> str:
    longer = [rest for rest in rests if rest]
    if not longer:
        return ""
    if len(rests) == 1:
        return re.escape(rests[0])
    return f"(?:{_branches(longer)}){'?' if len(longer) < len(rests) else ''}"
