"""This module reads an ad's page that neither describes itself nor has a card's selectors."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from crawlers.blocks import Element, line_of, text_of_plain
from crawlers.draft import Draft, drafted, joined
from crawlers.hints import place_near, posting_near
from crawlers.label_words import name_of, pair_of
from crawlers.lines import LaidOut, Line
from crawlers.main_text import main_text
from crawlers.noise import in_noise, is_contact
from models.entities.places import places

_SITE_SUFFIX = re.compile(r"\s+(?:[|–—·•»:]|-)\s+")
_TITLE_NAME = re.compile(
    r"(?:^|[\s_-])(?:job|ad|post|posting|listing|vacancy|position|classified|topic|item|entry)[_-]?title(?:$|\s)",
    re.IGNORECASE,
)
_LONGEST_ARTICLE: Final = 1_000_000  # letters; on longer pages the reader of articles takes minutes
_MOST_ELEMENTS: Final = 20_000
_LONGEST_TITLE: Final = 200


def generic_draft(tree: Element, page: LaidOut, source: str, *, need_text: bool) -> Draft:
    """Title, place and date by OpenGraph and common patterns; the text, where needed, by a generic reader."""
    meta = _meta(tree)
    opengraph = {
        "title": _without_site(meta.get("og:title", ""), meta.get("og:site_name", "")),
        "city": meta.get("og:locality") or meta.get("geo.placename"),
        "posted_at": meta.get("article:published_time"),
    }
    title = _title(tree, page, opengraph["title"] or "")
    summary = meta.get("og:description") or meta.get("description") or ""
    site = meta.get("og:site_name") or _site(tree, title)
    found = main_text(page, title=title, summary=summary, site=site) if need_text else None
    text = found.text if found else None
    if need_text and not text and len(source) <= _LONGEST_ARTICLE:
        text = _read_otherwise(source, title)
    parts = {"title": title, "posted_at": _posted(tree), "text": text}
    pattern = joined(drafted("pattern", parts=parts, fields={}), contact_draft(tree))
    return _merged(pattern, drafted("opengraph", parts=opengraph, fields={}))


def hinted_draft(tree: Element, page: LaidOut, *, title: str, text: str) -> Draft:
    """Place and date where no label names them: what stands like them near the title."""
    own = set(text.split("\n"))
    lines = [line for line in page.lines if not line.aside and (line.text not in own or pair_of(line.text))]
    window = next((line_of(element) or _raw(element) for element in tree.iter("title")), "")
    parts = {
        "city": place_near(lines, title=title, window=window),
        "posted_at": posting_near(lines, title=title),
    }
    return drafted("pattern", parts=parts, fields={})


def _site(tree: Element, title: str) -> str:
    """The name of the site behind the last divider of the window's title, where it is a name and no place."""
    window = next((_raw(element) for element in tree.iter("title")), "")
    last = list(_SITE_SUFFIX.finditer(window))
    name = window[last[-1].end() :] if last else ""
    known = len(name) > 4 and len(name.split()) < 4 and name.casefold() not in title.casefold()
    return name if known and not places("title", name) else ""


def contact_draft(tree: Element) -> Draft:
    """What the ad's contact links say (telephone, mail, WhatsApp, Telegram), one a line; often the text has none."""
    found: dict[str, None] = {}
    for link in islice(tree.iter("a"), _MOST_ELEMENTS):
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


def _named_title(tree: Element) -> str:
    """The only element that calls itself the title of a job or an ad."""
    found = {
        line_of(element)
        for element in islice(
            tree.iter("h1", "h2", "h3", "span", "div", "strong", "b", "td", "p"), _MOST_ELEMENTS
        )
        if _TITLE_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        and not any(around.tag == "a" for around in islice(element.iterancestors(), 10))
        and not in_noise(element)
    }
    found = {words for words in found if 2 < len(words) <= _LONGEST_TITLE}
    return found.pop() if len(found) == 1 else ""


def _title(tree: Element, page: LaidOut, opengraph: str) -> str:
    """The heading that the window's title or OpenGraph begins with or holds; else what these say."""
    window = next((line_of(element) or _raw(element) for element in tree.iter("title")), "")
    headings = [(line_of(element), in_noise(element)) for element in _headings(tree)]
    said = [words.casefold() for words in (window, opengraph) if words]
    first = [
        words for words, _ in headings if len(words) > 5 and any(s.startswith(words.casefold()) for s in said)
    ]
    if first:
        return max(first, key=len)
    named = _named_title(tree)
    if named:
        return named
    plain = [words for words, noise in headings if len(words) > 2 and not noise]
    held = [words for words in plain if any(words.casefold() in s for s in said)]
    if held:
        return max(held, key=len)
    return opengraph or _unheaded(page, plain, window)


def _unheaded(page: LaidOut, plain: list[str], window: str) -> str:
    """The title of a page whose headings and window do not agree on one: old pages print it in bold."""
    bare = _without_site(window, "")
    for words in (window, bare):
        if words and any(line.text.casefold() == words.casefold() for line in page.lines):
            return words
    if plain and not window:
        return plain[0]
    bold = next((line.text for line in page.lines if _may_be_title(line)), "")
    return bold or bare


def _may_be_title(line: Line) -> bool:
    return (
        line.bold
        and not line.aside
        and not line.linked
        and 8 <= len(line.text) <= _LONGEST_TITLE
        and name_of(line.text) is None
        and not line.text.endswith(":")
    )


def _headings(tree: Element) -> Iterator[Element]:
    for name in ("h1", "h2", "h3"):
        yield from (element for element in islice(tree.iter(name), 200) if not _names_the_site(element))
    for element in islice(tree.iter("span", "div", "strong", "b", "td"), _MOST_ELEMENTS):
        if "title" in f"{element.get('class') or ''} {element.get('id') or ''}".lower() and len(element) <= 2:
            yield element


def _names_the_site(heading: Element) -> bool:
    links = list(heading.iter("a"))
    return len(links) == 1 and urlsplit(links[0].get("href") or "x").path in ("", "/")


def _raw(element: Element) -> str:
    return " ".join((element.text or "").split())


def _without_site(title: str, site: str) -> str:
    """`title` without the name of the site behind it: as OpenGraph gives it, else what follows the last divider."""
    if site:
        bare = title[: -len(site)] if title.casefold().endswith(site.casefold()) else title
        return bare.rstrip(" |–—·•»:-") or title
    pieces = list(_SITE_SUFFIX.finditer(title))
    return title[: pieces[-1].start()] if pieces and pieces[-1].start() > 3 else title


def _posted(tree: Element) -> str | None:
    for element in tree.iter("time"):
        if element.get("datetime") and not in_noise(element):
            return str(element.get("datetime"))
    return None


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
