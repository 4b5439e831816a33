"""This module holds the mapping of the Elasticsearch index, and an ad document as its source."""

import base64
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from models.domain.judgement import AdClass, Band, Kind
from search.index.document import AdDocument

VERSION = 1

_KEYWORD: Mapping[str, Any] = {"type": "keyword"}
_KEPT: Mapping[str, Any] = {"type": "keyword", "index": False, "doc_values": False}  # of any length

MAPPINGS: Mapping[str, Any] = {
    "dynamic": "strict",
    "_meta": {"nigah": VERSION},
    "properties": {
        "ad_id": _KEYWORD,
        "captured_at": {"type": "long"},
        "first_seen": {"type": "long"},
        "content_hash": _KEPT,
        "source": _KEYWORD,
        "source_type": _KEYWORD,
        "band": _KEYWORD,
        "score": {"type": "double"},
        "ad_class": _KEYWORD,
        "kinds": {"type": "object", "enabled": False},
        "kind": _KEYWORD,  # the names in `kinds`, to search by
        "languages": _KEYWORD,
        "places": _KEYWORD,
        "indicators": _KEYWORD,
        "tokens": {"type": "text", "analyzer": "whitespace"},
        "tokens_as_given": _KEPT,  # only where they are not separated by single spaces
        "contact_keys": _KEYWORD,
        "template_key": _KEYWORD,
        "model": _KEYWORD,
        "sealed": {"type": "binary"},
    },
}

SETTINGS: Mapping[str, Any] = {
    "auto_expand_replicas": "0-1",
    "merge.policy.expunge_deletes_allowed": 0,  # so that `forget` leaves nothing in a segment
}

_NAMES = tuple(field.name for field in fields(AdDocument))
_LISTS = ("languages", "places", "indicators", "contact_keys")


def source(document: AdDocument) -> dict[str, Any]:
    """The JSON of `document`. Elasticsearch keeps it as it is, so that every number comes back the same."""
    told = {name: getattr(document, name) for name in _NAMES}
    told |= {name: list(told[name]) for name in _LISTS}
    told["kinds"] = {str(kind): p for kind, p in document.kinds.items()}
    told["kind"] = sorted(told["kinds"])
    # The analyzer knows fewer blanks than Python does: between the words it gets only those that both know.
    told["tokens"] = " ".join(document.tokens.split())
    if told["tokens"] != document.tokens:
        told["tokens_as_given"] = document.tokens
    return told | {"sealed": base64.b64encode(document.sealed).decode("ascii")}


def document(found: Mapping[str, Any]) -> AdDocument:
    """The document of a source."""
    told = {name: found[name] for name in _NAMES}
    told |= {name: tuple(found[name]) for name in _LISTS}
    told["tokens"] = found.get("tokens_as_given", found["tokens"])
    told["kinds"] = {Kind(kind): p for kind, p in found["kinds"].items()}
    told |= {"band": Band(found["band"]), "ad_class": AdClass(found["ad_class"])}
    return AdDocument(**told | {"sealed": base64.b64decode(found["sealed"])})
