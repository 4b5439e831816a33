"""This module cuts published text into words, each with the key it is searched by.

A word is never cut at an Indic vowel sign. Digits grouped as money or as a telephone number are one word:
1,50,000 is 150000; 98765.43210, 98765-43210 and +91 98765 43210 are 9876543210.
"""

import re
from itertools import starmap
from typing import NamedTuple

from models.normalise.characters import MARKS
from models.normalise.fold import Folded, fold
from models.normalise.romanisation import SEARCH_KEYS

_MOBILE = r"(?:\+?91[ .-]?|\b0[ .-]?)?(?P<mobile>[6-9]\d{4}[ .-]?\d{5}|[6-9]\d{2}[ .-]\d{3}[ .-]\d{4})(?!\w)"
_MONEY = r"\d{1,3}(?:,\d{2,3})+(?!,?\d)"
_LETTERS = f"(?:[^\\W_]++|[{MARKS}]++)++"
_WORD = re.compile(f"(?=[+0-9])(?:(?<!\\w){_MOBILE}|(?<![\\d,]){_MONEY})|{_LETTERS}")
_NOT_DIGITS = re.compile(r"\D")
_LAST_DIGIT = "9"


class Token(
    NamedTuple
):  # not a frozen dataclass: there are hundreds to an ad, and these are made four times faster
    """One word: `key` is what is searched; `start` and `end` are published code points, half-open."""

    key: str
    start: int
    end: int


def search_tokens(published: str) -> tuple[Token, ...]:
    """The words of `published`, in order. The same word gets the same key in an ad and in a query."""
    return tokens_in(fold(published))


def tokens_in(folded: Folded) -> tuple[Token, ...]:
    """As `search_tokens`, of text that is folded already."""
    matches = list(_WORD.finditer(folded.text))
    words = [match[0] for match in matches]
    keys = [
        SEARCH_KEYS[word] if word[0] > _LAST_DIGIT else _number_key(word, match)
        for word, match in zip(words, matches, strict=True)
    ]
    spans = [match.span() for match in matches]
    places = spans if folded.is_aligned else starmap(folded.span, spans)
    make = tuple.__new__  # what Token(...) does itself, without its detour
    return tuple([make(Token, (key, start, end)) for key, (start, end) in zip(keys, places, strict=True)])


def _number_key(word: str, match: re.Match[str]) -> str:
    digits = match["mobile"] or word
    return _NOT_DIGITS.sub("", digits) if match["mobile"] or "," in word else word
