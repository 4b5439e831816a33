"""This module runs one crawl in this process, from a card to a report; a process crawls once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crawlers.card import SourceCard
from crawlers.files import read_files
from crawlers.frontier import Link, LinkKind
from crawlers.job import Clock, Job, Progress
from crawlers.memory import open_memory
from crawlers.pace import LONGEST_WAIT
from crawlers.process import ENDINGS_FOR_GOOD, run_spider
from crawlers.sink import SinkFactory
from crawlers.suspicion import suspicions
from models.domain.errors import DependencyDown, Refused
from models.domain.evidence import IST


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """How a crawl went. Times are microseconds, UTC; counters by reason are in `refusals` and `failures`.

    `fields_filled` says in how many ads each part was found, `origins` from what ("title from jsonld");
    `suspect` has a sentence for each bound of the card that was left: the site may have changed.
    `changes` counts ads that are new, unchanged, edited, moved or vanished since the crawl before; the ids of the
    last are in `vanished`. After a kill the next crawl goes on (`resumed`), and the counters count both.
    `waiting` is how many addresses were found and not asked for, where the crawl ended before its end; `ahead` names
    the first of those that should show ads.
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
    changes: Mapping[str, int]
    vanished: tuple[str, ...]
    resumed: bool
    waiting: int
    ahead: tuple[str, ...] = ()


def crawl(
    card: SourceCard,
    sink_factory: SinkFactory,
    *,
    now: Clock,
    contact: str = "",
    progress: Progress = lambda pages, ads, refused: None,  # noqa: ARG005
    stop_file: Path | None = None,
    build_id: str = "",
    memory: Path | None = None,
) -> CrawlReport:
    """Crawl what `card` names into the sink; `contact` (an address or URL) tells the site whom to write to.

    In the folder `memory` a crawl that was killed or stopped goes on, and the next one asks only for what has
    changed; it belongs to this card and this sink. Where `stop_file` exists or appears the crawl ends within
    5 seconds. Raises `Refused` for a card that is not in force, a site outside of this machine without
    `contact`, a site that wants to be left alone for now or a crawl that runs already, and `DependencyDown`
    where the sink could keep no more: what it had taken until then is kept, nothing else is marked as done.
    """
    started = now()
    _check(card, contact, started)
    build = build_id or _build()
    # Of 20,000 pages not more than 200,000 addresses: a trap that makes them up fills no disk.
    most = 10 * card.limits.pages
    with open_memory(memory, card=card, now=started, build_id=build, limit=most) as remembered:
        _check_rest(card, remembered.frontier.rest_until, started)
        if not card.reads_files:
            remembered.frontier.add(Link(url, LinkKind.LISTING) for url in card.start)
        job = Job(card, sink_factory(), now, build, progress, remembered, stop_file)
        try:
            reason = read_files(job) if card.reads_files else run_spider(job, contact=contact)
        finally:
            job.sink.close()
        if job.down is not None:
            raise DependencyDown(
                f"{card.id}: the crawl stopped after {job.ads} ads, because they could not be kept: {job.down}"
            ) from job.down
        if reason in ENDINGS_FOR_GOOD:
            remembered.finish(job.counts)
    return _report(job, started, reason)


def _check_rest(card: SourceCard, until: int, present: int) -> None:
    if until - present > LONGEST_WAIT * 1_000_000:
        moment = datetime.fromtimestamp(until / 1_000_000, UTC).astimezone(IST)
        raise Refused(f"{card.id}: the site wants to be left alone until {moment:%d %b %Y %H:%M} IST.")


def _check(card: SourceCard, contact: str, present: int) -> None:
    today = datetime.fromtimestamp(present / 1_000_000, UTC).astimezone(IST).date()
    if not card.approved_on <= today <= card.expires_on:
        raise Refused(
            f"{card.id}: the card is in force from {card.approved_on} to {card.expires_on}, and today is {today}."
        )
    if not contact and not card.on_loopback and not card.reads_files:
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
        refused=sum(job.counted("refused").values()),
        errors=sum(job.counted("error").values()),
        started=started,
        finished=job.now(),
        finish_reason=reason,
        fields_filled=job.counted("filled"),
        origins=job.counted("origin"),
        refusals=job.counted("refused"),
        failures=job.counted("error"),
        suspect=suspicions(job.card, job.counts, job.memory.last),
        changes=job.counted("change"),
        vanished=tuple(job.vanished),
        resumed=job.memory.frontier.resumed,
        waiting=len(job.memory.frontier),
        ahead=job.memory.frontier.ahead(),
    )
