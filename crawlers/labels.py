"""This module reads labelled values ("Location: Pune", rows of tables, lists of terms) off a page without markup."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final

from crawlers.blocks import Element, line_of
from crawlers.draft import Draft, drafted
from crawlers.label_words import LABELS, leaning_name, name_of, pair_of
from crawlers.laid_out import LaidOut
from crawlers.moment import moment_in
from crawlers.noise import in_noise

_PROPERTIES: Final = {"addressLocality": "city", "datePosted": "posted_at"}
_OF_AN_AD: Final = r"(?:^|[\s_-])(?:(?:job|ad|post|posting|listing|item|offer|classified)[_-]?)?"
_NAMES: Final = {
    "city": re.compile(
        rf"{_OF_AN_AD}(?:city|location|locality|place)(?:[_-]?name|[_-]?text)?(?:$|\s)", re.IGNORECASE
    ),
    "posted_at": re.compile(
        rf"{_OF_AN_AD}(?:posted(?:[_-]?(?:on|at|date|time))?|post[_-]?date|publish(?:ed)?[_-]?(?:on|at|date)?|date|time)(?:$|\s)",
        re.IGNORECASE,
    ),
}
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6", "tr")
_FEW_WORDS: Final = 5
_LONGEST_NAMED: Final = 60
_LONGEST_PLACE: Final = 40
_PIN = re.compile(r"^(?:location|city|place)\s*[:：-]\s*", re.IGNORECASE)
_NO_PLACE = re.compile(r"[₹$€£?!]|\b(?:map|search|select|choose)\b|^\d+$", re.IGNORECASE)
_MOST_ELEMENTS: Final = 20_000  # of a page; a flood has more
_MOST_PARTS: Final = 16  # elements inside of one that holds a label and its value
_MAY_LABEL: Final = ("dt", "tr", "li", "p", "div", "span", "td", "label", "b", "strong", "h2", "h3", "h4", "h5", "h6", "small")  # fmt: skip
_MAY_NAME: Final = ("span", "div", "p", "li", "td", "dd", "a", "b", "strong", "small", "address", "time")
_PARTS: Final = ("city", "posted_at")
_LONGEST_VALUE: Final = 120
_POSTED_WORDS = re.compile(
    r"^(?:re)?posted\s+(?:on\s+)?(?!by\b)(?P<value>[\w ,/.:-]{4,40}?)(?:\s+by\b.*|\s*\(.*)?$", re.IGNORECASE
)


def labelled_draft(tree: Element, page: LaidOut) -> Draft:
    """The first value under each known label, outside of navigation and the like.

    Where no label is known that tells place or date, one that leans to it does, if its value fits.
    """
    found: dict[str, str | None] = dict(_loose(tree, page))
    named = dict(_named(tree, page))
    leaning: dict[str, str] = {}
    holders: dict[str, Element] = {}
    for element, label, value in _pairs(tree, page):
        name = name_of(label)
        if not 0 < len(value) <= _LONGEST_VALUE:
            continue
        if name is None and (leans := leaning_name(label)) and _fits(value, leans):
            leaning.setdefault(leans, value)
        if name not in LABELS:
            continue
        # An inner element says it without what stands beside it.
        if name not in found or (name in holders and holders[name] in element.iterancestors()):
            found[name], holders[name] = value, element
    parts = {name: found.pop(name, None) or named.get(name) or leaning.get(name) for name in _PARTS}
    return drafted("pattern", parts=parts, fields=found)


def _fits(value: str, name: str) -> bool:
    """Whether `value` can be what a label only leans to: a date, or a name without figures."""
    if name == "posted_at":
        return moment_in(value) is not None
    named = len(value) <= _LONGEST_PLACE and any(map(str.isalpha, value))
    return named and not re.search(r"\d", value) and not _NO_PLACE.search(value)


def _is_beside(element: Element, page: LaidOut) -> bool:
    return in_noise(element) or page.is_aside(element)


def _loose(tree: Element, page: LaidOut) -> Iterator[tuple[str, str]]:
    """Words of schema.org outside of any described thing: what only one element says."""
    for name, part in _PROPERTIES.items():
        said = {
            element.get("datetime") or element.get("content") or line_of(element)
            for attribute in ("itemprop", "property")
            for element in tree.iterfind(f".//*[@{attribute}='{name}']")
            if not _is_beside(element, page)
        }
        if len(said) == 1 and 0 < len(value := said.pop()) <= _LONGEST_VALUE:
            yield part, value


def _named(tree: Element, page: LaidOut) -> Iterator[tuple[str, str]]:
    """What the only element says that calls itself a place or a date of posting, such as `job-location`."""
    said: dict[str, set[str]] = {"city": set(), "posted_at": set()}
    for element in islice(tree.iter(*_MAY_NAME), _MOST_ELEMENTS):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        for part, pattern in _NAMES.items():
            if pattern.search(name) and not _is_beside(element, page):
                said[part].add(element.get("datetime") or (line_of(element) if _is_small(element) else ""))
    for part, values in said.items():
        short = {_PIN.sub("", value) for value in values if 1 < len(value) <= _LONGEST_NAMED}
        if part == "city":
            short = {value for value in short if not _NO_PLACE.search(value)}
        if len(short) == 1:
            yield part, short.pop()


def _pairs(tree: Element, page: LaidOut) -> Iterator[tuple[Element, str, str]]:
    for element in islice(tree.iter(*_MAY_LABEL), _MOST_ELEMENTS):
        # Long ones are prose or hold many boxes; their whole text is not even put together.
        if element.tag != "tr" and not _is_small(element):
            continue
        if _is_beside(element, page):
            continue
        for label, value in _told_by(element):
            yield element, label, value


def _is_small(element: Element) -> bool:
    if len(element) > 4 or len(list(islice(element.iter(), _MOST_PARTS))) == _MOST_PARTS:
        return False
    return sum(map(len, element.itertext())) <= 2 * _LONGEST_VALUE


def _told_by(element: Element) -> Iterator[tuple[str, str]]:
    if element.tag == "tr":
        cells = (cell for cell in islice(element, _MOST_PARTS) if cell.tag in ("td", "th"))
        lines = (line_of(cell) if _is_small(cell) else "" for cell in cells)
        # Some tables give the colon a column of its own.
        yield from pairwise(line for line in lines if not line or any(map(str.isalnum, line)))
        return
    line = line_of(element)
    if name_of(line):
        value = _beside(element)
        if value:
            yield line, value
        return
    pair = pair_of(line)
    if pair:
        yield pair
    elif _may_lean(element, line) and (value := _beside(element)):
        yield line, value
    posted = _POSTED_WORDS.match(line)
    if posted and re.search(r"\d|day|week|month|hour|yesterday", posted["value"], re.IGNORECASE):
        yield "posted", posted["value"]


def _may_lean(element: Element, line: str) -> bool:
    """Whether an element is a label of unknown words: no heading, no link, a few words that lean to place or date."""
    beside = element.getnext()
    linked = beside is not None and (beside.tag == "a" or beside.find(".//a") is not None)
    few = len(line.split()) <= _FEW_WORDS and not re.search(r"\d", line)
    return few and not linked and element.tag not in _HEADINGS and leaning_name(line) is not None


def _beside(label: Element) -> str:
    """What stands behind a label: the text that follows, the next element, or what is next to its box."""
    following = " ".join((label.tail or "").split()).strip(" :：-–")
    if following:
        return following
    beside = label.getnext()
    if beside is None and label.tag != "dt" and (around := label.getparent()) is not None:
        beside = around.getnext() if len(around) == 1 else None
    if beside is None or not isinstance(beside.tag, str) or beside.tag == "dt":
        return ""
    value = line_of(beside)
    return "" if name_of(value) else value.strip(" :：")
