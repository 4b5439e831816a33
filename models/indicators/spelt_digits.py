"""This module finds digits written so that no program reads them as a number: "sev3n zer0 ate", "सा.त / शू-न्य", "aTTh-shunnya-teeen".

Digits in plain words are said of many things. So three of them must stand in a row, and one of them must be broken by marks,
joined to the next by one, or mixed of letters and figures. "One-two-three" counts and is no number to call.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from models.entities.number_words import dialled_words, homophones
from models.normalise.memory import Memory
from models.normalise.romanisation import search_key
from models.normalise.spelling import LEET_LETTERS

_CHUNK = re.compile(r"[^\s/,;:()\[\]।→|=]+")
_PIECES = re.compile(r"[^-_.*/+~]+")
_REPEATED = re.compile(r"(.)\1+")
_LEAST, _MIXED, _LONGEST = 3, 5, 12
_THEN = frozenset(map(search_key, ("o", "then", "and", "phir", "aur", "తర్వాత", "তারপর", "tarpor", "मग")))


class _Said(NamedTuple):
    """The digits that a chunk of text says; `is_odd` where no program reads it, `is_plain` where one does."""

    values: tuple[int, ...]
    is_plain: bool
    is_odd: bool


_Digits = tuple[int, int, _Said]  # where a chunk begins and ends, and what it says


def disguised(published: str) -> Iterator[tuple[int, int]]:
    """The ranges of `published` that hold such digits."""
    run: list[_Digits] = []
    for found in _CHUNK.finditer(published):
        said = _SAID[found[0]]
        if said is not None and len(run) < _LONGEST:
            run.append((*found.span(), said))
        elif run and any(map(str.isalnum, found[0])) and search_key(found[0].lower()) not in _THEN:
            yield from _told(run)
            run = []
    yield from _told(run)


def _told(run: list[_Digits]) -> Iterator[tuple[int, int]]:
    values = [value for _, _, said in run for value in said.values]
    steps = {abs(after - before) for before, after in pairwise(values)}
    spelt = sum(not said.is_plain for _, _, said in run)
    mixed = 0 < spelt < len(run) and len(values) >= _MIXED  # "nine ate seven 6 five"
    odd = mixed or (spelt and any(said.is_odd for _, _, said in run))
    if len(values) >= _LEAST and odd and steps != {1}:
        yield run[0][0], run[-1][1]


def _said(chunk: str) -> _Said | None:
    """What `chunk` says of digits; None where it says anything else."""
    joined = "".join(
        c for c in chunk if unicodedata.category(c)[0] in "LN" or unicodedata.category(c) in {"Mn", "Mc"}
    )
    joined = joined.replace("\ufe0f", "")
    if not joined:
        return None
    if len(joined) == 1 and joined.isdigit():
        return _Said((unicodedata.digit(joined),), is_plain=True, is_odd=False)
    if joined == "O":
        return _Said((0,), is_plain=True, is_odd=True)
    value = _value(joined)
    if value is not None:
        mixed = not joined.isdigit() and any(map(str.isdigit, joined))
        broken = joined not in chunk
        return _Said((value,), is_plain=False, is_odd=mixed or broken)
    pieces = _PIECES.findall(chunk)
    known = tuple(digit for piece in pieces if (digit := _value(piece)) is not None)
    if len(known) == len(pieces) > 1 and not any(map(str.isdigit, pieces)):
        return _Said(known, is_plain=False, is_odd=len(known) >= _LEAST)
    return None


_SAID = Memory(_said)


def _value(word: str) -> int | None:
    """The digit that `word` says, by its sound and with its figures read as letters."""
    if word.isdigit():
        return unicodedata.digit(word) if len(word) == 1 else None
    plain = word.lower()
    for spelt in (plain, plain.translate(LEET_LETTERS)):
        for key in map(search_key, (spelt, _REPEATED.sub(r"\1\1", spelt), _REPEATED.sub(r"\1", spelt))):
            if (digit := _digits().get(key)) is not None:
                return digit
    return None


@cache
def _digits() -> Mapping[str, int]:
    spoken = {word: named.value for word, named in dialled_words().items() if named.value in range(10)}
    return {search_key(word): digit for word, digit in {**homophones(), **spoken}.items() if " " not in word}
