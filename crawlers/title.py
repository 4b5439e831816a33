"""This module finds the title of an ad on a page that neither describes itself nor has a card's selectors."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final
from urllib.parse import urlsplit

from crawlers.blocks import Element, line_of
from crawlers.hints import is_stamp, only_place
from crawlers.label_words import label_of, leaning_name, name_of, opens_description, pair_of
from crawlers.laid_out import LaidOut, Line
from crawlers.noise import in_noise, opens_other_matter

_SITE_SUFFIX = re.compile(r"\s+(?:[|–—·•»]|:{1,2}|-)\s+")
_TITLE_NAME = re.compile(
    r"(?:^|[\s_-])(?:job|ad|post|posting|listing|vacancy|position|classified|topic|item|entry|notice|offer|p)[_-]?(?:title|heading|headline|subject)(?:$|\s)",
    re.IGNORECASE,
)
_ANY_TITLE = re.compile(r"(?<!sub)(?<!sub-)title", re.IGNORECASE)
MOST_ELEMENTS: Final = 20_000
_FEW_WORDS: Final = 3
_LONGEST_TITLE: Final = 200
_MAY_BE_NAMED: Final = ("span", "div", "strong", "b", "td")


def title_of(tree: Element, page: LaidOut, opengraph: str) -> str:
    """The heading or line that the window's title or OpenGraph begins with or holds; else what these say."""
    window = window_of(tree)
    headings = [(line_of(element), _beside(element, page)) for element in _headings(tree)]
    said = [words.casefold() for words in (window, opengraph) if words]
    first = [
        words for words, _ in headings if len(words) > 5 and any(s.startswith(words.casefold()) for s in said)
    ]
    if first:
        return max(first, key=len)
    named = _named_title(tree, page)
    if named:
        return named
    plain = [words for words, noise in headings if len(words) > 2 and not noise]
    held = [words for words in plain if any(words.casefold() in s for s in said)]
    if held:
        return max(held, key=len)
    return (
        _shown(page, window)
        or opengraph
        or _unheaded(page, plain, window=window, named=_loosely_named(tree, page))
    )


def window_of(tree: Element) -> str:
    """What the window shows as the title of a page."""
    return next((line_of(element) or _raw(element) for element in tree.iter("title")), "")


def without_site(title: str, site: str) -> str:
    """`title` without the name of the site behind it: as OpenGraph gives it, else what follows the last divider."""
    if site:
        bare = title[: -len(site)] if title.casefold().endswith(site.casefold()) else title
        return bare.rstrip(" |–—·•»:-") or title
    pieces = list(_SITE_SUFFIX.finditer(title))
    return title[: pieces[-1].start()] if pieces and pieces[-1].start() > 3 else title


def last_part(window: str) -> str:
    """What stands behind the last divider of the window's title: the site's name, mostly."""
    last = list(_SITE_SUFFIX.finditer(window))
    return window[last[-1].end() :] if last else ""


def _beside(element: Element, page: LaidOut) -> bool:
    return in_noise(element) or page.is_aside(element)


def _named_title(tree: Element, page: LaidOut) -> str:
    """The only element that calls itself the title of a job or an ad."""
    found = {
        line_of(element)
        for element in islice(tree.iter(), MOST_ELEMENTS)
        if (_may_be_named(element) or element.tag in ("h1", "h2", "h3", "p"))
        and _TITLE_NAME.search(_name(element))
        and not any(around.tag == "a" for around in islice(element.iterancestors(), 10))
        and not _beside(element, page)
    }
    found = {words for words in found if 2 < len(words) <= _LONGEST_TITLE}
    return found.pop() if len(found) == 1 else ""


def _shown(page: LaidOut, window: str) -> str:
    """The line of the page that the window's title begins with, or else the longest that it holds."""
    known = window.casefold()
    held = [
        line.text
        for line in page.lines
        if not line.aside and 2 * line.linked < len(line.text) and _is_part(line.text.casefold(), known)
    ]
    return max(held, key=lambda words: (known.startswith(words.casefold()), len(words)), default="")


def _is_part(words: str, whole: str) -> bool:
    """Whether `words` stand in `whole` with no letter at either end, and name more than a place."""
    if len(words) < 8 or words not in whole or only_place(words):
        return False
    if words == whole and len(words.split()) < _FEW_WORDS:
        return False  # the site's name, mostly
    start = whole.index(words)
    end = start + len(words)
    return not whole[start - 1 : start].isalnum() and not whole[end : end + 1].isalnum()


def _unheaded(page: LaidOut, plain: list[str], *, window: str, named: str) -> str:
    """The title of a page whose headings and window do not agree on one: old pages print it in bold."""
    bare = without_site(window, "")
    heading = next((line.text for line in page.lines if _may_head(line)), "")
    for words in (window, bare):
        same = [line for line in page.lines if line.text.casefold() == words.casefold()]
        if words and any(not line.linked for line in same):  # what is a link is the name of a site or group
            # A window of a word or two that is a line of the page is the site's name, where a heading says more.
            return heading if heading and len(words.split()) < _FEW_WORDS < len(heading.split()) else words
    told = _labelled(page) or named
    if told:
        return told
    if plain and not window:
        return plain[0]
    bold = [line for line in page.lines if _may_be_title(line)]
    above = _above_a_stamp(page)
    if above and (above in bold or not bold):
        return above.text
    return bold[0].text if bold else bare


def _above_a_stamp(page: LaidOut) -> Line | None:
    """The first line right above one that tells place or date: pages of scripts give nothing a heading's name."""
    shown = [line for line in page.lines if not line.aside]
    for line, below in pairwise(shown):
        if (
            8 <= len(line.text) <= _LONGEST_TITLE
            and not (line.linked or is_stamp(line) or opens_description(line.text))
            and label_of(line.text) is None
            and is_stamp(below)
        ):
            return line
    return None


def _may_head(line: Line) -> bool:
    return line.rank > 0 and not (
        line.aside or line.linked or opens_other_matter(line.text) or opens_description(line.text)
    )


def _loosely_named(tree: Element, page: LaidOut) -> str:
    """The only element of a page that calls itself a title of any kind, outside of what is not the ad."""
    found = {line_of(element) for element in _titled(tree) if not _beside(element, page)}
    found = {words for words in found if 8 <= len(words) <= _LONGEST_TITLE and not opens_other_matter(words)}
    return found.pop() if len(found) == 1 else ""


def _labelled(page: LaidOut) -> str:
    """What stands behind a label such as "Heading"."""
    for place, line in enumerate(page.lines):
        pair = pair_of(line.text)
        if line.aside or name_of(pair[0] if pair else line.text) != "title":
            continue
        value = pair[1] if pair else next((below.text for below in page.lines[place + 1 : place + 2]), "")
        if 2 < len(value) <= _LONGEST_TITLE and name_of(value) is None:
            return value
    return ""


def _may_be_title(line: Line) -> bool:
    return (
        line.bold
        and not line.aside
        and not line.linked
        and 8 <= len(line.text) <= _LONGEST_TITLE
        and name_of(line.text) is None
        and (line.holder.tag not in ("th", "dt") or leaning_name(line.text) is None)
        and not line.text.endswith(":")
    )


def _may_be_named(element: Element) -> bool:
    return isinstance(element.tag, str) and (element.tag in _MAY_BE_NAMED or "-" in element.tag)


def _name(element: Element) -> str:
    own = element.tag if "-" in element.tag else ""
    return f"{element.get('class') or ''} {element.get('id') or ''} {own}"


def _headings(tree: Element) -> Iterator[Element]:
    for name in ("h1", "h2", "h3"):
        yield from (element for element in islice(tree.iter(name), 200) if not _names_the_site(element))
    yield from (element for element in tree.iterfind(".//*[@role='heading']"))
    yield from _titled(tree)


def _titled(tree: Element) -> Iterator[Element]:
    for element in islice(tree.iter(), MOST_ELEMENTS):
        if _may_be_named(element) and _ANY_TITLE.search(_name(element)) and len(element) <= 2:
            yield element


def _names_the_site(heading: Element) -> bool:
    links = list(heading.iter("a"))
    return len(links) == 1 and urlsplit(links[0].get("href") or "x").path in ("", "/")


def _raw(element: Element) -> str:
    return " ".join((element.text or "").split())
