"""This module reads links: to WhatsApp and Telegram, to accounts on social networks, to any page."""

import re
from collections.abc import Iterator

from models.domain.contact import ContactKind
from models.entities.numbering import number
from models.entities.sighting import Sighting

_LINK = re.compile(
    r"(?<![\w@.-])(?:(?:https?|whatsapp|tg)://|www\.(?=\w))[^\s<>\"'`{}|\\^\[\]]+"
    r"|(?<![\w@.-])(?:wa\.me|(?:api\.|chat\.|web\.)?whatsapp\.com|t\.me|telegram\.(?:me|dog)|m\.me|fb\.com|fb\.me"
    r"|(?:m\.)?facebook\.com|instagram\.com|instagr\.am|snapchat\.com|bit\.ly|linktr\.ee|forms\.gle|youtu\.be)/\s?"
    r"[^\s<>\"'`{}|\\^\[\]]+"
    r"|(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,4}"
    r"(?:com(?:\.[a-z]{2})?|org|net|info|biz|xyz|online|site|shop|app|live|club|top|link|co\.in|org\.in|net\.in|gov\.in|ac\.in|in(?=/))"
    r"(?![\w@-])(?:/[^\s<>\"'`{}|\\^\[\]]*)?"
)
_DOTTED = re.compile(r"\.(?:[a-z0-9-]{2,6}/|[a-z]{2,6}(?![a-z]))")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.|m\.)?")
_TRAILING = ".,;:!?)('\"*_~।"
_WHATSAPP = re.compile(
    r"(?:wa\.me/\s?\+?(?P<short>\d{8,15})(?!\w)"
    r"|(?:(?:api|web)\.)?whatsapp(?:\.com/send/?|://send/?)\?(?:[^#]*&)?phone=(?:\+|%2b)?(?P<long>\d{8,15})"
    r"|(?P<room>wa\.me/message/\w+|chat\.whatsapp\.com/(?:invite/)?\w+|whatsapp\.com/channel/\w+))"
)
_TELEGRAM = re.compile(
    r"(?:(?:t|telegram)\.(?:me|dog)/\s?(?:\+(?P<phone>\d{8,15})(?!\w)|(?P<room>(?:joinchat/|\+)[\w-]+)"
    r"|(?:s/)?(?P<name>[a-z]\w{3,31}))|tg://resolve\?domain=(?P<other>[a-z]\w{3,31}))"
)
_ACCOUNT = re.compile(
    r"(?P<site>instagram\.com|instagr\.am|facebook\.com|fb\.com|m\.me|snapchat\.com|twitter\.com|x\.com)/\s?"
    r"(?:add/|@)?(?P<name>[a-z0-9][\w.]{2,49})/?(?:\?.*)?$"
)
_DEGREE = re.compile(r"[bm]\.com(?![\w.-])")  # "B.Com", "M.Com/BBA": in every third job ad
_SITES = {"instagr.am": "instagram", "fb.com": "facebook", "m.me": "facebook", "x.com": "twitter"}
_PAGES = {
    "p",
    "reel",
    "reels",
    "groups",
    "sharer",
    "share",
    "photo.php",
    "profile.php",
    "watch",
    "story.php",
    "stories",
    "explore",
}


def links(text: str, *, as_written: str) -> Iterator[Sighting]:
    """The links in folded `text`, in order.

    `as_written` is the same text, character for character, before its letters were made small: the names of
    rooms and paths tell capitals apart.
    """
    is_worth_it = "://" in text or "www." in text or _DOTTED.search(text)
    for match in _LINK.finditer(text) if is_worth_it else ():
        if _DEGREE.match(match.group()):
            continue
        link = match.group().rstrip(_TRAILING)
        start, end = match.start(), match.start() + len(link)
        kind, value = _read(link, as_written[start:end])
        if value:
            yield Sighting(kind, value, start, end)


def _read(link: str, as_written: str) -> tuple[ContactKind, str]:
    scheme = _SCHEME.match(link)
    bare_at = scheme.end() if scheme else 0
    bare, written = link[bare_at:], as_written[bare_at:]
    if found := _WHATSAPP.match(bare):
        if found["room"]:
            host, _, path = written[: found.end()].partition("/")
            return ContactKind.WHATSAPP, f"{host.lower()}/{path}"
        return ContactKind.WHATSAPP, _dialled(found["short"] or found["long"])
    if found := _TELEGRAM.match(bare):
        if found["phone"]:
            return ContactKind.TELEGRAM, _dialled(found["phone"])
        room = written[found.start("room") : found.end("room")] if found["room"] else ""
        return ContactKind.TELEGRAM, f"t.me/{room.strip()}" if room else f"@{found['name'] or found['other']}"
    return _page(bare, written)


def _page(bare: str, written: str) -> tuple[ContactKind, str]:
    """An account on a social network, or any other page; nothing for a host that leads nowhere by itself."""
    if (found := _ACCOUNT.match(bare)) and found["name"] not in _PAGES:
        site = _SITES.get(found["site"], found["site"].removesuffix(".com"))
        return ContactKind.HANDLE, f"{site}:{found['name'].rstrip('.')}"
    host, slash, path = written.partition("/")
    value = f"{host.lower()}{slash}{path}".rstrip("/")
    return ContactKind.URL, "" if host.lower() == "wa.me" else value


def _dialled(digits: str) -> str:
    """Digits of a link, which stand there without a plus sign, as E.164."""
    return number(digits, international=True) or number(digits, international=False) or f"+{digits}"
