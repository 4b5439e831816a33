"""This module finds what a matcher must not notice in folded text, as edits.

An edit replaces a range of characters by fewer, or as many, one for one from the left: so every character
that stays still knows its published place. No edit of ours can be made twice on its own result.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from models.normalise.characters import MARKS

Edit = tuple[int, int, str]

_INDIC = re.compile("[\u0900-\u0dff]")
_BLANKS = re.compile(r"[ \n]{2,}")
_TWO_BLANKS = ("  ", " \n", "\n ", "\n\n")
# Vowel signs in two parts (Bengali, Tamil, Telugu …) that some keyboards write as two characters.
_COMPOSED = {
    unicodedata.normalize("NFD", c): c
    for c in map(chr, range(0x0980, 0x0E00))
    if len(unicodedata.normalize("NFD", c)) > 1 and unicodedata.is_normalized("NFC", c)
} | {"\u0cca\u0cd5": "\u0ccb", "\u0ddc\u0dca": "\u0ddd"}
_IN_PARTS = re.compile("|".join(sorted(_COMPOSED, key=len, reverse=True)))
# Hindi and Marathi write a nasal before a stop of its class as a letter or as anusvara: हिन्दी, हिंदी.
_NASAL = re.compile("(?:ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ]))")
_REPEATED_MARK = re.compile(f"([{MARKS}])\\1+")

_LETTER = f"[^\\W\\d_][{MARKS}]*"
_GAP = r"\s?[._\-*·•~|+=]\s?|\s"
_SPACED_OUT = re.compile(
    f"(?<![^\\W_])(?<![{MARKS}]){_LETTER}(?P<gap>{_GAP}){_LETTER}(?:(?P=gap){_LETTER})+(?![^\\W_])(?![{MARKS}])"
)
# What every such run ends with; looked for first, since it begins with a gap and most gaps lead nowhere.
_SPACED_OUT_AT_ALL = re.compile(
    rf"[\s._\-*·•~|+=]{_LETTER}(?=[\s._\-*·•~|+=])(?:{_GAP}){_LETTER}(?![^\W_])(?![{MARKS}])"
)
_GAPS = re.compile(f"[^\\w{MARKS}]+|_+")

# Digits and signs that stand for letters, only with letters on both sides: never inside a number.
LEET_LETTERS = str.maketrans("013457@$€!", "oieastasei")
_LEET_AT_ALL = re.compile(r"[013457@$€!](?:(?<=[a-z][013457])|(?<=[a-z][@$€!])(?=[a-z])|(?<=\$)(?=[a-z]))")
_LEET = re.compile(
    r"(?<=[a-z])(?:00|33|[013457$€])(?=[a-z])"  # m0ney, b00k, ca$h
    r"|(?<=\b[a-z])!(?=[a-z]{2})"
    r"|(?<![\w$])\$(?=[a-z]{2})"
    r"|(?<=\b[ngtds])0\b"  # n0, g0
)
_LEET_AT = re.compile(
    r"(?<![\w.@-])(?!hr@)[a-z]{1,3}(@)(?!(?:ok[a-z]+|[yia][bx]l|apl|upi|paytm|[a-z]*bank|gmail|yahoo|hotmail"
    r"|outlook|rediffmail)\b)[a-z]{2,}(?![\w@]|\.\w)"
)
_LEET_END = re.compile(r"\b[a-z]+(?:33|00)\b")
_COUNT = re.compile(r"\b[a-z]{3,}[1-9][a-z]{3,}")  # need3girls counts them

_TRIPLE = re.compile(r"([a-z])\1\1")
_WORD = re.compile(r"[a-z]{4,}")
_RUN = re.compile(r"([a-z])\1\1+")


def blank_edits(text: str) -> Iterable[Edit]:
    """Runs of white space become one blank, or one newline where they hold a line break."""
    if not any(map(text.__contains__, _TWO_BLANKS)):
        return ()
    return ((*m.span(), "\n" if "\n" in m.group() else " ") for m in _BLANKS.finditer(text))


def letter_edits(text: str) -> Iterable[Edit]:
    """Letters of India's scripts that are written in several ways become one."""
    if text.isascii() or not _INDIC.search(text):
        return ()
    composed = [(*m.span(), _COMPOSED[m.group()]) for m in _IN_PARTS.finditer(text)]
    nasals = [(*m.span(), "\u0902") for m in _NASAL.finditer(text)]
    repeated = [(*m.span(), m.group(1)) for m in _REPEATED_MARK.finditer(text)]
    return without_overlaps(composed + nasals + repeated)


def spaced_out_edits(text: str) -> Iterable[Edit]:
    """Three or more letters with the same gap between each ("f r e e", "f.r.e.e") close up."""
    if not _SPACED_OUT_AT_ALL.search(text):
        return ()
    return (
        (m.start() + gap.start(), m.start() + gap.end(), "")
        for m in _SPACED_OUT.finditer(text)
        for gap in _GAPS.finditer(m.group())
    )


def leet_edits(text: str) -> Iterable[Edit]:
    """Digits and signs between letters become the letters they stand for ("s3x", "m@ssage")."""
    if not _LEET_AT_ALL.search(text):
        return ()
    found = list(_LEET.finditer(text))
    counts = [m.span() for m in _COUNT.finditer(text)] if found else []
    edits = [
        (*m.span(), m.group().translate(LEET_LETTERS))
        for m in found
        if not any(start < m.start() < end for start, end in counts)
    ]
    if "@" in text:
        edits += [(*m.span(1), "a") for m in _LEET_AT.finditer(text)]
    if "33" in text or "00" in text:
        edits += [
            (*m.span(), word)
            for m in _LEET_END.finditer(text)
            if (word := m.group().translate(LEET_LETTERS)) in doubled_words()
        ]
    return without_overlaps(edits)


def repetition_edits(text: str) -> Iterable[Edit]:
    """Letters written three times or more become one or two, as the word is spelt ("freeee", "girlsss")."""
    if not _TRIPLE.search(text):
        return ()
    return (
        edit
        for word in _WORD.finditer(text)
        if _TRIPLE.search(word.group()) and len(set(word.group())) > 1
        for edit in _shortened(word)
    )


def without_overlaps(edits: list[Edit]) -> list[Edit]:
    """`edits` in order, without those that begin inside an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _shortened(word: re.Match[str]) -> Iterator[Edit]:
    runs = list(_RUN.finditer(word.group()))
    lengths = next((kept for kept in _lengths(len(runs)) if _spelt(word.group(), runs, kept)), None)
    for run, kept in zip(runs, lengths or [1] * len(runs), strict=True):
        yield word.start() + run.start(), word.start() + run.end(), run.group(1) * kept


def _lengths(runs: int) -> Iterator[tuple[int, ...]]:
    return itertools.product((2, 1), repeat=runs) if runs <= 3 else iter(())


def _spelt(word: str, runs: list[re.Match[str]], kept: tuple[int, ...]) -> bool:
    pieces, at = [], 0
    for run, length in zip(runs, kept, strict=True):
        pieces += [word[at : run.start()], run.group(1) * length]
        at = run.end()
    return "".join([*pieces, word[at:]]) in doubled_words()


@cache
def doubled_words() -> frozenset[str]:
    """Words of ads that are spelt with a doubled letter."""
    data = resources.files("models") / "data" / "en" / "doubled_letters.txt"
    lines = data.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
