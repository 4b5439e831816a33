r"""This module folds published text for matching, and remembers where every character came from.

Two depths. `fold_characters` only makes characters and white space plain, so that digits stay what they are:
for contacts, pay and ages. `fold` also undoes what is done to words (letters spaced out, digits for letters,
letters repeated): for phrases and search. Both are idempotent, total on any string and linear in its length.
A run of white space is one blank, or one newline where it held a line break; `text.replace("\n", " ")`
keeps the offsets.
"""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress, repeat

from models.normalise.characters import MARKS, PLAIN
from models.normalise.spelling import (
    Edit,
    blank_edits,
    leet_edits,
    letter_edits,
    repetition_edits,
    spaced_out_edits,
)
from models.normalise.words import cut, letter_runs

_NUMBERS = "l"  # of an array: places as numbers side by side, not objects all over the heap
_ODD_RUN = re.compile(r"[^ -~\n]++(?: [^ -~\n]++)*+")
_LATIN_WORDLIKE = re.compile("[0-9A-Za-z]+")
_WORDLIKE = re.compile(f"(?:[^\\W_]++|[{MARKS}]++)++")


@dataclass(frozen=True)  # without slots, for `pieces` and `words` are kept
class Folded:
    """Text for matching only; `offsets[i]` is the published code point where character i begins.

    `offsets` has one entry more than `text`, the length of what was published. Marks that were dropped
    belong to the character before them.
    """

    text: str
    offsets: Sequence[int]

    @property
    def is_aligned(self) -> bool:
        """Whether every character stands where it was published."""
        return isinstance(self.offsets, range)

    @cached_property
    def pieces(self) -> list[str]:
        """Gap, word, gap, word, …, gap, as `cut` makes them."""
        return cut(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every run of letters, once: it says at little cost that a pattern's words stand nowhere."""
        return frozenset(letter_runs(self.text))

    def knowing(self, words: frozenset[str]) -> "Folded":
        """The same text, of whose words `words` are all that anybody will ask about."""
        known = Folded(self.text, self.offsets)
        vars(known).update(vars(self), words=words)
        return known

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The published half-open range of the folded range from `start` to `end`."""
        if isinstance(self.offsets, range):
            return start, end
        first, last = self.offsets[start], self.offsets[end]
        while end > start and last == self.offsets[end - 1]:  # cut inside what was one character
            end += 1
            last = self.offsets[end]
        return first, last


def wordlike(folded: str) -> re.Pattern[str]:
    """The pattern of a run of letters and digits, with the vowel signs on them: the cheapest that does for `folded`."""
    return _LATIN_WORDLIKE if folded.isascii() else _WORDLIKE


def fold(published: str) -> Folded:
    """`published` with characters, white space and words made plain."""
    return fold_words(fold_blanks(published))


def fold_characters(published: str) -> Folded:
    """`published` with characters and white space made plain; words stay as they are written."""
    return fold_blanks(published).characters


@dataclass(frozen=True, slots=True)
class Folding:
    """What both depths have in common: `characters` is done, `gaps` still has its white space as it was."""

    gaps: Folded
    characters: Folded


def fold_blanks(published: str) -> Folding:
    """The first steps of both depths, for whoever needs both."""
    plain = _plain(published)
    text, offsets = plain.text, plain.offsets
    text, offsets = _edited(text, offsets, letter_edits(text))
    text, offsets = _edited(text, offsets, blank_edits(text))
    return Folding(plain, Folded(text, offsets))


def fold_words(folding: Folding) -> Folded:
    """The second depth, from the first steps."""
    # Before white space goes: in "f r e e   v i s a" the wider gap is what parts the words.
    gaps, text, offsets = folding.gaps, folding.characters.text, folding.characters.offsets
    closed_up, places = _edited(gaps.text, gaps.offsets, spaced_out_edits(gaps.text))
    if closed_up is not gaps.text:
        text, offsets = _edited(closed_up, places, blank_edits(closed_up))
    changed = text != gaps.text
    while True:  # each round makes the text shorter or poorer in digits, so it ends
        before = text
        for find in (letter_edits, spaced_out_edits) if changed else ():
            text, offsets = _edited(text, offsets, find(text))
        for find in (leet_edits, repetition_edits):
            text, offsets = _edited(text, offsets, find(text))
        changed = text != before
        if text is folding.characters.text:
            return folding.characters
        if not changed:
            return Folded(text, offsets)


def _plain(published: str) -> Folded:
    """Every character made plain by itself; what is plain already, most of an English ad, is not looked at."""
    texts: list[str] = []
    places: list[Iterable[int]] = []
    at, is_aligned = 0, True
    for run in _ODD_RUN.finditer(published):
        start, end = run.span()
        plain = list(map(PLAIN.__getitem__, run[0]))
        joined = "".join(plain)
        texts += (published[at:start].lower(), joined)
        if len(joined) == end - start and "" not in plain:
            places.append(range(at, end))
        else:
            places += (range(at, start), chain.from_iterable(map(repeat, range(start, end), map(len, plain))))
            is_aligned = False
        at = end
    texts.append(published[at:].lower())
    text = "".join(texts)
    if is_aligned:
        return Folded(text, range(len(text) + 1))
    return Folded(text, array(_NUMBERS, chain(*places, range(at, len(published) + 1))))


def _edited(text: str, offsets: Sequence[int], edits: Iterable[Edit]) -> tuple[str, Sequence[int]]:
    """The very same where there is no edit. `edits` come one by one: of a long text there are as many as words."""
    if not edits:  # as in most texts
        return text, offsets
    texts: list[str] = []
    stays = bytearray(b"\1") * len(offsets)
    at = 0
    for start, end, new in edits:
        texts += (text[at:start], new)
        gone = start + len(new)
        if end - gone == 1:
            stays[gone] = False
        elif gone < end:
            stays[gone:end] = bytes(end - gone)
        at = end
    if not texts:
        return text, offsets
    texts.append(text[at:])
    return "".join(texts), offsets if all(stays) else array(_NUMBERS, compress(offsets, stays))
