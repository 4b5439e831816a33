"""This module holds one crawl while it runs: its card, where its ads go, and what has been counted."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scrapy.exceptions import IgnoreRequest

from crawlers.card import SourceCard
from crawlers.sink import AdSink
from models.domain.errors import DependencyDown


class CountedRefusal(IgnoreRequest):
    """A request that a rule forbids, already counted under its reason."""


Clock = Callable[[], int]
Progress = Callable[[int, int, int], None]


@dataclass(slots=True)
class Job:
    """What the parts of one crawl share. `now` gives microseconds, UTC; `progress` gets pages, ads, refused."""

    card: SourceCard
    sink: AdSink
    now: Clock
    build_id: str
    progress: Progress
    stop_file: Path | None = None
    pages: int = 0
    ads: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    stopped: str = ""
    down: DependencyDown | None = None

    def refuse(self, reason: str) -> CountedRefusal:
        """Count something that was not asked for, or not let in, by a rule; the caller may raise what it returns."""
        self.refused[reason] += 1
        self._tell()
        return CountedRefusal(reason)

    def fail(self, reason: str) -> None:
        """Count something that should have worked and did not."""
        self.errors[reason] += 1
        self._tell()

    def count_page(self) -> None:
        """Count a page that came in."""
        self.pages += 1
        self._tell()

    def count_ad(self) -> None:
        """Count an ad that is kept."""
        self.ads += 1
        self._tell()

    def stop(self, reason: str) -> None:
        """From now on nothing is asked for any more; the first reason counts."""
        self.stopped = self.stopped or reason

    def _tell(self) -> None:
        self.progress(self.pages, self.ads, self.refused.total())
