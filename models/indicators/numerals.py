"""This module reads a token as a whole number: digits, "50k", and number words of every language."""

import re

_DIGITS = re.compile(r"(\d{1,9})(k|st|nd|rd|th)?")


def number(key: str) -> int | None:
    """The number that the search key `key` stands for, or None."""
    digits = _DIGITS.fullmatch(key)
    if digits is None:
        return None
    return int(digits[1]) * (1000 if digits[2] == "k" else 1)
