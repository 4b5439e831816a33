"""This module holds the tables of the embedded index, and an ad document as one of their rows."""

import json
import math
import re
import sqlite3
from dataclasses import fields
from typing import Any

from models.domain.judgement import AdClass, Band, Kind
from search.index.document import AdDocument
from search.query.query import Facet

APPLICATION = 0x4E694164  # "NiAd" in the file's header
VERSION = 1

SCHEMA = (
    """CREATE TABLE ads (
        id INTEGER PRIMARY KEY, ad_id TEXT NOT NULL UNIQUE, captured_at INTEGER NOT NULL, first_seen INTEGER NOT NULL,
        content_hash TEXT NOT NULL, source TEXT NOT NULL, source_type TEXT NOT NULL, band TEXT NOT NULL,
        score REAL NOT NULL, ad_class TEXT NOT NULL, kinds TEXT NOT NULL, languages TEXT NOT NULL,
        places TEXT NOT NULL, indicators TEXT NOT NULL, tokens TEXT NOT NULL, contact_keys TEXT NOT NULL,
        template_key TEXT NOT NULL, model TEXT NOT NULL, sealed BLOB NOT NULL)""",
    "CREATE INDEX ads_by_capture ON ads (captured_at)",
    "CREATE INDEX ads_by_band ON ads (band, score)",
    "CREATE INDEX ads_by_source ON ads (source)",
    "CREATE INDEX ads_by_template ON ads (template_key)",
    # What an ad has several of, for filters and facets.
    """CREATE TABLE labels (field TEXT NOT NULL, value TEXT NOT NULL, id INTEGER NOT NULL,
        PRIMARY KEY (field, value, id)) WITHOUT ROWID""",
    "CREATE INDEX labels_by_ad ON labels (id)",
    # The default categories would split Indic words at their vowel signs; Co keeps the marked tokens whole.
    """CREATE VIRTUAL TABLE words USING fts5 (tokens, content = '',
        tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")""",
)

COLUMNS = tuple(field.name for field in fields(AdDocument))
_LISTS = ("languages", "places", "indicators", "contact_keys")
_PLAIN = re.compile(r"[a-z0-9]+")
_MARK = "\ue000"  # private use: in no ad's keys by way of a keyboard, one word to the tokenizer


def row(document: AdDocument) -> dict[str, Any]:
    """The columns of `document`."""
    columns = {name: getattr(document, name) for name in COLUMNS}
    columns |= {name: json.dumps(columns[name]) for name in _LISTS}
    return columns | {"kinds": json.dumps(dict(document.kinds))}


def document(found: sqlite3.Row | tuple[Any, ...]) -> AdDocument:
    """The document in a row of `COLUMNS`."""
    columns = dict(zip(COLUMNS, found, strict=True))
    columns |= {name: tuple(json.loads(columns[name])) for name in _LISTS}
    columns["kinds"] = {Kind(kind): p for kind, p in json.loads(columns["kinds"]).items()}
    columns |= {"band": Band(columns["band"]), "ad_class": AdClass(columns["ad_class"])}
    return AdDocument(**columns)


def labels(document: AdDocument) -> set[tuple[str, str]]:
    """Field and value of everything that a document may have several of."""
    several: dict[str, Any] = {Facet.KIND: document.kinds, Facet.LANGUAGE: document.languages}
    several |= {Facet.PLACE: document.places, "contact": document.contact_keys}
    return {(str(field), str(value)) for field, values in several.items() for value in values}


def words(tokens: str) -> str:
    """`tokens` for the tokenizer, each as one word of its own, whatever it is made of."""
    return " ".join(word(token) for token in tokens.split())


def word(token: str) -> str:
    """`token` as FTS5 keeps it: Latin letters and digits as they are, all else marked and spelled in hex.

    The tokenizer knows the letters of Unicode 6.1 and folds case in its own way; so nothing of that can show.
    """
    if _PLAIN.fullmatch(token):
        return token
    return _MARK + token.encode("utf-8", "surrogatepass").hex()


def is_storable(document: AdDocument) -> bool:
    """Whether an engine can keep it: text without lone surrogates, finite numbers, times in 64 bits."""
    times = (document.captured_at, document.first_seen)
    if not all(-(2**63) <= time < 2**63 for time in times):
        return False
    if not all(map(math.isfinite, (document.score, *document.kinds.values()))):
        return False
    texts = (value for value in map(document.__getattribute__, COLUMNS) if isinstance(value, str | tuple))
    return not any(
        _has_surrogate(text) for value in texts for text in ((value,) if isinstance(value, str) else value)
    )


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text) if not text.isascii() else False
