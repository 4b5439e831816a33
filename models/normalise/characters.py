"""This module says what one published character becomes for matching, whatever stands beside it.

Compatibility forms, case, diacritics, look-alike letters of other scripts and the digits of every script
become plain; marks nobody sees (zero-width, bidi, variation selectors, enclosing keycaps) become nothing.
"""

import unicodedata

_INDIC = range(0x0900, 0x0E00)
_NUKTAS = {
    "\u093c",
    "\u0a3c",
}  # of Devanagari and Gurmukhi, where writers leave it out; Bengali needs its own
_LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BLANKS = "\t\x1f\u2800\u3164\uffa0\u115f\u1160"
# First letter of each run of boxed or circled capitals that have no compatibility form.
_BOXED_CAPITALS = (0x1F150, 0x1F170)


def _pairs(words: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in words.split()}


# Letters that look like Latin ones. Russian or Greek is spoilt by this for reading, never for matching:
# phrases are folded alike. Capitals first, for Η looks like H while its small letter η looks like n.
_CAPITALS = _pairs("Ηh Νn Υy Μm Ιi Ꭺa Ᏼb Ꮯc Ꭼe Ꮐg Ꮋh Ꭻj Ꮶk Ꮮl Ꮇm Ꮲp Ꮪs Ꮩv Ꮃw Ꮓz")
_LOOK_ALIKES = (
    _pairs("аa вb еe иu кk мm нh оo пn рp сc тt уy хx ьb іi ѕs јj ԁd ԛq ԝw һh ӏl")
    | _pairs("αa βb γy εe ζz ηn ιi κk μu νv οo ρp σo τt υu χx ωw օo սu հh ոn ցg յj")
    | _pairs(
        "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz ɑa ɡg ıi łl øo đd ħh ɩi ƒf"
    )
)
# Written one way by some keyboards, another way by others, with the same meaning.
_SPELLINGS = _pairs("يی ىی ئی كک ةہ هہ ھہ أا إا ؤو ’' ‘' “\" ”\" ‐- ‑- ‒- –- —- −- ⁄/") | {
    "\u0901": "\u0902",  # Devanagari candrabindu to anusvara
    "\u09ce": "\u09a4\u09cd",  # Bengali khanda ta
    "\u0d7a": "\u0d23\u0d4d",  # Malayalam chillus
    "\u0d7b": "\u0d28\u0d4d",
    "\u0d7c": "\u0d30\u0d4d",
    "\u0d7d": "\u0d32\u0d4d",
    "\u0d7e": "\u0d33\u0d4d",
    "\u0d7f": "\u0d15\u0d4d",
    "\u0640": "",  # Arabic kashida only stretches a word
    "🔟": "10",
    "\U0001f10b": "0",  # circled noughts, which Unicode calls no digits
    "\U0001f10c": "0",
}
_CHARACTERS = _SPELLINGS | _LOOK_ALIKES | dict.fromkeys(_NUKTAS, "")

MARKS = "".join(chr(c) for c in _INDIC if unicodedata.category(chr(c)) in {"Mn", "Mc"})
"""The vowel signs and other marks of India's scripts, which are part of a word, for a class in a pattern."""


def plain(character: str) -> str:
    """What `character` (one code point, any, surrogates too) becomes: none, one or several characters."""
    before, after = "", character
    while after != before:
        before, after = after, "".join(_once(c) for c in after)
    return after


def _once(character: str) -> str:
    if character in _LINE_BREAKS:
        return "\n"
    if character in _BLANKS:
        return " "
    lowered = _CAPITALS.get(character) or unicodedata.normalize("NFKC", character).casefold()
    return "".join(_reduced(c) for c in unicodedata.normalize("NFKC", lowered))


def _reduced(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else ""
    if character in _CHARACTERS:
        return _CHARACTERS[character]
    category = unicodedata.category(character)
    if category in {"Nd", "No"}:
        digit = unicodedata.digit(character, None)
        return character if digit is None else str(digit)
    if category == "Zs":
        return " "
    if category in {"Cf", "Cc", "Me"} or (category == "Mn" and ord(character) not in _INDIC):
        return ""
    return _boxed(character) or _without_diacritics(character)


def _boxed(character: str) -> str:
    places = (ord(character) - first for first in _BOXED_CAPITALS)
    return "".join(chr(ord("a") + place) for place in places if 0 <= place < 26)


def _without_diacritics(character: str) -> str:
    """A letter without its accent or nukta; an accent of a script of India other than the nukta stays."""
    parts = unicodedata.normalize("NFD", character)
    if ord(character) in _INDIC:
        return unicodedata.normalize("NFC", "".join(p for p in parts if p not in _NUKTAS))
    if 0xAC00 <= ord(character) <= 0xD7A3:  # Hangul would fall into parts that no reader writes
        return character
    return "".join(p for p in parts if unicodedata.category(p) != "Mn")


class _Table(dict[str, str]):
    """What each character met so far becomes; Unicode bounds its size."""

    def __missing__(self, character: str) -> str:
        self[character] = value = plain(character)
        return value


PLAIN: dict[str, str] = _Table()
"""`plain` of each character, remembered."""
