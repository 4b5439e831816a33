"""This module makes texts that nobody would write, and spoils texts that somebody wrote, always alike for a seed."""

import random
import re
from collections.abc import Callable, Iterator, Mapping

_WORDS = (  # noqa: SIM905
    "registration fee passport company visa Dubai no leave salary after 3 months call 98765 43210 girls boys age 18-25 "
    "kaam chahiye ladki fees nahi नौकरी चाहिए पासपोर्ट फीस नहीं ఉద్యోగం కావాలి పాస్‌పోర్ట్ চাকরি চাই ফি না வேலை काम नोकरी نوکری "
    "wa.me/919876543210 a@b.in @ybl nine double o0 Rs. 2,500, 5 lakh 12 years 110001 “said” ? ! . , ; | । \n\n"
).split(" ")
_MARKS = [
    chr(c)
    for c in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFE0F, 0x20E3)
]
_SURROGATES = ["\ud800", "\udfff", "\udc00", "\x00", "\x1f", "\x85", "\u2028", "\ufffd"]
_LOOK_ALIKES = str.maketrans("aeocpxyiAEOCPXTHKMB", "аеосрхуіАЕОСРХТНКМВ")


def hostile_texts(*, seed: int, count: int) -> Iterator[str]:
    """`count` texts: random Unicode, mixed scripts, lone surrogates, bidi marks, long runs of digits."""
    chance = random.Random(seed)
    for _ in range(count):
        yield "".join(chance.choice(_MAKERS)(chance) for _ in range(chance.randrange(1, 5)))


def _unicode(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(1, 12)))


def _plane(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x3000)) for _ in range(chance.randrange(1, 20)))


def _words(chance: random.Random) -> str:
    return chance.choice(["", " ", "  ", "\n", "-"]).join(chance.choices(_WORDS, k=chance.randrange(1, 10)))


def _marked(chance: random.Random) -> str:
    return "".join(c + chance.choice([*_MARKS, "", "", ""]) for c in _words(chance))


def _broken(chance: random.Random) -> str:
    return "".join(chance.choices([*_SURROGATES, "a", "5", " ", "क"], k=chance.randrange(1, 8)))


def _digits(chance: random.Random) -> str:
    zero = chance.choice("0००౦০０𝟎")
    gap = chance.choice(["", "", " ", "-", ".", "x"])
    return gap.join(chr(ord(zero) + chance.randrange(10)) for _ in range(chance.choice([3, 10, 12, 40])))


_MAKERS: tuple[Callable[[random.Random], str], ...] = (_unicode, _plane, _words, _marked, _broken, _digits)


def _zero_width(text: str) -> str:
    return "\u200b".join(text)


def _spread(text: str) -> str:
    return re.sub(r"\s", " \u00a0 ", text)


def _spaced_out(text: str) -> str:
    """The first word of five or more Latin letters with a dot between its letters, as to pass a filter."""
    return re.sub(r"(?<![^\W_])[a-zA-Z]{5,}(?![^\W_])", lambda word: ".".join(word.group()), text, count=1)


def _repeated(text: str) -> str:
    return re.sub(r"([aeiou])(?=[a-z]{0,2}\b)", r"\1\1\1", text, count=1)


SABOTAGE: Mapping[str, Callable[[str], str]] = {
    "look-alike letters": lambda text: text.translate(_LOOK_ALIKES),
    "zero-width marks": _zero_width,
    "wide gaps": _spread,
    "letters apart": _spaced_out,
    "capitals": str.upper,
    "bidi marks": lambda text: f"\u202e{text}\u202c",
    "a letter repeated": _repeated,
}
