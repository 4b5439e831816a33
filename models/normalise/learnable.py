"""This module says what of a word may be learned from, alike for whole ads and for windows of words.

No number that may be anybody's is learned, no word of endless letters, and nothing beyond the first words of an ad:
one of several megabytes costs no more than a long one.
"""

MOST_WORDS = 2000
"""Words of an ad that are learned from."""
GROUP, NAME, PLACE, SIGN, NUMBER = "_group_", "_name_", "_place_", "_sign_", "_number_"
"""What stands for words that say who somebody is, where something lies, what a finding cites, and for a long number."""
_LONGEST_WORD = 32
_LONG_NUMBER = 4  # digits; a longer one may be anybody's
_DIGITS_TO_ZERO = str.maketrans("123456789", "000000000")


def without_long_number(key: str) -> str:
    """`key`, or what stands for it where it is a long number."""
    return NUMBER if key.isdigit() and len(key) > _LONG_NUMBER else key


def shortened(word: str) -> str:
    """The beginning of `word`, each of its digits a 0."""
    return word[:_LONGEST_WORD].translate(_DIGITS_TO_ZERO)
