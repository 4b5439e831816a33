"""This module reads an ad's page with the CSS selectors of its card."""

from functools import cache

from lxml import etree  # type: ignore[import-untyped]
from parsel.csstranslator import HTMLTranslator

from crawlers.blocks import Element, line_of, text_of
from crawlers.card import AdNumber, Selectors
from crawlers.draft import Draft, drafted


def selected_draft(tree: Element, selectors: Selectors, *, number: AdNumber) -> Draft:
    """What the card's selectors find; a selector that finds nothing leaves its part to other readers."""
    bodies = elements(tree, selectors.body)
    parts = {
        "title": _line(tree, selectors.title),
        "text": "\n\n".join(text for text in map(text_of, bodies) if text),
        "city": _line(tree, selectors.city),
        "posted_at": _moment(tree, selectors.posted),
        "number": _line(tree, number.selector),
    }
    fields = {name: _line(tree, selector) for name, selector in selectors.fields.items()}
    return drafted("selector", parts=parts, fields=fields | _details(tree, selectors.details))


def elements(tree: Element, selector: str | None) -> list[Element]:
    """The elements that `selector` finds, in the order of the page."""
    if selector is None:
        return []
    return [found for found in _compiled(selector)(tree) if isinstance(found, etree.ElementBase)]


def missed(tree: Element, selectors: Selectors) -> tuple[str, ...]:
    """Those of the selectors for an ad's page that find nothing on it, by name."""
    chosen = {name: getattr(selectors, name) for name in ("title", "body", "city", "posted", "details")}
    chosen |= {f"fields.{name}": selector for name, selector in selectors.fields.items()}
    return tuple(name for name, selector in chosen.items() if selector and not elements(tree, selector))


@cache
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(selector))


def _line(tree: Element, selector: str | None) -> str | None:
    found = elements(tree, selector)
    if not found:
        return None
    return found[0].get("content") or line_of(found[0])


def _moment(tree: Element, selector: str | None) -> str | None:
    found = elements(tree, selector)
    return (found[0].get("datetime") or found[0].get("content") or line_of(found[0])) if found else None


def _details(tree: Element, selector: str | None) -> dict[str, str | None]:
    """Names and values of a `dl` (dt, dd) or of the rows of a table (two cells)."""
    pairs: dict[str, str | None] = {}
    for element in elements(tree, selector):
        name = ""
        for part in element.iter("dt", "dd", "tr"):
            if part.tag == "dt":
                name = line_of(part)
            elif part.tag == "dd":
                pairs[name] = "\n".join(filter(None, (pairs.get(name), line_of(part))))
            elif len(part) == 2:
                pairs[line_of(part[0])] = line_of(part[1])
    return {name.rstrip(": "): value for name, value in pairs.items() if name}
