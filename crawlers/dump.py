"""This module reads ads out of a table: JSON Lines or CSV, packed or not, as a partner or an archive hands them over."""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from crawlers.blocks import text_of_html
from crawlers.card import SourceCard
from crawlers.moment import moment
from crawlers.page import LONGEST_TEXT, NoAd, PageAd, clean, numbered
from crawlers.text_only import kept_counts
from models.domain.ad import canonical_url

_LONGEST_ROW: Final = 5 * 1024 * 1024  # characters
_MOST_FIELDS: Final = 40
# Under which names tables hold the parts of an ad, where the card does not say.
_USUAL: Final = {
    "title": ("title", "subject", "heading", "headline", "name", "job_title", "ad_title"),
    "text": ("text", "body", "description", "content", "details", "job_description", "ad_text"),
    "city": ("city", "location", "place", "locality", "area", "town"),
    "posted_at": (
        "posted_at",
        "posted",
        "date_posted",
        "posted_on",
        "date",
        "published",
        "created_at",
        "post_date",
    ),
    "url": ("url", "link", "href", "page_url", "ad_url"),
    "number": ("number", "id", "ad_id", "post_id", "listing_id", "uniq_id"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what is on it, and its bytes as they stood (of CSV: as JSON)."""

    values: Mapping[str, Any]
    raw: bytes


def rows(path: Path) -> Iterator[Row | NoAd]:
    """Every row of the file in its order; what is no row is a `NoAd`."""
    names = [suffix.lower() for suffix in path.suffixes]
    with _opened(path, packed=names[-1:] == [".gz"]) as lines:
        yield from _csv(lines, path) if {".csv", ".tsv"} & set(names) else _json_lines(lines)


def row_ad(row: Row, *, url: str, card: SourceCard, now: int) -> PageAd | NoAd:
    """The ad on `row` of the dump at `url`; `now` is microseconds, UTC."""
    values = {str(name): _words(value) for name, value in row.values.items()}
    names = _names(values, card.columns)
    said = {part: values[name] for part, name in names.items()}
    address = said.get("url", "")
    if address and not card.scope.holds(address):
        return NoAd("A row of the dump is about an address outside of the card's scope.")
    number = said.get("number") or (numbered(canonical_url(address), card) if address else None)
    if not address and not number:
        return NoAd("A row of the dump has neither an address nor a number.")
    counts: Counter[str] = Counter()
    title = clean(" ".join(text_of_html(said.get("title", "")).split()), counts)
    text = clean(text_of_html(said.get("text", "")), counts)[:LONGEST_TEXT]
    if not title and not text:
        return NoAd("A row of the dump has neither a title nor a text.")
    others = [(name, value) for name, value in values.items() if value and name not in names.values()]
    return PageAd(
        title=title,
        text=text,
        fields={
            clean(name, counts)[:60]: clean(value, counts)[:4000]
            for name, value in islice(others, _MOST_FIELDS)
        },
        url=canonical_url(address) if address else url,
        origins=dict.fromkeys((part for part in said if said[part] and part != "url"), "dump"),
        stripped=kept_counts(counts),
        city=clean(said.get("city", ""), counts)[:200] or None,
        posted_at=moment(said.get("posted_at", ""), now=now, languages=card.languages),
        number=number,
    )


def _opened(path: Path, *, packed: bool) -> IO[str]:
    if packed:
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


def _json_lines(lines: IO[str]) -> Iterator[Row | NoAd]:
    while line := lines.readline(_LONGEST_ROW):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            values = None
        yield (
            Row(values, line.encode())
            if isinstance(values, dict)
            else NoAd("A line of the dump is no JSON object.")
        )


def _csv(lines: IO[str], path: Path) -> Iterator[Row | NoAd]:
    csv.field_size_limit(_LONGEST_ROW)
    reader = csv.DictReader(lines, delimiter="\t" if ".tsv" in path.suffixes else ",")
    while True:
        try:
            values = next(reader, None)
        except csv.Error:
            yield NoAd("A line of the dump is no row of CSV.")
            continue
        if values is None:
            return
        kept = {name: value for name, value in values.items() if name is not None}
        yield Row(kept, json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace"))


def _names(values: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    """By part the column that holds it: the card's word, else the first usual name that there is."""
    plain = {re.sub(r"\W+", "_", name.strip().lower()): name for name in values}
    found: dict[str, str] = {}
    for part, usual in _USUAL.items():
        told = [columns[part]] if part in columns else [plain[name] for name in usual if name in plain]
        name = next((name for name in told if name in values and name not in found.values()), None)
        if name is not None:
            found[part] = name
    return found


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
