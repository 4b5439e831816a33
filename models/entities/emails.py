"""This module reads e-mail addresses, also those written with "at" and "dot"."""

import re
from collections.abc import Iterator
from itertools import chain

from models.domain.contact import ContactKind
from models.entities.alternation import places, places_of
from models.entities.sighting import Sighting
from models.entities.stretches import around_at_signs
from models.normalise.fold import Folded

_PLAIN = re.compile(
    r"(?<![\w.+-])[a-z0-9][a-z0-9._+-]{0,63}\s?@\s?(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,4}[a-z]{2,12}(?![\w@-])"
)
_AT = r"(?:\s?[(\[{<]\s?(?:at|@|aat|एट|ऐट|ఎట్|অ্যাট)\s?[)\]}>]\s?|\s+(?:at|aat|एट|ऐट|ఎట్|অ্যাট)\s+|\s?@\s?)"
_DOT_SAID = r"(?:\s?[(\[{<]\s?(?:dot|\.|डॉट|డాట్|ডট)\s?[)\]}>]\s?|\s+(?:dot|डॉट|డాట్|ডট)\s+)"
_DOT = rf"(?:{_DOT_SAID}|\.)"
_NAME = rf"[a-z0-9][a-z0-9_+-]{{0,40}}(?:{_DOT}[a-z0-9_+-]{{1,40}}){{0,3}}"
_ENDINGS = r"(?:com|in|org|net|info|co\.in|co|edu|gov|biz|me|io)"
_HOST = rf"[a-z0-9-]{{2,40}}(?:{_DOT}[a-z0-9-]{{2,40}}){{0,2}}{_DOT}{_ENDINGS}(?![\w@-])"
_SAID = re.compile(rf"(?<![\w.+-]){_NAME}{_AT}{_HOST}")
_MAYBE = re.compile(rf"(?:@|at|aat|एट|ऐट|ఎట్|অ্যাট)\s?[)\]}}>]?\s?{_HOST}")
_LONGEST = 280  # characters on either side of the sign
_AT_SAID = re.compile(_AT)
AT_WORDS = frozenset({"at", "aat", "एट", "ऐट", "ఎట్", "অ্যাট"})
"""The words for an @ sign."""
_DOTS_SAID = re.compile(_DOT_SAID)
_PROVIDER = re.compile(
    r"(?:g ?mail|yahoo|hotmail|outlook|rediffmail|proton(?:mail)?|icloud|live|ymail|zoho(?:mail)?)\b"
)
_IMPROPER = {
    "us",
    "me",
    "mail",
    "email",
    "apply",
    "contact",
    "write",
    "reach",
    "available",
    "visit",
    "website",
    "now",
    "here",
}


def emails(folded: Folded) -> Iterator[Sighting]:
    """The e-mail addresses in folded text; those said with words need a host that is one beyond doubt."""
    text, taken = folded.text, 0
    plain = (
        _PLAIN.finditer(text, start, end)
        for start, end in around_at_signs(text, before=_LONGEST, after=_LONGEST)
    )
    for match in chain.from_iterable(plain):
        value = re.sub(r"\s", "", match.group()).rstrip(".")
        yield Sighting(ContactKind.EMAIL, value, match.start(), match.end())
    for match in _SAID.finditer(text) if _may_be_said(folded) else ():
        if match.start() < taken or _PLAIN.fullmatch(match.group()):
            continue
        if address := _address(match):
            taken = match.end()
            yield Sighting(ContactKind.EMAIL, address, match.start(), match.end())


def _may_be_said(folded: Folded) -> bool:
    """Whether looking for addresses in words, which takes long, is worth it."""
    signs = chain(places_of(AT_WORDS, folded), places("@", folded.text))
    return any(_MAYBE.match(folded.text, sign) for sign in signs)


def _address(match: re.Match[str]) -> str | None:
    said = match.group()
    at = _AT_SAID.search(said, 0)
    if at is None:
        return None
    name, host = said[: at.start()], said[at.end() :]
    beyond_doubt = "@" in at.group() or at.group().strip()[0] in "([{<" or _DOTS_SAID.search(host)
    if not (beyond_doubt or _PROVIDER.match(host)) or name in _IMPROPER:
        return None
    return f"{_DOTS_SAID.sub('.', name)}@{_DOTS_SAID.sub('.', host)}".replace(" ", "")
