"""This module cuts folded text into its words and the gaps between them.

A word is never cut at an Indic vowel sign. Digits grouped as money or as a telephone number are one word.
"""

import re

from models.normalise.characters import MARKS

MOBILE = (
    r"(?<!\w)(?:\+?91[ .-]?|\b0[ .-]?)?(?P<mobile>[6-9]\d{4}[ .-]?\d{5}|[6-9]\d{2}[ .-]\d{3}[ .-]\d{4})(?!\w)"
)
"""The pattern of an Indian mobile number as it is most often written."""
_MONEY = r"(?<![\d,])\d{1,3}(?:,\d{2,3})+(?!,?\d)"
_NUMBER = f"(?=[+0-9])(?:{MOBILE.replace('?P<mobile>', '?:')}|{_MONEY})"
_WORD = re.compile(f"({_NUMBER}|(?:[^\\W_]++|[{MARKS}]++)++)")
_LATIN_WORD = re.compile(f"({_NUMBER}|[0-9A-Za-z]++)", re.ASCII)
_LATIN_LETTERS = re.compile("[A-Za-z]+")
_LETTERS = re.compile(f"[^\\W\\d_]++(?:[{MARKS}]++[^\\W\\d_]*+)*+")


def cut(folded: str) -> list[str]:
    """Gap, word, gap, word, …, gap: all of folded text; a gap may be empty."""
    return (_LATIN_WORD if folded.isascii() else _WORD).split(folded)


def letter_runs(folded: str) -> list[str]:
    """The runs of letters, with the vowel signs on them, in folded text; each lies within a word."""
    return (_LATIN_LETTERS if folded.isascii() else _LETTERS).findall(folded)
