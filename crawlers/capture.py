"""This module makes a capture, ad and evidence, of a page that was read."""

from collections.abc import Mapping
from dataclasses import dataclass

from scrapy.http import Response

from crawlers.evidence import clock_offset, evidence_of
from crawlers.guard import RAW_SHA256
from crawlers.job import Job
from crawlers.page import PageAd
from crawlers.sink import Capture
from models.domain.ad import RawAd, ad_id


@dataclass(frozen=True, slots=True)
class Origin:
    """How the bytes of a page came here; `captured_at` is microseconds, UTC, the hash of the bytes as received."""

    asked_url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    raw_sha256: str
    captured_at: int


def origin_of(response: Response, *, captured_at: int) -> Origin:
    """How Scrapy's `response` came here."""
    assert response.request is not None
    headers = {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    return Origin(
        asked_url=response.request.meta.get("redirect_urls", [response.request.url])[0],
        final_url=response.url,
        status=response.status,
        headers=headers,
        raw_sha256=response.request.meta[RAW_SHA256],
        captured_at=captured_at,
    )


def capture_of(page: PageAd, origin: Origin, *, job: Job, listing: str = "") -> Capture:
    """The ad on `page`, found on `listing`, with the record of how it came here."""
    card = job.card
    ad = RawAd(
        ad_id=ad_id(card.id, number=page.number, url=page.url),
        card_id=card.id,
        source_type=card.kind_of(origin.final_url, listing, page.url),
        url=page.url,
        title=page.title,
        text=page.text,
        captured_at=origin.captured_at,
        first_seen=origin.captured_at,
        fields=page.fields,
        city=page.city,
        posted_at=page.posted_at,
    )
    evidence = evidence_of(
        ad,
        card=card,
        asked_url=origin.asked_url,
        final_url=origin.final_url,
        status=origin.status,
        headers=origin.headers,
        raw_sha256=origin.raw_sha256,
        stripped=page.stripped,
        clock_offset_ms=clock_offset(origin.headers, captured_at=origin.captured_at),
        build_id=job.build_id,
    )
    return Capture(ad, evidence)
