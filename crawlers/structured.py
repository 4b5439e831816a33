"""This module reads what a page says of itself in schema.org words: JSON-LD, microdata, RDFa."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import extruct
from extruct.jsonld import JsonLdExtractor
from extruct.w3cmicrodata import MicrodataExtractor

from crawlers.blocks import Element
from crawlers.draft import Draft, drafted
from crawlers.posting import is_ad, posting

_DEEPEST: Final = 12


def structured_drafts(tree: Element, source: str, *, url: str) -> Iterator[Draft]:
    """One draft for each syntax in which the page describes exactly one ad; a page with many is a listing."""
    readers = (("jsonld", _jsonld), ("microdata", _microdata), ("rdfa", _rdfa))
    for origin, read in readers:
        found = [node for item in read(tree, source, url) for node in _nodes(item, 0) if is_ad(node)]
        best = _only(found, url)
        if best is not None:
            parts, fields = posting(best)
            yield drafted(origin, parts=parts, fields=fields)


def _jsonld(tree: Element, source: str, url: str) -> list[Any]:
    del source
    items: list[Any] = []
    for script in tree.xpath("//script[@type]"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        script.set("type", "application/ld+json")  # extruct knows this exact spelling only
        try:
            items += JsonLdExtractor().extract_items(script, base_url=url)
        except (ValueError, RecursionError):
            continue  # one broken script of many; the others and the page itself still speak
    return items


def _microdata(tree: Element, source: str, url: str) -> list[Any]:
    if "itemscope" not in source or "schema.org" not in source:
        return []
    items: list[Any] = MicrodataExtractor(add_html_node=True).extract_items(tree, base_url=url)
    return items


def _rdfa(tree: Element, source: str, url: str) -> list[Any]:
    del tree
    # The RDFa reader is slow: only for pages that name an ad's type in its attribute.
    if "typeof" not in source or "JobPosting" not in source:
        return []
    data = extruct.extract(source, base_url=url, syntaxes=["rdfa"], errors="ignore")
    return [_linked(data.get("rdfa", []))]


def _linked(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """RDFa's flat nodes, each with those it refers to inside of it, so that they read as JSON-LD does."""
    by_id = {node.get("@id"): node for node in nodes}

    def opened(value: Any, depth: int) -> Any:
        if isinstance(value, list):
            found = [opened(item, depth) for item in value]
            return found[0] if len(found) == 1 else found
        if isinstance(value, dict) and "@value" in value:
            return value["@value"]
        if isinstance(value, dict):
            whole = by_id.get(value.get("@id"), value) if depth < 5 else value
            return {_last(name): opened(item, depth + 1) for name, item in whole.items()}
        return value

    return [opened(node, 0) for node in nodes if node.get("@type")]


def _nodes(item: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every described thing in `item`, an outer one before those inside of it."""
    if isinstance(item, list) and depth < _DEEPEST:
        for part in item:
            yield from _nodes(part, depth + 1)
    elif isinstance(item, dict):
        node = _plain(item)
        yield node
        for name in ("@graph", "mainentity", "itemlistelement", "item", "mainentityofpage"):
            if depth < _DEEPEST and isinstance(node.get(name), list | dict):
                yield from _nodes(node[name], depth + 1)


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """`item` with names in lower case and without vocabulary: boards write `Title` and `schema:title`."""
    if "properties" in item:
        item = {"@type": item.get("type"), **item["properties"], **_described(item.get("htmlNode"))}
    return {_last(str(name)).lower(): value for name, value in item.items()}


def _described(element: Element | None) -> dict[str, list[Element]]:
    """The elements of a microdata item's description: their paragraphs are lost in extruct's plain text."""
    if element is None:
        return {}
    found = element.xpath('.//*[contains(concat(" ", @itemprop, " "), " description ")][not(self::meta)]')
    return {"description": found} if found else {}


def _last(name: str) -> str:
    if name.startswith("@"):
        return name
    return name.rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1]


def _only(found: list[Mapping[str, Any]], url: str) -> Mapping[str, Any] | None:
    """The one ad described; the one with the page's own address where there are more."""
    best_rank = min((is_ad(node) for node in found), default=0)
    found = [node for node in found if is_ad(node) == best_rank]
    distinct = {json.dumps(node, default=str, sort_keys=True): node for node in found}
    if len(distinct) == 1:
        return next(iter(distinct.values()))
    own = [node for node in distinct.values() if url and node.get("url") == url]
    return own[0] if len(own) == 1 else None
