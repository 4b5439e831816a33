"""This module crawls one source, into the bus or into a file."""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree

from crawlers.card import SourceCard
from crawlers.job import Progress
from crawlers.memory import last_ads
from crawlers.process import ENDINGS_FOR_GOOD
from crawlers.run import CrawlReport, crawl
from pipeline import bootstrap
from pipeline.clock import now_us
from pipeline.settings import Settings


def crawl_card(settings: Settings, card: SourceCard, *, to: Path | None, progress: Progress) -> CrawlReport:
    """Crawl what `card` names, once in a process. `to` None means the bus.

    A crawl that was killed or stopped goes on from there; one into a file that is gone by now begins anew.
    Everything wrong with card, contact or disk is raised as `crawlers.run.crawl` says.
    """
    memory = _file_memory(to) if to else settings.home / "crawls" / card.id
    with ExitStack() as stack:
        sink = bootstrap.open_file_sink(to) if to else stack.enter_context(bootstrap.open_sink(settings))
        report = crawl(
            card,
            lambda: sink,
            now=now_us,
            contact=settings.crawler_contact or "",
            progress=progress,
            stop_file=settings.home / "STOP",
            build_id=settings.build_id,
            memory=memory,
        )
    if to and report.finish_reason in ENDINGS_FOR_GOOD:
        rmtree(memory)
    return report


def expected_ads(settings: Settings, card: SourceCard) -> int | None:
    """How many ads a crawl will bring: as many as the last one read, else what the card expects; None if neither tells."""
    known = last_ads(settings.home / "crawls" / card.id)
    return known or (sum(card.expected.ads) // 2 if card.expected.ads else None)


def start_crawl(card: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start `nigah crawl CARD` in a process of its own, because Scrapy's reactor runs once in a process."""
    return subprocess.Popen([sys.executable, "-m", "pipeline.cli", "crawl", card], env=dict(environment))  # noqa: S603 - our own program


def _file_memory(to: Path) -> Path:
    """What a crawl into a file remembers until its end: beside the file, and of no use without it."""
    memory = to.with_name(f"{to.name}.crawl")
    if not to.exists() and memory.exists():
        rmtree(memory)
    return memory
