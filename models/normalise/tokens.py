"""This module cuts published text into words, each with the key it is searched by.

A word is never cut at an Indic vowel sign. Digits grouped as money or as a telephone number are one word:
1,50,000 is 150000; 98765.43210, 98765-43210 and +91 98765 43210 are 9876543210.
"""

import re
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
_MOBILE_DIGITS = 10


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
    keys, last_digit, make = SEARCH_KEYS, _LAST_DIGIT, tuple.__new__
    found = [
        (
            keys[word] if (word := match[0])[0] > last_digit else _number_key(word, match),
            match.start(),
            match.end(),
        )
        for match in _WORD.finditer(folded.text)
    ]
    if not folded.is_aligned:
        found = [(key, *folded.span(start, end)) for key, start, end in found]
    return tuple([make(Token, one) for one in found])  # what Token(...) does itself, without its detour


def _number_key(word: str, match: re.Match[str]) -> str:
    if len(word) < _MOBILE_DIGITS and "," not in word:
        return word
    mobile = match["mobile"]
    return _NOT_DIGITS.sub("", mobile or word) if mobile or "," in word else word
