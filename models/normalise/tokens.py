"""This module cuts published text into words, each with the key it is searched by.

A word is never cut at an Indic vowel sign. Digits grouped as money or as a telephone number are one word:
1,50,000 is 150000; 98765.43210, 98765-43210 and +91 98765 43210 are 9876543210.
"""

import re
from collections.abc import Iterable
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from models.normalise.fold import Folded, fold
from models.normalise.romanisation import SEARCH_KEYS
from models.normalise.words import MOBILE

_MOBILE = re.compile(MOBILE)
_NOT_DIGITS = re.compile(r"\D")
LAST_DIGIT = "9"
"""What begins with a later character is a word of letters, what does not is a number, or begins with one."""
_MOBILE_DIGITS = 10


class Token(
    NamedTuple
):  # not a frozen dataclass: there are hundreds to an ad, and these are made four times faster
    """One word: `key` is what is searched; `start` and `end` are published code points, half-open."""

    key: str
    start: int
    end: int


_make = partial(tuple.__new__, Token)  # what Token(...) does itself, without its detour


def search_tokens(published: str) -> tuple[Token, ...]:
    """The words of `published`, in order. The same word gets the same key in an ad and in a query."""
    return tokens_in(fold(published))


def tokens_in(folded: Folded) -> tuple[Token, ...]:
    """As `search_tokens`, of text that is folded already."""
    keys = SEARCH_KEYS
    return tokens_of(folded, [keys[word] if word[0] > LAST_DIGIT else "" for word in folded.pieces[1::2]])


def tokens_of(folded: Folded, keys: Iterable[str]) -> tuple[Token, ...]:
    """As `tokens_in`, with the `keys` of its words, empty where one begins with no letter: its key depends on the text."""
    text, pieces = folded.text, folded.pieces
    bounds = list(accumulate(map(len, pieces)))
    starts, ends = bounds[:-1:2], bounds[1::2]
    found = [
        key or _number_key(text, start, word)
        for key, start, word in zip(keys, starts, pieces[1::2], strict=True)
    ]
    if folded.is_aligned:
        return tuple(map(_make, zip(found, starts, ends, strict=True)))
    spans = map(folded.span, starts, ends)
    return tuple([_make((key, start, end)) for key, (start, end) in zip(found, spans, strict=True)])


def _number_key(text: str, start: int, word: str) -> str:
    """The key of a word that begins with no letter, and at `start` of `text`."""
    if len(word) < _MOBILE_DIGITS and "," not in word:
        return word
    if mobile := _MOBILE.match(text, start):
        return _NOT_DIGITS.sub("", mobile["mobile"])
    return _NOT_DIGITS.sub("", word) if "," in word else word
