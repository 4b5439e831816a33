"""This module holds the invented contacts of the sample ads: a placeholder names one, the same key is the same contact.

`{phone:7}` is a mobile number, `{phone:7:spaced}` the same number written otherwise. The numbers are made up when
the ads are read, so that none is in the repository.
"""

import hashlib
import re
from collections.abc import Callable, Mapping

from models.domain.errors import WrongUsage

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PARTS = re.compile(r"([a-z]+):(\d{1,9})(?::([a-z0-9-]+))?")
_ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_HINDI = ["zero", "ek", "do", "teen", "char", "paanch", "chhe", "saat", "aath", "nau"]
_UPI_HANDLES = ("ybl", "okaxis", "oksbi", "paytm", "ibl")
_MAILBOXES = ("office", "jobs", "hr.desk", "contact", "enquiry", "apply", "admin", "frontdesk")


def fill(text: str) -> str:
    """`text` with every `{kind:key}` or `{kind:key:form}` replaced. Raises `WrongUsage` for one it does not know."""
    return _PLACEHOLDER.sub(lambda found: _contact(found[1]), text)


def fill_known(text: str) -> str:
    """`text` with every placeholder that `fill` knows replaced, and all other braces as they are."""
    return _PLACEHOLDER.sub(lambda found: _known(found[1]) or found[0], text)


def mobile(key: int) -> str:
    """The ten digits of the mobile number `key`."""
    return "9" + _digits("mobile", key, 9)


def _contact(placeholder: str) -> str:
    if _PARTS.fullmatch(placeholder) is None:
        raise WrongUsage(
            f"The placeholder {{{placeholder}}} is not of the shape {{kind:key}} or {{kind:key:form}}."
        )
    written = _known(placeholder)
    if written is None:
        raise WrongUsage(
            f"The placeholder {{{placeholder}}} names a kind or form of contact that does not exist."
        )
    return written


def _known(placeholder: str) -> str | None:
    parts = _PARTS.fullmatch(placeholder)
    if parts is None:
        return None
    kind, key, form = parts[1], int(parts[2]), parts[3] or "plain"
    write = _PHONE_FORMS.get(form) if kind == "phone" else _other(kind, form)
    return write(key) if write else None


def _other(kind: str, form: str) -> Callable[[int], str] | None:
    if kind == "landline" and form.isdigit():
        return lambda key: f"{form}-{'2' + _digits('landline', key, 10 - len(form))}"
    if kind == "foreign" and form in _FOREIGN:
        start, rest = _FOREIGN[form]
        return lambda key: start + _digits("foreign", key, rest)
    return _KINDS.get(kind) if form == "plain" else None


def _digits(kind: str, key: int, count: int) -> str:
    digest = hashlib.sha256(f"nigah sample board {kind} {key}".encode()).digest()
    return str(int.from_bytes(digest[:8], "big"))[-count:]


def _native(zero: str) -> Callable[[int], str]:
    table = {ord("0") + digit: ord(zero) + digit for digit in range(10)}
    return lambda key: mobile(key).translate(table)


def _mixed(key: int) -> str:
    digits = mobile(key)
    return f"{_ENGLISH[int(digits[0])]}{digits[1:5]}{_ENGLISH[int(digits[5])]}{digits[6:]}"


_PHONE_FORMS: Mapping[str, Callable[[int], str]] = {
    "plain": mobile,
    "spaced": lambda key: f"{mobile(key)[:5]} {mobile(key)[5:]}",
    "dashed": lambda key: f"{mobile(key)[:5]}-{mobile(key)[5:]}",
    "plus": lambda key: f"+91 {mobile(key)[:5]} {mobile(key)[5:]}",
    "zero": lambda key: f"0{mobile(key)}",
    "dots": lambda key: ".".join(mobile(key)),
    "gaps": lambda key: " ".join(mobile(key)),
    "stars": lambda key: f"{mobile(key)[:2]}*{mobile(key)[2:5]}*{mobile(key)[5:8]}*{mobile(key)[8:]}",
    "words": lambda key: " ".join(_ENGLISH[int(digit)] for digit in mobile(key)),
    "ank": lambda key: " ".join(_HINDI[int(digit)] for digit in mobile(key)),
    "mixed": _mixed,
    "devanagari": _native("०"),
    "bengali": _native("০"),
    "telugu": _native("౦"),
    "tamil": _native("௦"),
}
# How a mobile number begins under a country code, and how many digits follow.
_FOREIGN = {
    "855": ("+855 12 ", 6),
    "66": ("+66 81 ", 7),
    "95": ("+95 942 ", 7),
    "971": ("+971 50 ", 7),
    "977": ("+977 9812", 6),
}
_KINDS: Mapping[str, Callable[[int], str]] = {
    "whatsapp": lambda key: f"https://wa.me/91{mobile(key)}",
    "telegram": lambda key: f"https://t.me/desk_{_digits('telegram', key, 5)}",
    "upi": lambda key: f"{mobile(key)}@{_UPI_HANDLES[key % len(_UPI_HANDLES)]}",
    "email": lambda key: f"{_MAILBOXES[key % len(_MAILBOXES)]}{key}@example.com",
}
KINDS = frozenset(("phone", *_KINDS))
"""The kinds of contact that `{kind:key}` can name."""
