"""This module finds the stretches of a text that a slow pattern must look at: those around digits or an @ sign."""

import re
from collections.abc import Iterator
from functools import cache

_WHITE = re.compile(r"\s")


def around_digits(text: str, *, before: int, after: int) -> Iterator[tuple[int, int]]:
    """Ranges of `text` that hold every digit with `before` characters before it and `after` behind it.

    As `around`.
    """
    return _around("0-9", text, before=before, after=after)


def around_at_signs(text: str, *, before: int, after: int) -> Iterator[tuple[int, int]]:
    """As `around_digits`, of @ signs."""
    return _around("@", text, before=before, after=after) if "@" in text else iter(())


def _around(marks: str, text: str, *, before: int, after: int) -> Iterator[tuple[int, int]]:
    """Ranges of `text` that hold each of the characters `marks` with `before` characters before it and `after` behind it.

    In order, apart from each other, each ending at white space or with the text; found in time linear in its length.
    """
    start, end = 0, -1
    for mark in _groups(marks, before + after).finditer(text):
        first, last = mark.start() - before, mark.end() + after
        if end >= 0 and first > end:
            end = _at_white_space(text, end)
            if first > end:
                yield start, end
                end = -1
        if end < 0:
            start = max(0, first)
        end = max(end, last)
    if end >= 0:
        yield start, _at_white_space(text, end)


@cache
def _groups(marks: str, apart: int) -> re.Pattern[str]:
    """A group of `marks`, each at most so many characters `apart` from the next."""
    return re.compile(f"[{marks}]++(?:[^{marks}]{{0,{apart}}}+[{marks}]++)*+")


def _at_white_space(text: str, end: int) -> int:
    found = _WHITE.search(text, end)
    return found.start() if found else len(text)
