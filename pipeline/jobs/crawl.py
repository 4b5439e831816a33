"""This module crawls one source, into the bus or into a file."""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from crawlers.card import SourceCard
from crawlers.job import Progress
from crawlers.run import CrawlReport, crawl
from pipeline import bootstrap
from pipeline.clock import now_us
from pipeline.settings import Settings


def crawl_card(settings: Settings, card: SourceCard, *, to: Path | None, progress: Progress) -> CrawlReport:
    """Crawl what `card` names, once in a process. `to` None means the bus.

    Everything wrong with card, contact or disk is raised as `crawlers.run.crawl` says.
    """
    with ExitStack() as stack:
        sink = bootstrap.open_file_sink(to) if to else stack.enter_context(bootstrap.open_sink(settings))
        return crawl(
            card,
            lambda: sink,
            now=now_us,
            contact=settings.crawler_contact or "",
            progress=progress,
            stop_file=settings.home / "STOP",
            build_id=settings.build_id,
        )


def start_crawl(card: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start `nigah crawl CARD` in a process of its own, because Scrapy's reactor runs once in a process."""
    return subprocess.Popen([sys.executable, "-m", "pipeline.cli", "crawl", card], env=dict(environment))  # noqa: S603 - our own program
