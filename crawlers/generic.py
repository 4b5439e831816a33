"""This module reads an ad's page that neither describes itself nor has a card's selectors."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Final

import trafilatura

from crawlers.blocks import Element, line_of, text_of, text_of_plain
from crawlers.draft import Draft, drafted

_SITE_SUFFIX = re.compile(r"\s+(?:[|–—·•»:]|-)\s+")
_NOT_CONTENT: Final = ("header", "nav", "footer", "aside", "dialog")
_NOISE = re.compile(
    r"cookie|consent|breadcrumb|\bnav|navbar|(?:^|[\s_-])menu|sidebar|footer|similar|related|recommend|other-?ads"
    r"|share|social|newsletter|subscribe|login|signup|banner|advert|promo|comment|disclaimer|safety-?tip"
    # "job-header" holds the ad's own title; the site's header is called just that, or so:
    r"|(?:^|[\s_-])(?:site|page|main|global|top|fixed|sticky|mobile|desktop)[_-]?header|(?:^|\s)header(?:\s|$|[_-]?(?:nav|wrap|bar|top|inner|container|main|menu))",
    re.IGNORECASE,
)
_BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:job|ad|post|posting|listing|item|offer|project|vacancy|classified)?[-_]?(?:description|desc|body|details?-?text)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLE_NAME = re.compile(
    r"(?:^|[\s_-])(?:job|ad|post|posting|listing|vacancy|position|classified)[_-]?title(?:$|\s)",
    re.IGNORECASE,
)
_LONGEST_TITLE: Final = 200
_HIDDEN = re.compile(
    r"(?:^|[\s_-])(?:print-?(?:info\w*|only|qrcode\S*)|qr-?code\S*|no-?print|sr-?only|visually-?hidden|screen-?reader\S*)(?:$|\s)",
    re.IGNORECASE,
)
_CONTACT_LINK = re.compile(
    r"^(?:tel:|sms:|mailto:|callto:|whatsapp:|https?://(?:wa\.me|api\.whatsapp\.com|t\.me|telegram\.me)/)",
    re.IGNORECASE,
)


def generic_draft(tree: Element, source: str, *, need_text: bool) -> Draft:
    """Title, place and date by OpenGraph and common patterns; the text, where needed, by a generic reader."""
    meta = _meta(tree)
    opengraph = {
        "title": _without_site(meta.get("og:title", ""), meta.get("og:site_name", "")),
        "city": meta.get("og:locality") or meta.get("geo.placename"),
        "posted_at": meta.get("article:published_time"),
    }
    title = _title(tree, opengraph["title"] or "")
    parts = {
        "title": title,
        "posted_at": _posted(tree),
        "text": _body(tree, source, title) if need_text else None,
    }
    pattern = drafted("pattern", parts=parts, fields={"contact": contacts(tree)})
    opened = drafted("opengraph", parts=opengraph, fields={})
    return _merged(pattern, opened)


def contacts(tree: Element) -> str | None:
    """What the ad's contact links say (telephone, mail, WhatsApp, Telegram), one a line; often the text has none."""
    found: dict[str, None] = {}
    for link in tree.iter("a"):
        address = (link.get("href") or "").strip()
        if _CONTACT_LINK.match(address) and not in_noise(link):
            found[address.partition("?text=")[0].partition("&text=")[0]] = None
    return "\n".join(list(found)[:10]) or None


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
        for element in tree.iter("h1", "h2", "h3", "span", "div", "strong", "b", "td", "p")
        if _TITLE_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        and not any(around.tag == "a" for around in element.iterancestors())
        and not in_noise(element)
    }
    found = {words for words in found if 2 < len(words) <= _LONGEST_TITLE}
    return found.pop() if len(found) == 1 else ""


def _title(tree: Element, opengraph: str) -> str:
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
    return opengraph or (plain[0] if plain and not window else _without_site(window, ""))


def _headings(tree: Element) -> Iterator[Element]:
    for name in ("h1", "h2", "h3"):
        yield from tree.iter(name)
    for element in tree.iter("span", "div", "strong", "b", "td"):
        if "title" in f"{element.get('class') or ''} {element.get('id') or ''}".lower() and len(element) <= 2:
            yield element


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


def _body(tree: Element, source: str, title: str) -> str:
    """The element that calls itself the description, where it is the only one; else the main text of the page."""
    texts = list(
        dict.fromkeys(text for text in map(_shown, _innermost(_named_bodies(tree))) if len(text) > 40)
    )
    if len(texts) == 1:
        return texts[0]
    read = trafilatura.extract(
        source,
        include_comments=False,
        include_tables=True,
        include_images=False,
        favor_recall=True,
        deduplicate=False,
    )
    return _without_title(text_of_plain(_without_pipes(read or "")), title)


def _named_bodies(tree: Element) -> Iterator[Element]:
    for element in tree.iter("div", "section", "article", "td", "p", "span"):
        name = f"{element.get('id') or ''} {element.get('class') or ''} {element.get('itemprop') or ''}"
        if _BODY_NAME.search(name) and not in_noise(element):
            yield element


def _innermost(bodies: Iterable[Element]) -> list[Element]:
    """`bodies` without those that hold little more than another one of them and its heading."""
    found = {body: len(line_of(body)) for body in bodies}
    outer = {
        around
        for body, size in found.items()
        for around in body.iterancestors()
        if around in found and size >= 0.5 * found[around]
    }
    return [body for body in found if body not in outer]


def _shown(body: Element) -> str:
    """The text of `body` without what is for printers and for readers of screens only."""
    hidden = [part for part in body.iterdescendants() if _HIDDEN.search(str(part.get("class") or ""))]
    if not hidden:
        return text_of(body)
    bare = deepcopy(body)
    for part in list(bare.iterdescendants()):
        if _HIDDEN.search(str(part.get("class") or "")) and part.getparent() is not None:
            part.drop_tree()
    return text_of(bare)


def _without_pipes(text: str) -> str:
    """`text` with rows of tables, which the reader writes between upright lines, as plain lines."""
    rows = re.sub(r"(?m)^\|(?:[ -]*-[ -]*\|)+$\n?", "", text)
    return re.sub(r"(?m)^\|.*\|?$", lambda row: " ".join(row[0].replace("|", " ").split()), rows)


def _without_title(text: str, title: str) -> str:
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if title and rest and first.strip().casefold() == title.casefold() else text


def in_noise(element: Element) -> bool:
    """Whether `element` lies in what is not the ad: navigation, cookie notices, neighbouring ads and the like."""
    for around in (element, *element.iterancestors()):
        if around.tag in ("body", "html", "main", "article"):
            return False
        if around.tag == "header" and next(around.iterancestors("article", "main"), None) is not None:
            continue  # the ad's own header: its title, place and date
        if around.tag == "form" and len(around.findall(".//a")) < 5:
            return True  # some sites wrap the whole page in a form; such a one is full of links
        if around.tag in _NOT_CONTENT or _NOISE.search(
            f"{around.get('class') or ''} {around.get('id') or ''}"
        ):
            return True
    return False
