"""This module holds one crawl while it runs: its card, where its ads go, and what has been counted."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scrapy.exceptions import IgnoreRequest

from crawlers.card import SourceCard
from crawlers.digests import DigestSet, digest
from crawlers.frontier import Link, LinkKind
from crawlers.memory import Memory
from crawlers.page import PageAd
from crawlers.sink import AdSink
from models.domain.errors import DependencyDown
from models.entities.places import places

_MOST_LOOKED_AFTER: Final = 500  # ads that no listing shows any more, asked for in one crawl
_OPENING: Final = 30  # letters
_SHORT: Final = {
    "title": 4,
    "text": 40,
}  # letters; the share of shorter ones says whether pages are read whole


class CountedRefusal(IgnoreRequest):
    """A request that a rule forbids, already counted under its reason."""


Clock = Callable[[], int]
Progress = Callable[[int, int, int], None]


@dataclass(slots=True)
class Job:
    """What the parts of one crawl share. `now` gives microseconds, UTC; `progress` gets pages, ads, refused.

    What is counted belongs to the crawl, not to the process: after a kill it goes on from the last page done.
    """

    card: SourceCard
    sink: AdSink
    now: Clock
    build_id: str
    progress: Progress
    memory: Memory
    stop_file: Path | None = None
    stopped: str = ""
    down: DependencyDown | None = None
    vanished: list[str] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _unsaved: Counter[str] = field(default_factory=Counter)
    _refused: int = 0
    _seen: defaultdict[str, DigestSet] = field(default_factory=lambda: defaultdict(DigestSet))

    def __post_init__(self) -> None:
        self._counts.update(self.memory.frontier.counted)
        self._refused = sum(self.counted("refused").values())

    @property
    def pages(self) -> int:
        """Pages that came in."""
        return self._counts["page "]

    @property
    def ads(self) -> int:
        """Ads that are kept."""
        return self._counts["ad "]

    def counted(self, group: str) -> dict[str, int]:
        """What was counted in `group`, by name."""
        start = f"{group} "
        return {key.removeprefix(start): n for key, n in self._counts.items() if key.startswith(start)}

    @property
    def counts(self) -> Counter[str]:
        """Everything that was counted, by group and name."""
        return self._counts

    def count(self, group: str, name: str = "", *, times: int = 1) -> None:
        """Count one thing of `group`: a page, an ad, an error, a refusal, a field that was filled."""
        self._counts[f"{group} {name}"] += times
        self._unsaved[f"{group} {name}"] += times
        if group in ("page", "ad", "refused", "error"):
            self._refused += times if group == "refused" else 0
            self.progress(self.pages, self.ads, self._refused)

    def refuse(self, reason: str) -> CountedRefusal:
        """Count something that was not asked for, or not let in, by a rule; the caller may raise what it returns."""
        self.count("refused", reason)
        return CountedRefusal(reason)

    def fail(self, reason: str) -> None:
        """Count something that should have worked and did not."""
        self.count("error", reason)

    def count_ad(self, page: PageAd) -> None:
        """Count an ad that is kept, which of its parts are filled, and where each came from."""
        parts = {"title": page.title, "text": page.text, "city": page.city, "posted_at": page.posted_at}
        for name in (name for name, value in {**parts, **page.fields}.items() if value):
            self.count("filled", name)
        for name, origin in page.origins.items():
            self.count("origin", f"{name} from {origin}")
        for name in page.missed:
            self.count("missed", name)
        for name, words in (("title", page.title), ("text", page.text)):
            self.count("length", name, times=len(words))
            if len(words) < _SHORT[name]:
                self.count("short", name)
        if page.city and not places("fields.location", page.city):
            self.count("unknown", "city")
        # Texts that begin alike begin with the site's own words.
        self._count_repeated(parts | {"opening": page.text[:_OPENING]})
        self.count("ad")

    def _count_repeated(self, parts: Mapping[str, str | None]) -> None:
        for name, words in parts.items():
            if words and digest(words) in self._seen[name]:
                self.count("repeated", name)
            self._seen[name].add(digest(words or ""))

    def count_no_ad(self, reason: str) -> None:
        """Count a page that should have shown an ad."""
        self.count("no ad")
        self.fail(reason)

    def settle(self, link: Link, found: Iterable[Link] = ()) -> int:
        """`link` is done for good and led to `found`; returns how many of these are new."""
        frontier = self.memory.frontier
        added = frontier.settle(link, found=found, counts=self._unsaved)
        self._unsaved.clear()
        if frontier.is_spent:
            frontier.add(self._unseen())
        return added

    def stop(self, reason: str) -> None:
        """From now on nothing is asked for any more; the first reason counts."""
        self.stopped = self.stopped or reason

    def _unseen(self) -> list[Link]:
        """Known ads that this crawl met nowhere, those unseen for the longest time first."""
        frontier, scope = self.memory.frontier, self.card.scope
        unseen = [
            visit
            for visit in self.memory.visits.before(frontier.started)
            if scope.holds(visit.url) and not frontier.knows(visit.url)
        ]
        unseen.sort(key=lambda visit: visit.last_seen)
        return [Link(visit.url, LinkKind.KNOWN) for visit in unseen[:_MOST_LOOKED_AFTER]]
