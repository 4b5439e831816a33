"""This module finds the ads and the next page on a listing page, by the card's selectors or by common patterns."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from posixpath import commonpath
from typing import Final
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from crawlers.blocks import Element, line_of
from crawlers.card import SourceCard
from crawlers.feed import Feed
from crawlers.noise import in_noise
from crawlers.page import numbered
from crawlers.paging import address_of, next_links
from crawlers.selected import elements
from crawlers.text_only import names_media
from models.domain.ad import canonical_url

_DATE_STEP = re.compile(r"(?:19|20)\d\d|[01]?\d|[0-3]\d")
_TELLING: Final = 8  # letters; what is shorter ("View", "चुनें") names no ad, a heading beside it may
_MOST_LINKS: Final = 10_000  # of one page
_MOST_OF_A_CARD: Final = 8  # links
_LONGEST_CARD: Final = 600
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
    """Absolute addresses inside of the card's scope: ads, further listing pages, the next page.

    `cut` is how many links of the page were not looked at, because it holds too many.
    """

    ads: tuple[str, ...]
    listings: tuple[str, ...] = ()
    next: str | None = None
    cut: int = 0


def read_listing(tree: Element, *, url: str, card: SourceCard) -> Listing:
    """What the listing page at `url` leads to; each address once, in the order of the page."""
    base = _base(tree, url)
    chosen = card.selectors
    if chosen.ad:
        ads = _addresses(elements(tree, chosen.ad), base, card)
    else:
        ads = _numbered(tree, base, card) or _grouped(tree, base, url, card)
    listings = _addresses(elements(tree, chosen.listing), base, card)
    following = (
        _addresses(elements(tree, chosen.next), base, card)
        if chosen.next
        else _addresses(next_links(tree, base=base, url=url), base, card)
    )
    following = [address for address in following if chosen.next or address not in ads]
    cut = 0 if chosen.ad else max(0, sum(1 for _ in tree.iter("a")) - _MOST_LINKS)
    return Listing(tuple(ads), tuple(listings), following[0] if following else None, cut)


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
        address = address_of(link, base)
        if address and card.scope.holds(address) and not names_media(address):
            found.setdefault(canonical_url(address), _asked_for(address))
    return list(found.values())


def _numbered(tree: Element, base: str, card: SourceCard) -> list[str]:
    """The links whose address holds an ad's number by the card's rule, wherever on the site they stand."""
    if not card.number.url:
        return []
    links = (
        link for link in islice(tree.iter("a"), _MOST_LINKS) if numbered(address_of(link, base) or "", card)
    )
    return _addresses(links, base, card)


def _grouped(tree: Element, base: str, url: str, card: SourceCard) -> list[str]:
    """The best group of links of one shape that name single things: most boards' ads look like that."""
    groups: dict[str, dict[str, tuple[int, str]]] = {}
    for link in islice(tree.iter("a"), _MOST_LINKS):
        address = address_of(link, base)
        if address and card.scope.holds(address) and not names_media(address) and not in_noise(link):
            shape = _shape(address)
            group = groups.setdefault(shape, {})
            words = _told_by(link) if "#" in shape else len(line_of(link))
            target = canonical_url(address)
            known, _ = group.get(target, (0, ""))
            group[target] = (max(known, words), _asked_for(address))
    own = canonical_url(url)
    scored = [
        (_worth(shape, [words for words, _ in group.values()]), shape, group)
        for shape, group in groups.items()
    ]
    worth, shape, best = max(scored, key=lambda found: found[0], default=(0.0, "", {}))
    if worth:
        best = _with_unnumbered(best, groups.get(shape.replace("#", "*"), {}) if "#" in shape else {})
    else:
        best = next((group for shape, group in groups.items() if _names_ads(shape, group)), {})
    found = [address for target, (_, address) in _telling(best).items() if target != own]
    return _of_one_kind(found)


def _with_unnumbered(
    best: dict[str, tuple[int, str]], twins: Mapping[str, tuple[int, str]]
) -> dict[str, tuple[int, str]]:
    """`best` with ads in the same folder whose address holds no long number: `/i/cook-1f3a7b` among `/i/cook-123456`."""
    folder = commonpath([urlsplit(target).path for target in best]) + "/"
    if folder == "//" or any(urlsplit(target).path == folder for target in best):
        return best
    more = {
        t: told for t, told in twins.items() if told[0] > _TELLING and urlsplit(t).path.startswith(folder)
    }
    return {**best, **more} if len(more) <= len(best) else best


def _telling(group: Mapping[str, tuple[int, str]]) -> Mapping[str, tuple[int, str]]:
    """`group` without short links of another kind ("by Ravi" to `/user/7`) where most of the others tell of ads."""
    kinds = {_kind(target) for target, (words, _) in group.items() if words > _TELLING}
    if sum(1 for words, _ in group.values() if words > _TELLING) < _LEAST_GROUP:
        return group
    return {target: told for target, told in group.items() if told[0] > _TELLING or _kind(target) in kinds}


def _kind(target: str) -> str:
    return re.split(r"[/_.-]", urlsplit(target).path.strip("/"), maxsplit=1)[0]


def _told_by(link: Element) -> int:
    """How many letters a link has for a name: its own, or those of the card around it where no other link tells."""
    words = len(line_of(link) or (link.get("title") or ""))
    around = link.getparent()
    for _ in range(5):
        if words > _TELLING or around is None or around.tag in ("body", "main", "ul", "ol"):
            break
        links = list(islice(around.iter("a"), _MOST_OF_A_CARD))
        others = [other for other in links if other.get("href") != link.get("href")]
        if (
            len(links) == _MOST_OF_A_CARD
            or len(others) > 2
            or any(len(line_of(other)) > _TELLING for other in others)
        ):
            break
        beside = line_of(around)
        if _TELLING + words < len(beside) < _LONGEST_CARD:
            words = min(len(beside), 40)
        around = around.getparent()
    return words


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
    dated = [step for step in steps[:3] if _DATE_STEP.fullmatch(step)]
    if dated and len(dated[0]) == 4 and dated[0] != steps[-1] and len(steps) > len(dated):
        # The address of a blog's page: year, month, words.
        return (
            f"{'.'.join(parts.netloc.split('.')[-2:])}/{'D/' * len(dated)}{'#/' * (len(steps) - len(dated))}"
        )
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
    telling = sum(1 for length in lengths if length > _TELLING)
    if telling < _LEAST_GROUP:
        return 0.0
    usual = sorted(lengths)[len(lengths) // 2]
    return telling * (4 if "#" in shape else 1) * min(1.0, usual / 40)
