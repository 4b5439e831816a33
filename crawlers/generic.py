"""This module reads an ad's page that neither describes itself nor has a card's selectors."""

import re
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from crawlers.blocks import Element, line_of, text_of_plain
from crawlers.draft import Draft, drafted, joined
from crawlers.hints import place_near, posting_near
from crawlers.label_words import pair_of
from crawlers.laid_out import LaidOut
from crawlers.main_text import main_text
from crawlers.noise import in_noise, is_contact
from crawlers.title import MOST_ELEMENTS, last_part, title_of, window_of, without_site
from models.entities.places import places

_DOMAIN = re.compile(r"(?:\.[a-z]{2,8}){1,2}$", re.IGNORECASE)
_HOME = re.compile(
    r"\W*(?:home(?: ?page)?|front page|back|मुख.{0,8}|होम|ముఖ.{0,8}|హోమ్|হোম|মূল.{0,8}|முகப்பு)\W*", re.IGNORECASE
)
_PIN: Final = "📍"  # drawn before a place, in an ad's own words too
_MOST_LINKS: Final = 200
_LONGEST_NAME: Final = 30
_LONGEST_ARTICLE: Final = 1_000_000  # letters; on longer pages the reader of articles takes minutes


def generic_draft(tree: Element, page: LaidOut, source: str, *, need_text: bool) -> Draft:
    """Title, place and date by OpenGraph and common patterns; the text, where needed, by a generic reader."""
    meta = _meta(tree)
    opengraph = {
        "title": without_site(meta.get("og:title", ""), meta.get("og:site_name", "")),
        "city": meta.get("og:locality") or meta.get("geo.placename"),
        "posted_at": meta.get("article:published_time"),
    }
    title = title_of(tree, page, opengraph["title"] or "")
    summary = meta.get("og:description") or meta.get("description") or ""
    sites = _sites(tree, title, meta.get("og:site_name", ""))
    found = main_text(page, title=title, summary=summary, sites=sites) if need_text else None
    text = found.text if found else None
    if need_text and not text and len(source) <= _LONGEST_ARTICLE:
        text = _read_otherwise(source, title)
    parts = {"title": title, "posted_at": _posted(tree, page), "text": text}
    pattern = joined(drafted("pattern", parts=parts, fields={}), contact_draft(tree))
    return _merged(pattern, drafted("opengraph", parts=opengraph, fields={}))


def hinted_draft(tree: Element, page: LaidOut, *, title: str, text: str) -> Draft:
    """Place and date where no label names them: what stands like them near the title."""
    own = set(text.split("\n"))
    lines = [
        line
        for line in page.lines
        if not line.aside and (line.text not in own or pair_of(line.text) or line.text.startswith(_PIN))
    ]
    parts = {
        "city": place_near(lines, title=title, window=window_of(tree), text=text),
        "posted_at": posting_near(lines, title=title),
    }
    return drafted("pattern", parts=parts, fields={})


def _sites(tree: Element, title: str, told: str) -> tuple[str, ...]:
    """What the site calls itself: in its meta words, behind the window's last divider, on links to its front page."""
    found = [told]
    name = last_part(window_of(tree))
    if len(name) > 4 and len(name.split()) < 4 and not places("title", name):
        found.append(name)
    for link in islice(tree.iter("a"), _MOST_LINKS):
        words = line_of(link) if urlsplit(link.get("href") or "x").path in ("", "/") else ""
        if (
            3 < len(words) <= _LONGEST_NAME
            and not _HOME.fullmatch(words)
            and not (link.get("href") or "").startswith("#")
        ):
            found.append(words)
    bare = {_DOMAIN.sub("", name).casefold() for name in found}
    return tuple(name for name in bare if name and name not in title.casefold())


def contact_draft(tree: Element) -> Draft:
    """What the ad's contact links say (telephone, mail, WhatsApp, Telegram), one a line; often the text has none."""
    found: dict[str, None] = {}
    for link in islice(tree.iter("a"), MOST_ELEMENTS):
        address = (link.get("href") or "").strip()
        if is_contact(address) and not in_noise(link):
            found[address.partition("?text=")[0].partition("&text=")[0]] = None
    return drafted("pattern", parts={}, fields={"contact": "\n".join(list(found)[:10])})


def _merged(first: Draft, second: Draft) -> Draft:
    missing = {name: value for name, value in second.parts.items() if name not in first.parts}
    origins = {name: second.origins[name] for name in missing}
    return Draft({**first.parts, **missing}, first.fields, {**first.origins, **origins})


def _meta(tree: Element) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        if name and element.get("content"):
            said.setdefault(name, " ".join(element.get("content").split()))
    return said


def _posted(tree: Element, page: LaidOut) -> str | None:
    told = [element for element in islice(tree.iter("time"), _MOST_LINKS) if element.get("datetime")]
    own = [element for element in told if not in_noise(element) and not page.is_aside(element)]
    # A page that tells one time only tells its ad's, be it in a footer.
    chosen = own or (told if len(told) == 1 else [])
    return str(chosen[0].get("datetime")) if chosen else None


def _read_otherwise(source: str, title: str) -> str:
    """The main text by a reader of articles, for pages on which nothing looks like an ad's text."""
    import trafilatura  # noqa: PLC0415 - it takes half a second to load, and few pages need it

    read = trafilatura.extract(
        source,
        include_comments=False,
        include_tables=True,
        include_images=False,
        favor_recall=True,
        deduplicate=False,
    )
    return _without_title(text_of_plain(_without_pipes(read or "")), title)


def _without_pipes(text: str) -> str:
    """`text` with rows of tables, which the reader writes between upright lines, as plain lines."""
    rows = re.sub(r"(?m)^\|(?:[ -]*-[ -]*\|)+$\n?", "", text)
    return re.sub(r"(?m)^\|.*\|?$", lambda row: " ".join(row[0].replace("|", " ").split()), rows)


def _without_title(text: str, title: str) -> str:
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if title and rest and first.strip().casefold() == title.casefold() else text
