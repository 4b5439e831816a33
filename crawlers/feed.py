"""This module reads feeds (RSS, Atom, JSON Feed) and sitemaps, packed ones too: pages that lead to ads without HTML."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from crawlers.blocks import text_of_html
from crawlers.charset import decode

LARGEST_UNPACKED: Final = 50 * 1024 * 1024  # bytes: what the protocol of sitemaps allows
_ROOT = re.compile(
    r"^(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*<(?:\w+:)?(rss|feed|RDF|urlset|sitemapindex)\b",
    re.DOTALL,
)
_JSON_FEED: Final = "jsonfeed.org/version"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: where it leads, and what it says itself (text with paragraphs, date in its own words)."""

    url: str
    title: str = ""
    text: str = ""
    posted_at: str = ""
    category: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed or sitemap leads to; `maps` are further sitemaps, `next` the older part of a feed."""

    entries: tuple[Entry, ...]
    maps: tuple[str, ...] = ()
    next: str | None = None
    is_sitemap: bool = False


def read_feed(body: bytes, *, url: str, content_type: str = "") -> Feed | None:
    """The feed or sitemap in `body`, or None where it is something else, such as a page of HTML."""
    text = decode(unpacked(body), content_type=content_type)
    if text[:1] == "{" and _JSON_FEED in text[:2000]:
        return _json_feed(text, url)
    root = _ROOT.match(text[:5000])
    if root is None:
        return None
    tree = _parsed(text)
    if tree is None:
        return None
    if root[1] in ("urlset", "sitemapindex"):
        return _sitemap(tree, url)
    return _xml_feed(tree, url)


def unpacked(body: bytes) -> bytes:
    """`body` without gzip around it, where there is any; a bomb is cut off at 50 MB."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, LARGEST_UNPACKED)
    except zlib.error:  # torn or no gzip after all: then it is no feed either
        return b""


def _parsed(text: str) -> Any:
    # Entities are not resolved, and nothing is fetched: a feed is as hostile as any page.
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        return etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def _sitemap(tree: Any, url: str) -> Feed:
    found: dict[str, list[str]] = {"url": [], "sitemap": []}
    for element in tree:
        for child in element:
            if _name(child) == "loc" and _name(element) in found and (child.text or "").strip():
                found[_name(element)].append(urljoin(url, child.text.strip()))
    entries = tuple(Entry(address) for address in dict.fromkeys(found["url"]))
    return Feed(entries, maps=tuple(dict.fromkeys(found["sitemap"])), is_sitemap=True)


def _xml_feed(tree: Any, url: str) -> Feed:
    entries = tuple(_entry(element, url) for element in tree.iter() if _name(element) in ("item", "entry"))
    links = (child for child in tree.iter() if _name(child) == "link" and child.get("rel") == "next")
    following = next((urljoin(url, link.get("href") or "") for link in links), None)
    return Feed(entries, next=following)


def _entry(element: Any, url: str) -> Entry:
    said: dict[str, str] = {}
    for child in element:
        value = _link(child) if _name(child) == "link" else _content(child)
        if value:
            said.setdefault(_name(child), value)
    guid = said.get("guid") or said.get("id") or ""
    link = (
        said.get("link")
        or (guid if guid.startswith(("http://", "https://")) else "")
        or element.get(_ABOUT)
        or ""
    )
    return Entry(
        url=urljoin(url, link) if link else "",
        title=" ".join(text_of_html(said.get("title", "")).split()),
        text=text_of_html(_first(said, "encoded", "content", "description", "summary")),
        posted_at=_first(said, "pubDate", "published", "date", "updated", "issued"),
        category=said.get("category", ""),
        number=guid,
    )


_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def _link(element: Any) -> str:
    if element.get("rel", "alternate") != "alternate":
        return ""
    return str(element.get("href") or element.text or "").strip()


def _content(element: Any) -> str:
    if element.get("type") == "xhtml":
        return str(etree.tostring(element, encoding="unicode", with_tail=False))
    return str(element.get("term") or "".join(element.itertext())).strip()


def _first(said: dict[str, str], *names: str) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _json_feed(text: str, url: str) -> Feed | None:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = content.get("items")
    entries = tuple(_json_entries(items if isinstance(items, list) else [], url))
    following = content.get("next_url")
    return Feed(entries, next=urljoin(url, following) if isinstance(following, str) else None)


def _json_entries(items: list[Any], url: str) -> Iterator[Entry]:
    for item in items:
        if not isinstance(item, dict):
            continue
        said = {name: value for name, value in item.items() if isinstance(value, str)}
        tags = [tag for tag in item.get("tags") or () if isinstance(tag, str)]
        link = _first(said, "url", "external_url")
        yield Entry(
            url=urljoin(url, link) if link else "",
            title=" ".join(said.get("title", "").split()),
            text=text_of_html(_first(said, "content_html", "content_text", "summary")),
            posted_at=_first(said, "date_published", "date_modified"),
            category=", ".join(tags[:5]),
            number=said.get("id", ""),
        )


def _name(element: Any) -> str:
    """The name without its vocabulary; empty for comments and instructions."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
