"""This module runs the main job on the bundled sample board, from nothing to leads, on this machine alone."""

import resource
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from models.domain.errors import WrongUsage
from models.domain.evidence import IST
from models.domain.judgement import Band
from pipeline import bootstrap
from pipeline.jobs.digest import build_digest, write_digest
from pipeline.jobs.run import run_once
from pipeline.ledger import closes, collected
from pipeline.sampleboard.ads import board_ads, sample_ads
from pipeline.sampleboard.board import Board
from pipeline.sampleboard.card import write_card
from pipeline.settings import Settings, load_settings
from search.digest import Digest
from search.index.port import AdIndex
from search.query.query import Filters, Query

_LEADS = Query(filters=Filters(bands=frozenset({Band.MEDIUM, Band.HIGH, Band.URGENT})))
_MARK = "this-is-a-demo"


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demo did. Seconds from its start; memory in MB, the largest of this process and of the crawl's."""

    ads: int
    leads: int
    seconds_to_first_lead: float | None
    seconds: float
    memory_mb: int
    ledger_closes: bool
    digest: Digest
    mail: Path
    page: Path


def demo_settings(settings: Settings) -> Settings:
    """The same settings in a folder of the demo's own, so that it never mixes with real data."""
    home = settings.home / "demo"
    return load_settings(
        home=home, sources=home / "sources", records_url=None, batch_wait_seconds=0.2, batch_size=50
    )


def reset_demo(settings: Settings) -> None:
    """Remove the demo's folder, and nothing that is not one. `settings` are those of the demo."""
    if not settings.home.exists():
        return
    if not (settings.home / _MARK).exists():
        raise WrongUsage(f"{settings.home} was not made by the demo, so it is not removed.")
    shutil.rmtree(settings.home)


def run_demo(settings: Settings, stop: threading.Event, *, tell: Callable[[str], None]) -> DemoReport | None:
    """Crawl, screen and index the sample board and write its digest; None where `stop` was set before the end.

    `settings` are those of the demo.
    """
    began = time.monotonic()
    for folder in (settings.home, settings.source_folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (settings.home / _MARK).touch()
    ads = sample_ads()
    with (
        Board.serve(board_ads(ads, newest=datetime.now(UTC))) as board,
        closing(bootstrap.open_index(settings)) as index,
    ):
        write_card(settings.source_folder, board.url)
        tell(f"a sample board with {len(ads)} written ads listens on {board.url}")
        watch = _FirstLead(index, began)
        watch.start()
        finished = run_once(settings, stop, tell=tell)
        watch.end()
        if not finished:
            return None
        leads = index.count(_LEADS)
    with closing(bootstrap.open_records(settings)) as records:
        ledger = records.ledger()
    digest = build_digest(settings, datetime.now(UTC).astimezone(IST).date())
    mail, page = write_digest(settings, digest)
    return DemoReport(
        ads=collected(ledger),
        leads=leads,
        seconds_to_first_lead=watch.seconds,
        seconds=time.monotonic() - began,
        memory_mb=_memory_mb(),
        ledger_closes=closes(ledger),
        digest=digest,
        mail=mail,
        page=page,
    )


class _FirstLead(threading.Thread):
    """Looks until the first lead is findable, and remembers how long that took."""

    def __init__(self, index: AdIndex, began: float) -> None:
        super().__init__(name="first-lead", daemon=True)
        self.seconds: float | None = None
        self._index, self._began, self._over = index, began, threading.Event()

    def run(self) -> None:
        while self.seconds is None and not self._over.wait(0.1):
            self._look()

    def end(self) -> None:
        """Look a last time and stop."""
        self._over.set()
        self.join()
        if self.seconds is None:
            self._look()

    def _look(self) -> None:
        if self._index.count(_LEADS):
            self.seconds = time.monotonic() - self._began


def _memory_mb() -> int:
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(peaks) // 1024
