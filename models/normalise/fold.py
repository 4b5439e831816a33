r"""This module folds published text for matching, and remembers where every character came from.

Two depths. `fold_characters` only makes characters and white space plain, so that digits stay what they are:
for contacts, pay and ages. `fold` also undoes what is done to words (letters spaced out, digits for letters,
letters repeated): for phrases and search. Both are idempotent, total on any string and linear in its length.
A run of white space is one blank, or one newline where it held a line break; `text.replace("\n", " ")`
keeps the offsets.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count, repeat

from models.normalise.characters import PLAIN
from models.normalise.spelling import (
    Edit,
    blank_edits,
    leet_edits,
    letter_edits,
    repetition_edits,
    spaced_out_edits,
)

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_ODD = re.compile("[\u0900-\u0dff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Text for matching only; `offsets[i]` is the published code point where character i begins.

    `offsets` has one entry more than `text`, the length of what was published. Marks that were dropped
    belong to the character before them.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The published half-open range of the folded range from `start` to `end`."""
        first, last = self.offsets[start], self.offsets[end]
        while end > start and last == self.offsets[end - 1]:  # cut inside what was one character
            end += 1
            last = self.offsets[end]
        return first, last


def fold(published: str) -> Folded:
    """`published` with characters, white space and words made plain."""
    text, offsets = _plain(published)
    # Before white space goes: in "f r e e   v i s a" the wider gap is what parts the words.
    text, offsets = _edited(text, offsets, spaced_out_edits(text))
    text, offsets = _edited(text, offsets, blank_edits(text))
    before = None
    while before != text:  # each round makes the text shorter or poorer in digits, so it ends
        before = text
        text, offsets = _edited(text, offsets, letter_edits(text) if _ODD.search(text) else ())
        for find in (spaced_out_edits, leet_edits, repetition_edits):
            text, offsets = _edited(text, offsets, find(text))
    return Folded(text, tuple(offsets))


def fold_characters(published: str) -> Folded:
    """`published` with characters and white space made plain; words stay as they are written."""
    text, offsets = _plain(published)
    text, offsets = _edited(text, offsets, letter_edits(text) if _ODD.search(text) else ())
    text, offsets = _edited(text, offsets, blank_edits(text))
    return Folded(text, tuple(offsets))


def _plain(published: str) -> tuple[str, Sequence[int]]:
    if published.isascii() and not _CONTROLS.search(published):
        return published.lower(), range(len(published) + 1)
    plain = list(map(PLAIN.__getitem__, published))
    starts = chain.from_iterable(map(repeat, count(), map(len, plain)))
    return "".join(plain), [*starts, len(published)]


def _edited(text: str, offsets: Sequence[int], edits: Sequence[Edit]) -> tuple[str, Sequence[int]]:
    if not edits:
        return text, offsets
    texts: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, new in edits:
        texts += (text[at:start], new)
        places += offsets[at : start + len(new)]
        at = end
    return "".join([*texts, text[at:]]), [*places, *offsets[at:]]
