"""This module writes many words as one pattern that looks at each letter of a text once, and says when not to look."""

import re
from collections.abc import Iterable

from models.normalise.fold import letter_runs


def alternation(words: Iterable[str]) -> str:
    """A group that matches any of `words` (plain text, not empty), the longest that fits first."""
    return f"(?:{_branches(sorted(set(words)))})"


def openings(words: Iterable[str]) -> frozenset[str]:
    """The first run of letters of each word: a text whose runs share none with these holds no whole word of them.

    Words that hold no letter are not spoken for.
    """
    return frozenset(run for word in words for run in letter_runs(word)[:1])


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
