"""This module cuts published text into words, each with the key it is searched by.

A word is never cut at an Indic vowel sign. Digits grouped as money or as a telephone number are one word:
1,50,000 is 150000; 98765.43210, 98765-43210 and +91 98765 43210 are 9876543210.
"""

import re
from dataclasses import dataclass

from models.normalise.characters import MARKS
from models.normalise.fold import Folded, fold
from models.normalise.romanisation import search_key

_MOBILE = r"(?:\+?91[ .-]?|\b0[ .-]?)?(?P<mobile>[6-9]\d{4}[ .-]?\d{5}|[6-9]\d{2}[ .-]\d{3}[ .-]\d{4})(?!\w)"
_MONEY = r"\d{1,3}(?:,\d{2,3})+(?![\d,])"
_WORD = re.compile(f"(?<!\\w){_MOBILE}|(?<![\\d,]){_MONEY}|(?:[^\\W_]|[{MARKS}])+")
_NOT_DIGITS = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `key` is what is searched; `start` and `end` are published code points, half-open."""

    key: str
    start: int
    end: int


def search_tokens(published: str) -> tuple[Token, ...]:
    """The words of `published`, in order. The same word gets the same key in an ad and in a query."""
    return tokens_in(fold(published))


def tokens_in(folded: Folded) -> tuple[Token, ...]:
    """As `search_tokens`, of text that is folded already."""
    return tuple(
        Token(_key(match), *folded.span(match.start(), match.end())) for match in _WORD.finditer(folded.text)
    )


def _key(match: re.Match[str]) -> str:
    word = match.group()
    if word[0].isdecimal() or word[0] == "+":
        digits = match["mobile"] or word
        return _NOT_DIGITS.sub("", digits) if match["mobile"] or "," in word else word
    return search_key(word)
