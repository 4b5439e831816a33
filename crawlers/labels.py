"""This module reads labelled values ("Location: Pune", rows of tables, lists of terms) off a page without markup."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from crawlers.blocks import Element, line_of
from crawlers.draft import Draft, drafted
from crawlers.generic import in_noise

_LABELS: Final = {
    "city": r"(?:job )?location|city|place|locality|work ?place|work location|posting location|शहर|स्थान|ప్రాంతం|నగరం|শহর|স্থান",
    "posted_at": r"(?:re)?posted(?: date| on)?|date posted|posting date|published(?: on)?|post date|दिनांक|তারিখ|తేదీ",
    "pay": r"salary|pay|wages?|ctc|remuneration|stipend|compensation|वेतन|జీతం|বেতন",
    "price": r"price|rent|asking price|दाम|कीमत|ధర|দাম",
    "company": r"company(?: name)?|employer|organi[sz]ation|recruiter|agency|कंपनी|సంస్థ|কোম্পানি",
    "posted by": r"posted by|advertiser|seller|contact person|listed by",
    "category": r"category|job category|function|industry",
    "experience": r"experience(?: required)?|exp",
    "employment type": r"job type|employment type|type of (?:job|employment)",
}
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
_LONGEST_NAMED: Final = 60
_PIN = re.compile(r"^(?:location|city|place)\s*[:：-]\s*", re.IGNORECASE)
_PARTS: Final = ("city", "posted_at")
_LONGEST_VALUE: Final = 120
_ANY = re.compile(
    "|".join(f"(?P<n{number}>{words})" for number, words in enumerate(_LABELS.values())), re.IGNORECASE
)
_ON_ONE_LINE = re.compile(r"^(?P<label>[^:：]{2,30})\s*[:：]\s*(?P<value>\S.*)$", re.DOTALL)
_POSTED_WORDS = re.compile(
    r"^(?:re)?posted\s+(?:on\s+)?(?P<value>[\w ,/.:-]{4,40}?)(?:\s+by\b.*|\s*\(.*)?$", re.IGNORECASE
)


def labelled_draft(tree: Element) -> Draft:
    """The first value under each known label, outside of navigation and the like."""
    found: dict[str, str | None] = dict(_loose(tree))
    named = dict(_named(tree))
    for label, value in _pairs(tree):
        name = _name(label)
        if name and 0 < len(value) <= _LONGEST_VALUE and name not in found:
            found[name] = value
    parts = {name: found.pop(name, None) or named.get(name) for name in _PARTS}
    return drafted("pattern", parts=parts, fields=found)


def _loose(tree: Element) -> Iterator[tuple[str, str]]:
    """Words of schema.org outside of any described thing: what only one element says."""
    for name, part in _PROPERTIES.items():
        said = {
            element.get("datetime") or element.get("content") or line_of(element)
            for attribute in ("itemprop", "property")
            for element in tree.iterfind(f".//*[@{attribute}='{name}']")
            if not in_noise(element)
        }
        if len(said) == 1 and 0 < len(value := said.pop()) <= _LONGEST_VALUE:
            yield part, value


def _named(tree: Element) -> Iterator[tuple[str, str]]:
    """What the only element says that calls itself a place or a date of posting, such as `job-location`."""
    said: dict[str, set[str]] = {"city": set(), "posted_at": set()}
    for element in tree.iter(
        "span", "div", "p", "li", "td", "dd", "a", "b", "strong", "small", "address", "time"
    ):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        for part, pattern in _NAMES.items():
            if pattern.search(name) and not in_noise(element):
                said[part].add(element.get("datetime") or line_of(element))
    for part, values in said.items():
        short = {_PIN.sub("", value) for value in values if 1 < len(value) <= _LONGEST_NAMED}
        if len(short) == 1:
            yield part, short.pop()


def _name(label: str) -> str | None:
    match = _ANY.fullmatch(label.strip(" :：-*").casefold())
    if match is None or match.lastgroup is None:
        return None
    return list(_LABELS)[int(match.lastgroup[1:])]


def _pairs(tree: Element) -> Iterator[tuple[str, str]]:
    for element in tree.iter("dt", "tr", "li", "p", "div", "span", "td"):
        if element.tag in ("dt", "tr"):
            if not in_noise(element):
                yield from _side_by_side(element)
        elif len(element) <= 4 and not in_noise(element):
            yield from _on_one_line(element)


def _side_by_side(element: Element) -> Iterator[tuple[str, str]]:
    if element.tag == "dt":
        value = element.getnext()
        if value is not None and value.tag == "dd":
            yield line_of(element), line_of(value)
        return
    cells = [line_of(cell) for cell in element if cell.tag in ("td", "th")]
    yield from pairwise(cells)


def _on_one_line(element: Element) -> Iterator[tuple[str, str]]:
    # Long ones are prose; their whole text is not even put together.
    if sum(len(part) for part in element.itertext()) > 2 * _LONGEST_VALUE:
        return
    line = line_of(element)
    pair = _ON_ONE_LINE.match(line)
    if pair:
        yield pair["label"], pair["value"]
    posted = _POSTED_WORDS.match(line)
    if posted and re.search(r"\d|day|week|month|hour|yesterday", posted["value"], re.IGNORECASE):
        yield "posted", posted["value"]
