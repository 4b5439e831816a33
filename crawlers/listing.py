"""This module finds the ads and the next page on a listing page, by the card's selectors or by common patterns."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from crawlers.blocks import Element, line_of
from crawlers.card import SourceCard
from crawlers.feed import Feed
from crawlers.generic import in_noise
from crawlers.page import numbered
from crawlers.selected import elements
from crawlers.text_only import names_media
from models.domain.ad import canonical_url

_NEXT_WORDS = re.compile(
    r"^(?:next(?: page)?|more (?:ads|jobs|results)|older|›|»|→|>|अगला|आगे|తదుపరి|পরবর্তী|அடுத்த|पुढील)\W*$",
    re.IGNORECASE,
)
_NEXT_NAME = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.IGNORECASE)
_LAST_WORDS = re.compile(r"^(?:>>|»»|last)$", re.IGNORECASE)
_LEAST_GROUP: Final = 3
_NUMBER = re.compile(r"\d{3,}")
_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_SCRIPT = re.compile(r"\.(?:php|aspx?|cfm|jsp|do|cgi|pl)$", re.IGNORECASE)
_AD_PATH = re.compile(
    r"/(?:jobs?|ads?|posts?|postings?|items?|listings?|vacanc\w+|details?|view)(?:[-_/][^?#]*)?\d{3,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Absolute addresses inside of the card's scope: ads, further listing pages, the next page."""

    ads: tuple[str, ...]
    listings: tuple[str, ...] = ()
    next: str | None = None


def read_listing(tree: Element, *, url: str, card: SourceCard) -> Listing:
    """What the listing page at `url` leads to; each address once, in the order of the page."""
    base = _base(tree, url)
    chosen = card.selectors
    ads = _addresses(elements(tree, chosen.ad), base, card) if chosen.ad else _grouped(tree, base, url, card)
    listings = _addresses(elements(tree, chosen.listing), base, card)
    following = (
        _addresses(elements(tree, chosen.next), base, card)
        if chosen.next
        else _following(tree, base, url, card)
    )
    return Listing(tuple(ads), tuple(listings), following[0] if following else None)


def read_entries(feed: Feed, *, card: SourceCard) -> Listing:
    """What a feed or sitemap leads to. Of a sitemap, which names every page, only what looks like ads."""
    inside = [
        entry.url for entry in feed.entries if card.scope.holds(entry.url) and not names_media(entry.url)
    ]
    if card.number.url:
        inside = [url for url in inside if numbered(url, card)]
    elif feed.is_sitemap:
        counts = Counter(shape for url in inside if "#" in (shape := _shape(url)))
        usual = counts.most_common(1)
        if usual and usual[0][1] >= _LEAST_GROUP:
            inside = [url for url in inside if _shape(url) == usual[0][0]]
    ads = {canonical_url(url): _asked_for(url) for url in inside}
    maps = tuple(url for url in feed.maps if card.scope.holds(url))
    following = feed.next if feed.next and card.scope.holds(feed.next) else None
    return Listing(tuple(ads.values()), maps, following)


def _base(tree: Element, url: str) -> str:
    for element in tree.iter("base"):
        return urljoin(url, str(element.get("href") or "").strip())
    return url


def _addresses(links: Iterable[Element], base: str, card: SourceCard) -> list[str]:
    found: dict[str, str] = {}
    for link in links:
        address = _address(link, base)
        if address and card.scope.holds(address) and not names_media(address):
            found.setdefault(canonical_url(address), _asked_for(address))
    return list(found.values())


def _address(link: Element, base: str) -> str | None:
    href = str(link.get("href") or "").strip()
    if not href or href.startswith("#"):
        return None
    try:
        return urljoin(base, href)
    except ValueError:  # a bracket where a host should be: such a link leads nowhere
        return None


def _grouped(tree: Element, base: str, url: str, card: SourceCard) -> list[str]:
    """The best group of links of one shape that name single things: most boards' ads look like that."""
    groups: dict[str, dict[str, tuple[int, str]]] = {}
    for link in tree.iter("a"):
        address = _address(link, base)
        if address and card.scope.holds(address) and not names_media(address) and not in_noise(link):
            group = groups.setdefault(_shape(address), {})
            target, words = canonical_url(address), len(line_of(link))
            known, _ = group.get(target, (0, ""))
            group[target] = (max(known, words), _asked_for(address))
    own = canonical_url(url)
    scored = [
        (_worth(shape, [words for words, _ in group.values()]), group) for shape, group in groups.items()
    ]
    worth, best = max(scored, key=lambda pair: pair[0], default=(0.0, {}))
    if not worth:
        best = next((group for shape, group in groups.items() if _names_ads(shape, group)), {})
    found = [address for target, (_, address) in best.items() if target != own]
    return _of_one_kind(found)


def _names_ads(shape: str, group: Mapping[str, tuple[int, str]]) -> bool:
    """Whether links too few for a pattern lead to ads all the same: a last page often shows one or two."""
    return "#" in shape and all(_AD_PATH.search(urlsplit(target).path) for target in group)


def _of_one_kind(addresses: list[str]) -> list[str]:
    """`addresses` without those of another kind that look alike but for the length of their number.

    So are `/job-listings-cook-000000026898` and, beside each of them, `/annapurna-jobs-careers-649`.
    """
    numbers = {address: max(map(len, re.findall(r"\d+", _slug(address))), default=0) for address in addresses}
    first = {address: _slug(address).partition("-")[0] for address in addresses}
    usual, count = Counter(first.values()).most_common(1)[0] if addresses else ("", 0)
    if count < _LEAST_GROUP or not count < len(addresses) <= 3 * count:
        return addresses
    ours = {numbers[address] for address in addresses if first[address] == usual}
    others = {numbers[address] for address in addresses if first[address] != usual}
    return addresses if ours & others else [address for address in addresses if first[address] == usual]


def _slug(address: str) -> str:
    return urlsplit(address).path.strip("/").split("/")[-1]


def _asked_for(address: str) -> str:
    """`address` as the site wrote it, but for fragment, session number, and where tracking parameters have to go."""
    bare = _SESSION.sub("", urldefrag(address).url)
    canonical = canonical_url(bare)
    return (
        canonical
        if len(parse_qsl(urlsplit(canonical).query)) < len(parse_qsl(urlsplit(bare).query))
        else bare
    )


def _shape(address: str) -> str:
    """An address with what differs between ads taken out: where its longest number stands, and how deep it is."""
    parts = urlsplit(address)
    steps = [step.partition(";")[0] for step in parts.path.split("/") if step]
    # Slugs hold years and prices; the number of the ad is the longest, and of equals the last.
    longest = max((len(number) for step in steps for number in _NUMBER.findall(step)), default=0)
    numbered = max(
        (place for place, step in enumerate(steps) if re.search(rf"\d{{{longest}}}", step)), default=-1
    )
    path = [
        "#" if longest and place == numbered else (step.lower() if _SCRIPT.search(step) else "*")
        for place, step in enumerate(steps)
    ]
    names = sorted(name for name, value in parse_qsl(parts.query) if _NUMBER.fullmatch(value))
    host = ".".join(parts.netloc.split(".")[-2:])
    return f"{host}/{'/'.join(path)}?{'#'.join(names)}" + ("#" if names else "")


def _worth(shape: str, lengths: list[int]) -> float:
    """How likely the links of one group are ads, from their number and the length of their words."""
    telling = sum(1 for length in lengths if length > 8)
    if telling < _LEAST_GROUP:
        return 0.0
    usual = sorted(lengths)[len(lengths) // 2]
    return telling * (4 if "#" in shape else 1) * min(1.0, usual / 40)


def _following(tree: Element, base: str, url: str, card: SourceCard) -> list[str]:
    return _addresses(_next_links(tree, base, url), base, card)


def _next_links(tree: Element, base: str, url: str) -> Iterator[Element]:
    for name in ("link", "a"):
        yield from (link for link in tree.iter(name) if "next" in (link.get("rel") or "").lower().split())
    anchors = [link for link in tree.iter("a") if link.get("href")]
    for link in anchors:
        if any(_NEXT_WORDS.match(words) and not _LAST_WORDS.match(words) for words in _said(link)):
            yield link
    for link in anchors:
        if _NEXT_NAME.search(f"{link.get('class') or ''} {link.get('id') or ''}"):
            yield link
    number = str(_page_number(url) + 1)
    for link in anchors:
        address = _address(link, base)
        if line_of(link) == number and re.search(rf"(?<!\d){number}(?!\d)", address or ""):
            yield link


def _said(link: Element) -> Iterator[str]:
    """What a link says: in words, or, where it is a picture, in what stands for it."""
    words = line_of(link)
    yield words or link.get("title") or link.get("aria-label") or ""
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
