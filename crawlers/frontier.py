"""This module holds what a crawl still has to ask for, so that a kill at any moment loses nothing of it.

Scrapy's own `JOBDIR` survives a clean stop only: `active.json` and the sizes of its queues are written on
closing, and what is in flight is in no queue. Here a page counts as done in the same line of a journal that
holds what it led to; whatever is not done when the journal is opened again is asked for again.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, Final

from crawlers.digests import DigestSet, digest
from crawlers.journal import Journal
from models.domain.ad import canonical_url

_MOST_NAMED: Final = 50
_LONGEST_URL: Final = 2_000


class LinkKind(StrEnum):
    """What is hoped for behind a link; also the order in which they are asked for."""

    AD = "ad"
    LISTING = "listing"
    KNOWN = "known"  # an ad of an earlier crawl that no listing shows any more


@dataclass(frozen=True, slots=True)
class Link:
    """One address to ask for; `listing` is the page that led there, `empty` how many before it brought nothing new."""

    url: str
    kind: LinkKind
    listing: str = ""
    empty: int = 0


class Frontier:
    """Links to ask for, each address once. With a `path` it goes on where the process before was killed.

    It begins anew where the crawl before ended by itself, was under another `mark` (the card's version, say),
    or began before `not_before` (microseconds, UTC).
    """

    def __init__(
        self, path: Path | None, *, mark: str, now: int, not_before: int = 0, most: int = 1_000_000
    ) -> None:
        self._most = most
        self._queues: dict[LinkKind, deque[Link]] = {kind: deque() for kind in LinkKind}
        self._flying: dict[int, Link] = {}
        self._asked = DigestSet()
        self._journal = Journal(path) if path else None
        self.started = now
        self.rest_until = 0
        self.counted: Counter[str] = Counter()
        self.resumed = self._resume(mark, not_before)
        if not self.resumed:
            self._begin(mark, now)

    def __len__(self) -> int:
        """How many links wait; those in flight are not among them."""
        return sum(len(queue) for queue in self._queues.values())

    @property
    def is_spent(self) -> bool:
        """Whether nothing waits and nothing is in flight."""
        return not self._flying and not len(self)

    def add(self, links: Iterable[Link]) -> int:
        """Take in those links that were never taken before; returns how many these are."""
        return self._settle({}, links)

    def knows(self, url: str) -> bool:
        """Whether `url` was taken in before, done or not."""
        return _key(url) in self._asked

    def take(self) -> Link | None:
        """The next link, from now on in flight; None where nothing waits."""
        queue = next((queue for queue in self._queues.values() if queue), None)
        if queue is None:
            return None
        link = queue.popleft()
        self._flying[_key(link.url)] = link
        return link

    def settle(
        self, link: Link, *, found: Iterable[Link] = (), counts: Mapping[str, int] | None = None
    ) -> int:
        """`link` is done and led to `found`; both hold from here on, or neither. Returns how many of these are new."""
        added = self._settle({"done": link.url, "counts": dict(counts or {})}, found)
        self._flying.pop(_key(link.url), None)
        return added

    def ahead(self) -> tuple[str, ...]:
        """The first addresses of ads that wait."""
        return tuple(link.url for link in islice(self._queues[LinkKind.AD], _MOST_NAMED))

    def rest(self, until: int) -> None:
        """Note that the site wants to be left alone until then (microseconds, UTC)."""
        self.rest_until = until
        self._write({"rest": until})

    def finish(self) -> None:
        """The crawl is over: the next one begins anew, and no address of this one stays on the disk."""
        if self._journal:
            rest = [{"rest": self.rest_until}] if self.rest_until else []
            self._journal.replace([*rest, {"end": True}])

    def close(self) -> None:
        """Close the journal; what is not finished goes on with the next frontier on it."""
        if self._journal:
            self._journal.close()

    def _settle(self, line: dict[str, Any], found: Iterable[Link]) -> int:
        fresh = {key: link for link in found if (key := _key(link.url)) not in self._asked}
        room = max(0, self._most - len(self._asked))
        links = [link for link in list(fresh.values())[:room] if len(link.url) <= _LONGEST_URL]
        if links:
            line["add"] = [[link.url, link.kind, link.listing, link.empty] for link in links]
        if line:
            self._write(line)
        for link in links:
            self._enter(link)
        return len(links)

    def _enter(self, link: Link) -> None:
        self._asked.add(_key(link.url))
        self._queues[link.kind].append(link)

    def _write(self, line: Mapping[str, Any]) -> None:
        if self._journal:
            self._journal.append(line)

    def _begin(self, mark: str, now: int) -> None:
        for queue in self._queues.values():
            queue.clear()
        self._asked.clear()
        self.counted.clear()
        self.started = now
        if self._journal:
            rest = [{"rest": self.rest_until}] if self.rest_until > now else []
            self._journal.replace([{"crawl": mark, "started": now}, *rest])

    def _resume(self, mark: str, not_before: int) -> bool:
        done = DigestSet()
        goes_on = False
        for _, line in self._journal.lines() if self._journal else ():
            if "crawl" in line:
                goes_on = line["crawl"] == mark and line["started"] >= not_before
                self.started = line["started"]
            goes_on = goes_on and "end" not in line
            self.rest_until = line.get("rest", self.rest_until)
            if "done" in line:
                done.add(_key(line["done"]))
                self.counted.update(line["counts"])
        if goes_on:
            self._take_back(done)
        return goes_on

    def _take_back(self, done: DigestSet) -> None:
        """Let what is not done wait again; of the rest its having been asked for is all that counts."""
        for _, line in self._journal.lines() if self._journal else ():
            for url, kind, listing, empty in line.get("add", ()):
                if (key := _key(url)) in done:
                    self._asked.add(key)
                else:
                    self._enter(Link(url, LinkKind(kind), listing, empty))


def leave_out(path: Path, *, urls: Iterable[str]) -> None:
    """Take these addresses out of the journal at `path`, as if they had never been found."""
    keys = {_key(url) for url in urls}
    with closing(Journal(path)) as journal:
        journal.replace([_without(line, keys) for _, line in journal.lines()])


def _without(line: dict[str, Any], keys: set[int]) -> dict[str, Any]:
    kept = dict(line)
    if "add" in kept:
        kept["add"] = [link for link in kept["add"] if _key(link[0]) not in keys]
    if "done" in kept and _key(kept["done"]) in keys:
        del kept["done"]
    return kept


def _key(url: str) -> int:
    return digest(canonical_url(url))
