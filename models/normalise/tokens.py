"""This module cuts published text into words, each with the key it is searched by.

A word is never cut at an Indic vowel sign. Digits grouped as money or as a telephone number are one word:
1,50,000 is 150000; 98765.43210, 98765-43210 and +91 98765 43210 are 9876543210.
"""

import re
from typing import NamedTuple

from models.normalise.characters import MARKS
from models.normalise.fold import Folded, fold
from models.normalise.romanisation import search_key

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
    matches = _WORD.finditer(folded.text)
    make = tuple.__new__  # what Token(...) does itself, without its detour
    if folded.is_aligned:
        return tuple([make(Token, (_key(match), *match.span())) for match in matches])
    return tuple([make(Token, (_key(match), *folded.span(*match.span()))) for match in matches])


def _key(match: re.Match[str]) -> str:
    word = match[0]
    if word[0] > _LAST_DIGIT:
        return search_key(word)
    digits = match["mobile"] or word
    return _NOT_DIGITS.sub("", digits) if match["mobile"] or "," in word else word
