"""This module finds what leads from one page of a listing to the next: relations, words, pictures, numbers."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawlers.blocks import Element, line_of
from crawlers.moment import LATIN_DIGITS

_THINGS = r"(?:ads|jobs|results|posts|listings|notices|vacancies|items|entries|offers|openings|classifieds)"
_NEXT_WORDS = re.compile(
    rf"^\W*(?:(?:go to )?(?:the )?next(?: \w+){{0,2}}|(?:load|show|view|see|get) (?:\d+ )?(?:more|older|further)(?: (?:\w+ )?{_THINGS})?"
    rf"|more {_THINGS}|more(?=\s*[›»→>])|older(?: \w+)?|›|»|→|>"
    r"|(?:अगल[ाेी]|पुढ(?:े|ील))(?: (?!वाचा|पढ़)\S+)?|आगे(?: देखें| बढ़ें| जाएँ)?|और (?:देखें|विज्ञापन|पढ़ें|लोड करें|दिखाएँ|दिखाएं)|पुराने \S+"
    r"|(?:తదుపరి|తర్వాతి?|తరువాతి?)(?: \S+)?|మరిన్ని(?: \S+)?|(?:পরবর্তী|পরের)(?: \S+)?|আরও (?:দেখুন|দেখাও|বিজ্ঞাপন)|আরো দেখুন|(?:அடுத்த|மேலும்)(?: \S+)?|(?:اگلا|اگلے|مزید)(?: \S+)?|આગળ(?:નું)?(?: \S+)?|ಮುಂದಿನ(?: \S+)?|ಮುಂದೆ|അടുത്ത(?: \S+)?|ਅਗਲਾ(?: \S+)?|ପରବର୍ତ୍ତୀ(?: \S+)?)\W*$",
    re.IGNORECASE,
)
_NEXT_NAME = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.IGNORECASE)
_LAST_WORDS = re.compile(r"^(?:>>|»»|last)$", re.IGNORECASE)


def next_links(tree: Element, *, base: str, url: str) -> Iterator[Element]:
    """What may lead from the listing page at `url` to the next one, the surest first."""
    for name in ("link", "a"):
        yield from (link for link in tree.iter(name) if "next" in (link.get("rel") or "").lower().split())
    anchors = [link for link in tree.iter("a") if link.get("href")]
    for link in anchors:
        if any(_leads_on(words) for words in _said(link)):
            yield link
    for link in anchors:
        if _NEXT_NAME.search(f"{link.get('class') or ''} {link.get('id') or ''}"):
            yield link
    number = str(_page_number(url) + 1)
    for link in anchors:
        address = address_of(link, base)
        if line_of(link).translate(LATIN_DIGITS) == number and re.search(
            rf"(?<!\d){number}(?!\d)", address or ""
        ):
            yield link


def _leads_on(words: str) -> bool:
    return _NEXT_WORDS.match(words) is not None and _LAST_WORDS.match(words) is None


def _said(link: Element) -> Iterator[str]:
    """What a link says: in words, or, where it is a picture, in what stands for it."""
    words = line_of(link)
    yield words or link.get("title") or ""
    if link.get("aria-label"):
        yield link.get("aria-label") or ""
    if not words:
        yield from (image.get("alt") or image.get("title") or "" for image in link.iter("img"))


def _page_number(url: str) -> int:
    for name, value in parse_qsl(urlsplit(url).query):
        if (
            name.lower() in ("page", "p", "pg", "pageno", "o", "pr")
            and value.isascii()
            and value.isdigit()
            and len(value) < 7
        ):
            return int(value)
    found = re.search(r"(?:page[/-]|-)(\d{1,4})/?$", urlsplit(url).path)
    return int(found[1]) if found else 1


def address_of(link: Element, base: str) -> str | None:
    """Where `link` leads; None where it stays on its page or leads nowhere."""
    href = str(link.get("href") or "").strip()
    if not href or href.startswith("#"):
        return None
    try:
        return urljoin(base, href)
    except ValueError:  # a bracket where a host should be: such a link leads nowhere
        return None
