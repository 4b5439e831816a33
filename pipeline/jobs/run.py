"""This module runs everything in one process tree: crawls when they are due, both stages, the digest at seven."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from crawlers.card import SourceCard
from models.domain.errors import Damaged, DependencyDown, NigahError, Refused
from models.domain.evidence import IST
from pipeline import bootstrap
from pipeline.bootstrap import StageName
from pipeline.bus.port import EventBus, Topic
from pipeline.clock import now_us
from pipeline.jobs.crawl import start_crawl
from pipeline.jobs.digest import build_digest, write_digest
from pipeline.settings import Settings

_DIGEST_HOUR = 7  # in India
_LOOK_EVERY = 0.5  # seconds
_EXPIRE_EVERY = 3600.0  # seconds
_DIGEST_EVERY = 30.0  # seconds between two looks whether it is due

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


def run_until_stopped(settings: Settings, stop: threading.Event) -> None:
    """Crawl every card when it is due, screen, index and write the daily digest until `stop` is set.

    The batch in hand is finished first. Raises what ended a stage; nothing is lost by it.
    """
    schedule = _Schedule(bootstrap.open_cards(settings), settings)
    with working(settings) as stages, closing(bootstrap.open_bus(settings)) as bus:
        while not stop.wait(_LOOK_EVERY):
            _raise_from(stages)
            schedule.tend(bus)
        schedule.end_crawl()


def run_once(
    settings: Settings, stop: threading.Event, *, tell: Callable[[str], None] = lambda _: None
) -> bool:
    """Crawl every card once, one after the other, and end when every message has reached its end.

    False where `stop` was set before; the next run goes on from there. `tell` gets a sentence when a part is
    done. Raises `DependencyDown` or `Refused` where a crawl ended so.
    """
    cards = bootstrap.open_cards(settings)
    with working(settings) as stages, closing(bootstrap.open_bus(settings)) as bus:
        for card in cards:
            whole = _finish(start_crawl(card.id, _environment(settings)), stages, stop)
            tell(f"{card.name}: {'crawled' if whole else 'crawled in part; its own words are above'}")
        while not stop.is_set() and _waiting(bus):
            _raise_from(stages)
            stop.wait(0.05)
    return not stop.is_set()


@contextmanager
def working(settings: Settings) -> Iterator[Sequence[Future[None]]]:
    """Both stages at work, each in its thread, until the block ends; then the batch in hand is finished."""
    stop = threading.Event()
    with ThreadPoolExecutor(len(StageName), thread_name_prefix="stage") as pool:
        stages = [pool.submit(work, settings, stage, stop) for stage in StageName]
        try:
            yield stages
        finally:
            stop.set()
            wait(stages, return_when=FIRST_EXCEPTION)
        _raise_from(stages)


def work(settings: Settings, stage: StageName, stop: threading.Event) -> None:
    """Consume one stage's topic until `stop` is set."""
    with bootstrap.open_worker(settings, stage) as worker:
        worker.run(stop)


@dataclass(slots=True)
class _Schedule:
    """What is due, in this process's time; a restart crawls at once, which costs a re-crawl and loses nothing."""

    cards: Sequence[SourceCard]
    settings: Settings
    due: dict[str, float] = field(default_factory=dict)
    crawl: subprocess.Popen[bytes] | None = None
    expire_at: float = 0.0
    digest_at: float = 0.0

    def tend(self, bus: EventBus) -> None:
        """Start what is due and has not begun."""
        if self.crawl and self.crawl.poll() is not None:
            _log.info("crawl_ended", exit_status=self.crawl.returncode)
            self.crawl = None
        if not self.crawl:
            self._start_next()
        if time.monotonic() >= self.expire_at:
            self.expire_at = time.monotonic() + _EXPIRE_EVERY
            with _postponed("expiry"):
                _log.info("expired", messages=bus.expire(now=now_us()))
        if time.monotonic() >= self.digest_at:
            self.digest_at = time.monotonic() + _DIGEST_EVERY
            with _postponed("digest"):
                self._write_digest()

    def end_crawl(self) -> None:
        """Let a running crawl end as an interrupt would."""
        if self.crawl:
            self.crawl.terminate()
            self.crawl.wait()

    def _start_next(self) -> None:
        now = time.monotonic()
        for card in self.cards:
            if self.due.get(card.id, 0.0) <= now:
                self.due[card.id] = now + self.settings.crawl_every_hours * 3600
                self.crawl = start_crawl(card.id, _environment(self.settings))
                return

    def _write_digest(self) -> None:
        now = datetime.now(UTC).astimezone(IST)
        yesterday = now.date() - timedelta(days=1)
        if now.hour < _DIGEST_HOUR or (self.settings.home / "digests" / f"{yesterday}.eml").exists():
            return
        mail, _ = write_digest(self.settings, build_digest(self.settings, yesterday))
        _log.info("digest_written", file=mail.name)
        from pipeline.jobs.drift import look_for_drift  # noqa: PLC0415  what is wanted once a day need not be loaded at the start

        try:
            _log.info("drift_watched", comparisons=look_for_drift(self.settings))
        except Refused as error:
            _log.warning("drift", why=str(error))


@contextmanager
def _postponed(what: str) -> Iterator[None]:
    """Upkeep that something is out of reach for is tried again at its next turn; the stages wait by themselves."""
    try:
        yield
    except Damaged:
        raise
    except DependencyDown as error:
        _log.warning("postponed", what=what, why=str(error))


def _finish(crawl: subprocess.Popen[bytes], stages: Sequence[Future[None]], stop: threading.Event) -> bool:
    """Wait for `crawl`; whether it kept all that it was shown. Ends it where a stage fails or `stop` is set."""
    try:
        while crawl.poll() is None:
            _raise_from(stages)
            if stop.wait(0.05):
                return False
    finally:
        if crawl.poll() is None:
            crawl.terminate()
            crawl.wait()
    if crawl.returncode not in {0, 1}:  # 1 is: done, with set-aside input
        raise _Unfinished(crawl.returncode)
    return crawl.returncode == 0


class _Unfinished(NigahError):
    """A crawl said on stderr why it stopped; its exit status becomes ours."""

    def __init__(self, exit_status: int) -> None:
        super().__init__(
            "The crawl stopped before its end; what it had taken is kept. Its own words are above."
        )
        self.exit_status = exit_status if exit_status > 0 else DependencyDown.exit_status


def _waiting(bus: EventBus) -> int:
    # This order: what `screen` marks as done is in the other topic by then.
    return sum(
        bus.lag(topic, group=stage)
        for stage, topic in ((StageName.SCREEN, Topic.COLLECTED), (StageName.INDEX, Topic.SCORED))
    )


def _raise_from(stages: Sequence[Future[None]]) -> None:
    for stage in stages:
        if stage.done():
            stage.result()


def _environment(settings: Settings) -> dict[str, str]:
    """The environment with these settings in it, for a process of our own."""
    given = {
        f"NIGAH_{name.upper()}": str(value)
        for name, value in settings.model_dump(
            mode="json", exclude={"records_url"}, exclude_unset=True
        ).items()
        if value is not None
    }
    return dict(os.environ) | given
