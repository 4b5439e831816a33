"""This module reads a token as a whole number: digits, "50k", and number words of every language."""

import re
from collections.abc import Mapping
from functools import cache

from models.entities.number_words import number_words
from models.normalise.memory import Memory
from models.normalise.romanisation import search_key

_ORDINAL = "st|nd|rd|th|va|vi|वीं|वी|वां|वें|वा|వ|ম|শ"
_DIGITS = re.compile(rf"(\d{{1,9}})(k|l|{_ORDINAL})?")
_TIMES = {"k": 1_000, "l": 100_000}
_LAST_DIGIT = "9"  # no key begins with anything else below the letters
_OTHER_WORDS = frozenset({"do", "sat", "das", "chai", "tera", "one", "ek"})  # more often something else


def number(key: str) -> int | None:
    """The number that the search key `key` stands for, or None."""
    if key[0] > _LAST_DIGIT:
        return _words().get(key)
    digits = _DIGITS.fullmatch(key)
    if digits is None:
        return None
    return int(digits[1]) * _TIMES.get(digits[2], 1)


NUMBERS = Memory(number)
"""`number` of each key, remembered."""


@cache
def _words() -> Mapping[str, int]:
    spoken = {search_key(word): named.value for word, named in number_words().items() if " " not in word}
    return {key: value for key, value in spoken.items() if key not in _OTHER_WORDS}
