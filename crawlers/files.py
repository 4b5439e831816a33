"""This module reads a source that is a file on this machine, an archive or a dump, as a crawl reads a site."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from crawlers.blocks import parse
from crawlers.capture import Origin, capture_of
from crawlers.card import SourceCard
from crawlers.changes import was_refused
from crawlers.charset import decode
from crawlers.dump import Row, row_ad, rows
from crawlers.job import Job
from crawlers.listing import read_listing
from crawlers.page import NoAd, PageAd, numbered, read_ad
from crawlers.text_only import is_text_type, looks_like_media
from crawlers.warc import ArchivedPage, TornArchive, archived_pages
from models.domain.errors import DependencyDown, WrongUsage

_LISTED: Final = 5  # links to ads on one page, from which on it is a listing and no ad itself


@dataclass(frozen=True, slots=True)
class _Found:
    """What one record of a file gave, and how it came here."""

    page: PageAd | NoAd | None
    origin: Origin


def read_files(job: Job) -> str:
    """Read every file that the card starts from, to its end; returns how it ended, as a crawl does.

    After a kill it begins anew: the sink knows what it has. A damaged archive counts as an error, not as the end.
    """
    for start in job.card.start:
        path = Path(unquote(urlsplit(start).path))
        if not path.is_file():
            raise WrongUsage(f"{job.card.id}: {path}: there is no such file to read ads from.")
        for found in _records(path, start, job):
            if job.stop_file is not None and job.stop_file.exists():
                return "stopped by the stop file"
            job.count("page")
            if not _take(found, job):
                return "the place where ads are kept is out of reach"
    return "finished"


def _records(path: Path, start: str, job: Job) -> Iterator[_Found]:
    if ".warc" in path.suffixes:
        try:
            for page in archived_pages(path):
                yield _archived(page, job.card)
        except TornArchive as error:
            job.fail(f"{error}")
        return
    for row in rows(path):
        present = job.now()
        if isinstance(row, Row):
            origin = Origin(start, start, 0, {}, sha256(row.raw).hexdigest(), present)
            yield _Found(row_ad(row, url=start, card=job.card, now=present), origin)
        else:
            yield _Found(row, Origin(start, start, 0, {}, "", present))


def _archived(page: ArchivedPage, card: SourceCard) -> _Found:
    found: PageAd | NoAd | None = None
    if _is_wanted(page, card):
        content_type = page.headers.get("content-type", "")
        found = read_ad(page.body, url=page.url, card=card, now=page.archived_at, content_type=content_type)
    raw_sha256 = sha256(page.raw).hexdigest()
    return _Found(found, Origin(page.url, page.url, page.status, page.headers, raw_sha256, page.archived_at))


def _is_wanted(page: ArchivedPage, card: SourceCard) -> bool:
    """Whether it is the page of an ad: an answer in text, in scope, and no listing."""
    content_type = page.headers.get("content-type", "")
    if page.status != 200 or not card.scope.holds(page.url) or looks_like_media(page.body):
        return False
    if content_type and not (is_text_type(content_type) and "html" in content_type):
        return False
    if card.number.url:
        return numbered(page.url, card) is not None
    tree = parse(decode(page.body, content_type=content_type))
    return tree is not None and len(read_listing(tree, url=page.url, card=card).ads) < _LISTED


def _take(found: _Found, job: Job) -> bool:
    if isinstance(found.page, NoAd):
        job.count_no_ad(found.page.reason)
    if not isinstance(found.page, PageAd):
        return True
    capture = capture_of(found.page, found.origin, job=job)
    try:
        job.sink.put(capture)
        refused = was_refused(job, capture.ad)
    except DependencyDown as error:
        job.down = error
        return False
    if not refused:
        job.count_ad(found.page)
    return True
