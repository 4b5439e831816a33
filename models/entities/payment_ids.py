"""This module reads UPI ids: a name or number at a bank or payment app, without the ending of a host."""

import re
from collections.abc import Iterator
from functools import cache

from models.domain.contact import ContactKind
from models.entities.sighting import Sighting
from models.entities.tables import alternatives, words
from models.normalise.fold import Folded

_SHAPE = re.compile(
    r"(?<![\w.@])(?P<name>[a-z0-9][a-z0-9._-]{1,63})(?P<at>\s?@\s?|\s(?:at|\(at\))\s)(?P<bank>[a-z][a-z0-9]{1,31})"
    r"(?![a-z0-9@]|\.[a-z])"
)
_AT_SAID = re.compile(r"[0-9]{10}\s(?:at|\(at\))\s")
_SPEAKING_ENDINGS = ("bank", "upi", "pay")
_BEFORE = 40


def payment_ids(folded: Folded) -> Iterator[Sighting]:
    """The UPI ids in folded text: of a known bank or app, or announced as one, or a mobile number's."""
    text = folded.text
    is_worth_it = "@" in text or ("at" in folded.words and _AT_SAID.search(text))
    for match in _SHAPE.finditer(text) if is_worth_it else ():
        if _is_payment_id(text, match):
            value = f"{match['name']}@{match['bank']}"
            yield Sighting(ContactKind.UPI, value, match.start(), match.end())


def _is_payment_id(text: str, match: re.Match[str]) -> bool:
    name, bank = match["name"], match["bank"]
    if match["at"].strip() != "@":  # "9876543210 at ybl", but not "meet at axis"
        return name.isdigit() and len(name) == 10 and bank in words("payment_handles.txt")
    known = bank in words("payment_handles.txt") or bank.endswith(_SPEAKING_ENDINGS)
    if match["at"] != "@":
        return known
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    return known or (name.isdigit() and len(name) == 10) or _announced().search(before) is not None


@cache
def _announced() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives('upi')}(?!\w)[^\n]{{0,20}}$")
