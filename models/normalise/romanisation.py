"""This module gives a word the key it is searched by: one for its spellings in Indic scripts and in Latin letters.

नौकरी, নৌকরি, "naukri" and "naukari" meet in `naukri`. The key is for looking up, not for reading.
"""

import re
from functools import lru_cache

from models.normalise.memory import LONGEST_WORD, Memory

# India's nine scripts of one family stand in Unicode in the same order, 128 code points apart.
_SPOKEN_CONSONANTS = "k kh g gh n ch ch j jh n t th d dh n t th d dh n n p f b bh m y r r l l l v sh sh s h"
_SPOKEN_VOWELS = "a a i i u u ri li e e e ai o o o au"
_SPOKEN_SIGNS = "a i i u u ri ri e e e ai o o o au"
_CONSONANTS = dict(zip(range(0x15, 0x3A), _SPOKEN_CONSONANTS.split(), strict=True))
_VOWELS = dict(zip(range(0x05, 0x15), _SPOKEN_VOWELS.split(), strict=True)) | {0x60: "ri"}
_SIGNS = dict(zip(range(0x3E, 0x4D), _SPOKEN_SIGNS.split(), strict=True))
_NASALS = {0x01, 0x02, 0x70}
_VIRAMA, _NUKTA = 0x4D, 0x3C
_DEVANAGARI, _BENGALI, _GURMUKHI, _GUJARATI, _ORIYA = 0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00
_SILENT_AT_THE_END = {_DEVANAGARI, _BENGALI, _GURMUKHI, _GUJARATI}
_ROUND_INHERENT = {_BENGALI, _ORIYA}
_ENDS_IN_M = {0x0C00, 0x0C80, 0x0D00}  # Telugu, Kannada, Malayalam say the last nasal as m
_NASAL_BEFORE_LABIAL = re.compile("M(?=[pbmf])")
_LABIAL_NASAL = re.compile("M(?=[pbmf]|$)")
_JNA = {_DEVANAGARI: "gy", _BENGALI: "gg"}
_BENGALI_DOTTED = {"d": "r", "dh": "r", "j": "y"}
_INDIC = re.compile("[\u0900-\u0d7f]")

# The usual ways to romanise one sound, longest first.
_SOUNDS = re.compile(r"chh|ck|ph|th|dh|aa|ee|ii|oo|uu|([a-z])\1|[wzq]")
_SOUND = {
    "chh": "ch",
    "ck": "k",
    "ph": "f",
    "th": "t",
    "dh": "d",
    "aa": "a",
    "ee": "i",
    "ii": "i",
    "oo": "u",
    "uu": "u",
    "w": "v",
    "z": "j",
    "q": "k",
}
_DOUBLED = re.compile(r"([a-z])\1+")
_GLIDE = re.compile(r"(?<=[aeiou])y(?=i)|(?<=i)y(?=[ae])")
_LAST_Y = re.compile(r"(?<=[b-df-hj-np-tv-z])e?y$")
_UNITS = re.compile("[kgcjbs]h|.")
_VOWEL_LETTERS = frozenset("aeiouO")


def search_key(word: str) -> str:
    """The key of one folded word; a word of other scripts, with digits in it or too long for one, is its own key."""
    if len(word) > LONGEST_WORD:
        return word
    if _INDIC.search(word):
        return _latin_key(_romanised(word)) or word  # marks alone have no sound
    return _latin_key(word) if word.isascii() and word.isalpha() else word


SEARCH_KEYS = Memory(search_key)
"""`search_key` of each word, remembered."""


@lru_cache(maxsize=1 << 16)
def full_key(word: str) -> str:
    """The key of one folded word of Latin letters with every a in it: "runaway" and "runway" stay apart."""
    return _sounded(word) if len(word) > 3 else word


def _romanised(word: str) -> str:
    """`word` with every letter of India's nine aligned scripts in Latin letters, as people type it.

    A capital O is the vowel that Bengali and Odia write no sign for: spoken or silent, like Hindi's a.
    """
    sounds: list[str] = []
    inherent = ""
    for character in word:
        block, place = ord(character) & ~0x7F, ord(character) & 0x7F
        if not 0x0900 <= block < 0x0D80:
            sounds += [inherent, character]
            inherent = ""
        elif place in _CONSONANTS:
            sounds += [inherent, _CONSONANTS[place]]
            inherent = "O" if block in _ROUND_INHERENT else "a"
        elif place == _NUKTA and block == _BENGALI and sounds:
            sounds[-1] = _BENGALI_DOTTED.get(sounds[-1], sounds[-1])
        elif place in _SIGNS or place == _VIRAMA:
            sounds.append(_SIGNS.get(place, ""))
            inherent = ""
        else:
            sounds += [inherent, _VOWELS.get(place, "M" if place in _NASALS else "")]
            inherent = ""
    last = ord(word[-1]) & ~0x7F
    latin = "".join(sounds) + ("" if last in _SILENT_AT_THE_END else inherent)
    nasal = _LABIAL_NASAL.sub("m", latin) if last in _ENDS_IN_M else _NASAL_BEFORE_LABIAL.sub("m", latin)
    return nasal.replace("M", "n").replace("jn", _JNA.get(last, "gn"))


def _latin_key(word: str) -> str:
    if len(word) <= 3:  # of and off, to and too, in and inn are different words
        return word.lower()
    return _without_schwas(_sounded(word)).lower()


def _sounded(word: str) -> str:
    sounds = _GLIDE.sub("", _LAST_Y.sub("i", _SOUNDS.sub(_sound, word)))
    return _DOUBLED.sub(r"\1", sounds)


def _sound(match: re.Match[str]) -> str:
    return _SOUND.get(match.group()) or match.group(1)


def _without_schwas(word: str) -> str:
    """The a between two single consonants that Hindi writes and does not speak is left out, from the right."""
    units = _UNITS.findall(word)
    for at in range(len(units) - 3, 1, -1):
        around = units[at - 2 : at] + units[at + 1 : at + 3]
        if units[at] in "aO" and [u in _VOWEL_LETTERS for u in around] == [True, False, False, True]:
            del units[at]
    return "".join(units)
