"""This module cuts the endings that some languages write onto a word: Telugu -లో, Bengali -য়, Marathi -साठी.

Only a word that no phrase knows is cut, and only to a stem that some phrase knows, so that nothing a phrase
says in full is lost.
"""

from collections.abc import Container, Iterable
from unicodedata import normalize

from models.normalise.romanisation import search_key

_SHORTEST = 2  # code points that must stay of a stem
_JOINERS = {0x200C: None, 0x200D: None}
_BLOCK = 7  # India's scripts lie in blocks of 128 code points


class Stemmer:
    """The endings of all languages, by script."""

    __slots__ = ("_endings",)

    def __init__(self, endings: Iterable[str]) -> None:
        by_script: dict[int, list[str]] = {}
        for ending in (normalize("NFC", one) for one in endings):
            by_script.setdefault(ord(ending[0]) >> _BLOCK, []).append(ending)
        self._endings = {script: sorted(group, key=len, reverse=True) for script, group in by_script.items()}

    def stem(self, word: str, known: Container[str]) -> str | None:
        """The search key of `word` without its ending, where that is among `known`."""
        endings = self._endings.get(ord(word[0]) >> _BLOCK)
        if not endings:
            return None
        word = normalize("NFC", word).translate(_JOINERS)
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                key = search_key(word[: -len(ending)])
                if key in known:
                    return key
        return None
