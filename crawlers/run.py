"""This module runs one crawl in this process, from a card to a report; a process crawls once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crawlers.card import SourceCard
from crawlers.job import Clock, Job, Progress
from crawlers.process import run_spider
from crawlers.sink import SinkFactory
from models.domain.errors import DependencyDown, Refused
from models.domain.evidence import IST


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """How a crawl went. Times are microseconds, UTC; counters by reason are in `refusals` and `failures`.

    `fields_filled` says in how many ads each part was found, `origins` from what ("title from jsonld");
    `suspect` has a sentence for each bound of the card that was left: the site may have changed.
    """

    card_id: str
    pages: int
    ads: int
    refused: int
    errors: int
    started: int
    finished: int
    finish_reason: str
    fields_filled: Mapping[str, int]
    origins: Mapping[str, int]
    refusals: Mapping[str, int]
    failures: Mapping[str, int]
    suspect: tuple[str, ...]


def crawl(
    card: SourceCard,
    sink_factory: SinkFactory,
    *,
    now: Clock,
    contact: str = "",
    progress: Progress = lambda pages, ads, refused: None,  # noqa: ARG005
    stop_file: Path | None = None,
    build_id: str = "",
) -> CrawlReport:
    """Crawl what `card` names into the sink; `contact` (an address or URL) tells the site whom to write to.

    Where `stop_file` exists or appears the crawl ends within 5 seconds. Raises `Refused` for a card that
    is not in force or a site outside of this machine without `contact`, and `DependencyDown` where the
    sink could keep no more: what it had taken until then is kept, nothing else is marked as done.
    """
    _check(card, contact, now())
    started = now()
    job = Job(card, sink_factory(), now, build_id or _build(), progress, stop_file)
    try:
        reason = run_spider(job, contact=contact)
    finally:
        job.sink.close()
    if job.down is not None:
        raise DependencyDown(
            f"{card.id}: the crawl stopped after {job.ads} ads, because they could not be kept: {job.down}"
        ) from job.down
    return _report(job, started, reason)


def _check(card: SourceCard, contact: str, present: int) -> None:
    today = datetime.fromtimestamp(present / 1_000_000, UTC).astimezone(IST).date()
    if not card.approved_on <= today <= card.expires_on:
        raise Refused(
            f"{card.id}: the card is in force from {card.approved_on} to {card.expires_on}, and today is {today}."
        )
    if not contact and not card.on_loopback:
        raise Refused(
            f"{card.id}: a site is only crawled under a name it can write to; set a contact address in the settings."
        )


def _build() -> str:
    try:
        return f"nigah {version('nigah')}"
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "nigah (not installed)"


def _report(job: Job, started: int, reason: str) -> CrawlReport:
    return CrawlReport(
        card_id=job.card.id,
        pages=job.pages,
        ads=job.ads,
        refused=job.refused.total(),
        errors=job.errors.total(),
        started=started,
        finished=job.now(),
        finish_reason=reason,
        fields_filled=dict(job.filled),
        origins=dict(job.origins),
        refusals=dict(job.refused),
        failures=dict(job.errors),
        suspect=tuple(_suspicions(job)),
    )


def _suspicions(job: Job) -> list[str]:
    expected = job.card.expected
    found = []
    if expected.ads and not expected.ads[0] <= job.ads <= expected.ads[1]:
        found.append(f"{job.ads} ads, where {expected.ads[0]} to {expected.ads[1]} are usual")
    for name, least in expected.fill.items():
        share = job.filled[name] / job.ads if job.ads else 0.0
        if share < least:
            found.append(f"{name} in {share:.0%} of the ads, where at least {least:.0%} is usual")
    return found
