"""This module writes down how an ad was captured, so that it can be captured again and any change be seen."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from crawlers.card import SourceCard
from crawlers.text_only import strip
from models.domain.ad import RawAd, storable
from models.domain.evidence import EvidenceRecord

# Of what a server says of its answer only this is evidence; cookies and the like are nobody's business.
_KEPT_HEADERS: Final = (
    "age",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "server",
    "via",
    "x-robots-tag",
)
_LONGEST_HEADER: Final = 300


def evidence_of(
    ad: RawAd,
    *,
    card: SourceCard,
    asked_url: str,
    final_url: str,
    status: int,
    headers: Mapping[str, str],
    raw_sha256: str,
    stripped: Mapping[str, int],
    build_id: str,
    clock_offset_ms: int | None = None,
) -> EvidenceRecord:
    """The record of the capture that brought `ad`; `raw_sha256` is of the bytes as received."""
    return EvidenceRecord(
        ad_id=ad.ad_id,
        url=asked_url,
        final_url=final_url,
        status=status,
        headers=kept_headers(headers),
        captured_at=ad.captured_at,
        raw_sha256=raw_sha256,
        stored_sha256=stored_sha256(ad),
        stripped=stripped,
        card_id=card.id,
        card_version=str(card.version),
        build_id=build_id,
        clock_offset_ms=clock_offset_ms,
    )


def clock_offset(headers: Mapping[str, str], *, captured_at: int) -> int | None:
    """Milliseconds by which our clock is ahead of the server's `Date`, to the second, the way of the page included.

    None where the server says no date, or a cache in between says how old its copy is.
    """
    told = {name.lower(): value for name, value in headers.items()}
    if "age" in told:
        return None
    try:
        date = parsedate_to_datetime(told["date"])
    except (KeyError, ValueError):
        return None
    whole = date if date.tzinfo else date.replace(tzinfo=UTC)
    return captured_at // 1000 - round(whole.timestamp() * 1000)


def stored_sha256(ad: RawAd) -> str:
    """SHA-256 (hex) of what is stored of `ad`: title, text, fields, city and posting date as canonical JSON in UTF-8."""
    stored = {
        "title": ad.title,
        "text": ad.text,
        "fields": dict(ad.fields),
        "city": ad.city,
        "posted_at": ad.posted_at,
    }
    return hashlib.sha256(json.dumps(stored, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers worth keeping, by lower-case name, short and without anything that is no text."""
    lowered = {name.lower(): value for name, value in headers.items()}
    return {
        name: strip(storable(lowered[name]), Counter())[:_LONGEST_HEADER]
        for name in _KEPT_HEADERS
        if name in lowered
    }
