"""This module notices what became of the ads of earlier crawls: unchanged, edited, moved, gone."""

from collections.abc import Sequence

from scrapy.http import Headers, Response

from crawlers.frontier import Link, LinkKind
from crawlers.job import Job
from crawlers.page import numbered
from crawlers.sink import FORGOTTEN, Oblivion, Watch
from crawlers.visits import Visit
from models.domain.ad import RawAd, ad_id, canonical_url, storable

GONE = (404, 410)


def conditions(job: Job, link: Link) -> dict[str, str]:
    """Headers that let the site answer "not modified" for an ad that was read before in the same way."""
    visit = job.memory.visits.at(link.url) if link.kind is not LinkKind.LISTING else None
    if visit is None or visit.reader != job.memory.reader:
        return {}
    said = {"If-None-Match": visit.etag, "If-Modified-Since": visit.modified}
    return {name: value for name, value in said.items() if value}


def not_forgotten(job: Job, urls: Sequence[str]) -> list[str]:
    """Those of these addresses of ads that may be asked for: where the address tells the ad's id, a mark on it counts.

    The page of an ad whose number stands in the page alone is asked for again; nothing of it is kept then.
    """
    if not isinstance(job.sink, Oblivion) or not urls:
        return list(urls)
    ids = {
        url: ad_id(job.card.id, number=numbered(url, job.card), url=canonical_url(storable(url)))
        for url in urls
    }
    forgotten = job.sink.forgotten(ids.values())
    kept = [url for url in urls if ids[url] not in forgotten]
    if len(kept) < len(ids):
        job.count("refused", FORGOTTEN, times=len(ids) - len(kept))
    return kept


def was_refused(job: Job, ad: RawAd) -> bool:
    """Whether the sink kept nothing of the ad that it was just handed; then it is counted, and nothing is remembered."""
    reason = job.sink.refusal(ad.ad_id) if isinstance(job.sink, Oblivion) else ""
    if not reason:
        return False
    job.count("refused", reason)
    before = job.memory.visits.of(ad.ad_id)
    if before:
        job.memory.visits.forget(before)
    return True


def note_kept(job: Job, link: Link, ad: RawAd, *, headers: Headers) -> None:
    """Remember the ad that was just kept, and count what is new about it."""
    before = job.memory.visits.of(ad.ad_id)
    job.count("change", _change(before, ad, link))
    job.memory.visits.note(
        Visit(
            url=link.url,
            ad_id=ad.ad_id,
            content_hash=ad.content_hash,
            first_seen=min(before.first_seen, ad.first_seen) if before else ad.first_seen,
            last_seen=ad.captured_at,
            reader=job.memory.reader,
            etag=_word(headers, "ETag"),
            modified=_word(headers, "Last-Modified"),
        )
    )


def note_unmodified(job: Job, link: Link, *, headers: Headers) -> None:
    """The site says that the ad is as it was: so it was seen today, and no page had to be sent."""
    visit = job.memory.visits.at(link.url)
    if visit is None:
        return
    present = job.now()
    job.count("unmodified")
    job.count("change", "unchanged")
    job.memory.visits.note(
        Visit(
            url=visit.url,
            ad_id=visit.ad_id,
            content_hash=visit.content_hash,
            first_seen=visit.first_seen,
            last_seen=present,
            reader=visit.reader,
            etag=_word(headers, "ETag") or visit.etag,
            modified=_word(headers, "Last-Modified") or visit.modified,
        )
    )
    if isinstance(job.sink, Watch):
        job.sink.confirm(visit.ad_id, present)


def note_gone(job: Job, link: Link) -> bool:
    """The site says that there is no such page; whether an ad had been there."""
    visit = job.memory.visits.at(link.url)
    if visit is None:
        return False
    job.count("change", "vanished")
    job.vanished.append(visit.ad_id)
    job.memory.visits.forget(visit)
    if isinstance(job.sink, Watch):
        job.sink.retire(visit.ad_id, job.now())
    return True


def is_unmodified(response: Response) -> bool:
    """Whether the site sent no page because the one before still holds."""
    return response.status == 304


def _change(before: Visit | None, ad: RawAd, link: Link) -> str:
    if before is None:
        return "new"
    if before.content_hash != ad.content_hash:
        return "edited"
    return "unchanged" if before.url == link.url else "moved"


def _word(headers: Headers, name: str) -> str:
    return (headers.get(name) or b"").decode("latin-1")[:200]
