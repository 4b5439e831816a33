"""This module knows a text again when little of it was changed, by hashes that give none of its words away.

A text is its set of three words in a row. Sixty smallest hashes of that set (MinHash) are bound into twelve bands
of five: texts that share nine tenths of their threes have two bands in common nearly always, those that share
half of them once in twenty times.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from models.domain.ad import RawAd
from models.domain.contact import Contact
from models.normalise.tokens import search_tokens

_RUN: Final = 3  # words
_BANDS, _ROWS = 12, 5
_LEAST, _MOST = 12, 400  # words: shorter texts are alike by chance, and of longer ones these tell enough
_PRIME: Final = (1 << 61) - 1
# Any fixed numbers do; these are the same on every machine, so that a mark is met wherever it is looked for.
_TURNS: Final = tuple(
    (
        int.from_bytes(hashlib.blake2b(b"turn %d" % turn, digest_size=7).digest()) | 1,
        int.from_bytes(hashlib.blake2b(b"shift %d" % turn, digest_size=7).digest()),
    )
    for turn in range(_BANDS * _ROWS)
)


def wording(ad: RawAd, contacts: Iterable[Contact]) -> tuple[str, ...]:
    """The words of title and text in order, without contacts and without anything that holds a digit."""
    return tuple(word for part in ("title", "text") for word in _words(ad.parts[part], part, contacts))


def bands(words: Sequence[str]) -> tuple[str, ...]:
    """Twelve short strings that near copies have in common; none for a text of fewer than twelve words."""
    if len(words) < _LEAST:
        return ()
    first = words[:_MOST]
    runs = {_number(first[at : at + _RUN]) for at in range(len(first) - _RUN + 1)}
    least = [min((turn * run + shift) % _PRIME for run in runs) for turn, shift in _TURNS]
    return tuple(
        f"{band} {' '.join(map(str, least[band * _ROWS : (band + 1) * _ROWS]))}" for band in range(_BANDS)
    )


def _words(published: str, part: str, contacts: Iterable[Contact]) -> list[str]:
    spans = [(each.span.start, each.span.end) for each in contacts if each.span.part == part]
    return [
        token.key
        for token in search_tokens(published)
        if not any(map(str.isdigit, token.key))
        and not any(start < token.end and token.start < end for start, end in spans)
    ]


def _number(words: Sequence[str]) -> int:
    return int.from_bytes(
        hashlib.blake2b("\0".join(words).encode("utf-8", "replace"), digest_size=7).digest()
    )
