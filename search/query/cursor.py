"""This module writes where a page of hits ended, so that the next one begins there on any engine."""

import base64
import binascii
import hashlib
import json
from dataclasses import fields
from typing import NoReturn

from models.domain.errors import WrongUsage
from search.query.query import Query


def to_cursor(query: Query, key: float, ad_id: str) -> str:
    """The text for `Hits.next`: `key` is the sort key of the last hit, `ad_id` breaks its ties."""
    content = json.dumps([_digest(query), key, ad_id]).encode()
    return base64.urlsafe_b64encode(content).decode("ascii")


def from_cursor(query: Query, cursor: str) -> tuple[float, str]:
    """Sort key and ad id of the last hit. Raises `WrongUsage` where `cursor` is not from this query."""
    try:
        content = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii", "replace")))
    except (binascii.Error, ValueError):
        return _refuse()
    match content:
        case [digest, int() | float() as key, str() as ad_id] if digest == _digest(query):
            return key, ad_id
        case _:
            return _refuse()


def _refuse() -> NoReturn:
    raise WrongUsage(
        "This page mark does not belong to this search; begin again at its first page."
    ) from None


def _digest(query: Query) -> str:
    filters = {field.name: getattr(query.filters, field.name) for field in fields(query.filters)}
    told = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in filters.items()}
    return hashlib.sha256(repr([query.match, told, query.sort]).encode("utf-8", "replace")).hexdigest()[:16]
