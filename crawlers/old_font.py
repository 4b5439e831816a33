"""This module turns Hindi that is set in Kruti Dev, a font of the years before Unicode, into letters.

Pages of that time hold the keys of a typewriter ("ukSdjh pkfg,"), which the font draws as Devanagari (नौकरी चाहिए).
Half letters have keys of their own, a stroke makes them whole; the short i stands before its syllable, the hook of
an r behind it.
"""

import re
from itertools import islice
from typing import Final

from crawlers.blocks import Element

_FONT = re.compile(r"kruti\s*_?dev|devlys|dev\s*lys", re.IGNORECASE)
_NAME = re.compile(r"(?P<kind>[.#]?)(?P<name>[\w-]+)\s*$")
# के है में की और लिए का से को पर हैं नहीं: three of them are no accident.
_COMMON: Final = frozenset(("ds", "gS", "esa", "dh", "vkSj", "fy,", "dk", "dks", "ij", "gSa", "ugha", "pkfg,", "djsa"))  # fmt: skip
_TELLING: Final = 3
_ENGLISH = re.compile(r"\b(?:the|and|for|with|you)\b")
_INDIAN: Final = "\u0900"  # the first letter of the scripts that need no such font
_MOST_ELEMENTS: Final = 20_000
_MOST_RULES: Final = 100
_LONGEST_RULE: Final = 1_000
_LONGEST_NAME: Final = 60
_I, _HOOK = "\ue000", "\ue001"  # stand for the short i and the hook of an r until they are in their places
_KEYS: Final = {
    "vkS": "औ", "vks": "ओ", "vk": "आ", "v": "अ", "bZ": "ई", "b": "इ", "m": "उ", "Å": "ऊ", ",s": "ऐ", ",": "ए", "_": "ऋ",
    "d": "क", "D": "क्", "[": "ख्", "x": "ग", "X": "ग्", "?": "घ्", "p": "च", "P": "च्", "N": "छ", "t": "ज", "T": "ज्", ">": "झ",
    "V": "ट", "B": "ठ", "M": "ड", "<": "ढ", ".": "ण्", "r": "त", "R": "त्", "F": "थ्", "n": "द", "/": "ध्", "u": "न", "U": "न्",
    "i": "प", "I": "प्", "Q": "फ", "¶": "फ्", "c": "ब", "C": "ब्", "H": "भ्", "e": "म", "E": "म्", ";": "य", "¸": "य्", "j": "र",
    "y": "ल", "Y": "ल्", "G": "ळ", "o": "व", "O": "व्", "'": "श्", '"': "ष्", "l": "स", "L": "स्", "g": "ह", "º": "ह्",
    "{": "क्ष्", "=": "त्र", "K": "ज्ञ", "J": "श्र", "|": "द्य", "}": "द्व", ")": "द्ध", "í": "द्द", "Ø": "क्र", "Ù": "त्त्", "ä": "क्त",
    "Á": "प्र", "#": "रु", ":": "रू", "ê": "ट्ट", "ë": "ट्ठ", "z": "्र", "ª": "्र", "~": "्", "+": "़",
    "ks": "ो", "kS": "ौ", "k": "ा", "h": "ी", "q": "ु", "w": "ू", "`": "ृ", "s": "े", "S": "ै", "a": "ं", "¡": "ँ", "%": "ः",
    "‚": "ॉ", "W": "ॅ", "f": _I, "Z": _HOOK, "A": "।", "]": ",", "-": ".", "&": "-", "@": "/", "¼": "(", "½": ")", "\\": "?",
    "^": "‘", "*": "’", "Þ": "“", "ß": "”",
}  # fmt: skip
_KEY = re.compile("|".join(map(re.escape, sorted(_KEYS, key=len, reverse=True))))
# No syllable has more half letters; without a bound a flood of them would be gone over again and again.
_CLUSTER: Final = "(?:[क-ह]़?्){0,4}[क-ह]़?(?:्र)?"
_SHORT_I = re.compile(f"{_I}({_CLUSTER})")
_BEFORE_HOOK = re.compile(f"((?:[क-ह]़?्){{0,4}}[क-ह]़?[ा-ौॉंँ]{{0,3}}){_HOOK}")


def read_old_font(tree: Element, source: str) -> int:
    """Put letters in the place of Kruti Dev's keys throughout the page; how many elements were set in it.

    Where neither an element nor the page's own styles name the font, its commonest words do.
    """
    small = source.lower()
    is_named = any(name in small for name in ("kruti", "devlys", "dev lys"))
    if not is_named and not (" ds " in source and (" esa " in source or " fy, " in source)):
        return 0  # no Hindi does without the first of them
    named = _names(small) if is_named else frozenset()
    found, is_set = 0, dict[Element, bool]()
    for element in islice(tree.iter(), _MOST_ELEMENTS):
        around = element.getparent()
        inherited = is_set.get(around, False)
        if element.tail and (inherited or _reads_so(element.tail)):
            element.tail = letters(element.tail)
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "title"):
            continue
        own = _own_font(element, named)
        is_set[element] = inherited if own is None else own
        if element.text and (is_set[element] or _reads_so(element.text)):
            element.text = letters(element.text)
            found += 1
    return found


def letters(keys: str) -> str:
    """Devanagari for the keys of Kruti Dev 010; what is no key of it stays."""
    drawn = _KEY.sub(lambda key: _KEYS[key[0]], keys)
    # A stroke behind a half letter makes it whole.
    whole = drawn.replace("्ा", "").replace("्ो", "े").replace("्ौ", "ै")
    return _BEFORE_HOOK.sub(r"र्\1", _SHORT_I.sub(r"\1ि", whole)).replace(_I, "ि").replace(_HOOK, "र्")


def _names(small: str) -> frozenset[str]:
    """The classes, ids and tags that the page's own styles set in the font; `small` is the page in small letters."""
    found = set()
    for font in islice(_FONT.finditer(small), _MOST_RULES):
        opens = small.rfind("{", max(0, font.start() - _LONGEST_RULE), font.start())
        if opens < 0 or "}" in small[opens : font.start()]:
            continue
        before = small[max(0, opens - _LONGEST_RULE) : opens]
        for selector in before[max(before.rfind("}"), before.rfind(">")) + 1 :].split(","):
            named = _NAME.search(selector.strip()[-_LONGEST_NAME:])
            if named:
                found.add(named["kind"] + named["name"])
    return frozenset(found)


def _own_font(element: Element, named: frozenset[str]) -> bool | None:
    """Whether an element says that it is set in Kruti Dev; None where it says nothing of fonts."""
    face, style = element.get("face") or "", element.get("style") or ""
    if _FONT.search(f"{face} {style}"):
        return True
    if face or "font-family" in style.lower():
        return False
    classes = (f".{name}" for name in (element.get("class") or "").lower().split())
    own = {element.tag, f"#{(element.get('id') or '').lower()}", *classes}
    return True if named and own & named else None


def _reads_so(text: str | None) -> bool:
    if not text or _ENGLISH.search(text) or max(text) >= _INDIAN:
        return False
    words = [word.rstrip("A]-") for word in text.split()]
    common = sum(word in _COMMON for word in words)
    return len(_COMMON.intersection(words)) >= _TELLING and 4 * common >= len(words)
