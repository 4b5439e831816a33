"""This module reads account names on messengers and social networks: "@name", "insta id: name"."""

import re
from collections.abc import Iterator

from models.domain.contact import ContactKind
from models.entities.alternation import alternation
from models.entities.sighting import Sighting
from models.normalise.memory import Memory

_SITES = {
    "telegram": "telegram", "telegr": "telegram", "tg": "telegram", "tele": "telegram", "टेलीग्राम": "telegram",
    "టెలిగ్రామ్": "telegram", "টেলিগ্রাম": "telegram",
    "instagram": "instagram", "insta": "instagram", "ig": "instagram", "इंस्टाग्राम": "instagram", "इंस्टा": "instagram",
    "facebook": "facebook", "fb": "facebook", "snapchat": "snapchat", "snap": "snapchat", "sc": "snapchat",
    "twitter": "twitter", "signal": "signal", "wechat": "wechat", "imo": "imo", "skype": "skype", "botim": "botim",
}  # fmt: skip
_SITE = alternation(_SITES)
_CONNECTORS = r"(?:[\s:=\-–>(,.]{0,3}(?:id|ids|username|user|handle|name|is|me|on|at|channel|group|page|profile|pe|par|dm|msg)(?!\w)){0,3}"
_AT_NAME = re.compile(
    rf"(?:(?<!\w)(?P<site>{_SITE}){_CONNECTORS}[\s:=\->(,]{{0,4}})?(?<![\w@./+-])@(?P<name>[a-z_][\w.]{{2,30}}\w)(?![@\w])"
)
_NAMED = re.compile(
    rf"(?<!\w)(?P<site>{_SITE})(?P<said>{_CONNECTORS})\s?(?P<sign>[:=\-])?[\s>]{{0,2}}(?P<name>[a-z_][\w.]{{2,30}}\w)(?![@\w])"
)


def _may_name_site(run: str) -> bool:
    """Whether a site's name may begin in a run of letters; in other scripts it may do so behind any vowel sign."""
    return run.startswith(tuple(_SITES)) if run.isascii() else any(site in run for site in _SITES)


NAMES_SITE = Memory(_may_name_site)
"""Whether the name of a site may begin in each run of letters, remembered."""
_NO_NAMES = {
    "gmail", "yahoo", "home", "office", "site", "work", "least", "most", "the", "our", "only", "call", "group", "channel",
    "number", "whatsapp", "and", "for", "with", "page", "link", "available", "also", "chat", "join",
}  # fmt: skip


def handles(text: str, words: frozenset[str]) -> Iterator[Sighting]:
    """The account names in folded `text`; a name without its @ must be announced and look like no plain word.

    `words` are the text's runs of letters.
    """
    for match in _AT_NAME.finditer(text) if "@" in text else ():
        name = match["name"].rstrip(".")
        if name not in _NO_NAMES and "." not in name[-4:]:
            yield _sighting(match["site"], name, match.start("name") - 1, match.start("name") + len(name))
    for match in _NAMED.finditer(text) if any(map(NAMES_SITE.__getitem__, words)) else ():
        name, said = match["name"].rstrip("."), re.search(r"id|user|handle", match["said"])
        if (
            name not in _NO_NAMES
            and name.isascii()
            and (match["sign"] or said)
            and re.search(r"[\d_.]", name)
        ):
            yield _sighting(match["site"], name, match.start("name"), match.start("name") + len(name))


def _sighting(site: str | None, name: str, start: int, end: int) -> Sighting:
    network = _SITES[site] if site else None
    if network == "telegram":
        return Sighting(ContactKind.TELEGRAM, f"@{name}", start, end)
    return Sighting(ContactKind.HANDLE, f"{network}:{name}" if network else f"@{name}", start, end)
