"""This module reads one schema.org description of an ad into parts and fields."""

from collections.abc import Mapping
from typing import Any, Final

from crawlers.blocks import text_of, text_of_html

# How surely a thing of this type is the ad of its page; 1 is surest.
_RANKS: Final = {
    "jobposting": 1,
    "realestatelisting": 1,
    "demand": 2,
    "classifiedad": 2,
    "offer": 3,
    "product": 3,
    "individualproduct": 3,
    "service": 3,
    "vehicle": 3,
    "car": 3,
    "apartment": 3,
    "house": 3,
    "accommodation": 3,
    "event": 4,
}
_WORTH: Final = ("title", "name", "description")
_Parts = dict[str, str | None]


def is_ad(node: Mapping[str, Any]) -> int:
    """0 where `node` is no ad, else how sure that is, from 1 (surest)."""
    if not any(node.get(name) for name in _WORTH):
        return 0
    return min((_RANKS[kind] for kind in _types(node) if kind in _RANKS), default=0)


def posting(node: Mapping[str, Any]) -> tuple[_Parts, _Parts]:
    """Parts and fields of the ad that `node` describes."""
    parts: _Parts = {
        "title": _text(node.get("title")) or _text(node.get("name")),
        "text": _body(node.get("description")),
        "city": _city(node),
        "posted_at": _first(
            node, "dateposted", "datepublished", "availabilitystarts", "validfrom", "dateline"
        ),
    }
    fields: _Parts = {
        "company": _inside(node.get("hiringorganization"), "name") or _text(node.get("hiringorganization")),
        "seller": _inside(node.get("seller"), "name") or _inside(node.get("provider"), "name"),
        "pay": _pay(node.get("basesalary")) or _pay(node.get("estimatedsalary")),
        "price": _price(node),
        "employment type": _text(node.get("employmenttype")),
        "category": _text(node.get("occupationalcategory"))
        or _text(node.get("category"))
        or _text(node.get("industry")),
        "hours": _text(node.get("workhours")),
        "valid through": _text(node.get("validthrough")),
        "qualifications": _words(node.get("qualifications")),
        "responsibilities": _words(node.get("responsibilities")),
        "skills": _words(node.get("skills")),
        "benefits": _words(node.get("jobbenefits")) or _words(node.get("incentivecompensation")),
    }
    said = parts["text"] or ""
    return parts, {
        name: value for name, value in fields.items() if value and not (len(value) > 60 and value in said)
    }


def _types(node: Mapping[str, Any]) -> list[str]:
    named = node.get("@type") or node.get("type") or []
    kinds = named if isinstance(named, list) else [named]
    return [str(kind).rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1].lower() for kind in kinds]


def _body(value: Any) -> str | None:
    if hasattr(value, "tag"):
        return text_of(value)
    if isinstance(value, list):
        return "\n\n".join(part for part in map(_body, value) if part) or None
    if isinstance(value, dict):
        return _body(value.get("htmlNode") if "htmlNode" in value else value.get("@value"))
    if not isinstance(value, str):
        return None
    text = text_of_html(value)
    # Escaped twice: the text of the HTML is itself HTML.
    return text_of_html(text) if "</" in text and "<" in text else text


def _words(value: Any) -> str | None:
    text = _body(value)
    return text if text and len(text) <= 4000 else None


def _text(value: Any) -> str | None:
    """`value` on one line, where it is a word, a number or a list of these."""
    if isinstance(value, list):
        return ", ".join(part for part in map(_text, value) if part) or None
    if isinstance(value, str):
        return " ".join(text_of_html(value).split()) or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
    if isinstance(value, dict) and "@value" in value:
        return _text(value["@value"])
    return None


def _lowered(value: Any) -> Mapping[str, Any]:
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        return {}
    inner = value.get("properties", value)
    return {str(name).lower(): item for name, item in inner.items()} if isinstance(inner, dict) else {}


def _inside(value: Any, name: str) -> str | None:
    return _text(_lowered(value).get(name))


def _first(node: Mapping[str, Any], *names: str) -> str | None:
    return next((text for text in (_text(node.get(name)) for name in names) if text), None)


def _city(node: Mapping[str, Any]) -> str | None:
    offer = _lowered(node.get("offers"))
    if offer:
        node = {**offer, **node}
    for name in ("joblocation", "areaserved", "availableatorfrom", "contentlocation", "location", "address"):
        value = node.get(name)
        for place in value if isinstance(value, list) else [value]:
            outer = _lowered(place)
            address = _lowered(outer.get("address")) or outer
            city = (
                _text(address.get("addresslocality"))
                or _text(outer.get("name"))
                or _text(address.get("addressregion"))
            )
            city = city or _text(outer.get("address")) or _text(place)
            if city:
                return city
    return None


def _pay(value: Any) -> str | None:
    if not isinstance(value, dict | list):
        return _text(value)
    amount = _lowered(value)
    inner = _lowered(amount.get("value")) or amount
    low, high = _text(inner.get("minvalue")), _text(inner.get("maxvalue"))
    figure = f"{low} to {high}" if low and high and low != high else low or high or _text(inner.get("value"))
    if not figure:
        return None
    unit = _text(inner.get("unittext")) or _text(amount.get("unittext"))
    words = (_text(amount.get("currency")), figure, f"per {unit.lower()}" if unit else None)
    return " ".join(word for word in words if word)


def _price(node: Mapping[str, Any]) -> str | None:
    offer = _lowered(node.get("offers")) or node
    price = _text(offer.get("price"))
    currency = _text(offer.get("pricecurrency"))
    return f"{currency} {price}" if price and currency else price
