"""This module remembers the ads of earlier crawls: what to ask a site conditionally for, what was edited, moved, gone."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crawlers.digests import DigestMap, digest
from crawlers.journal import Journal
from models.domain.ad import canonical_url


@dataclass(frozen=True, slots=True)
class Visit:
    """One ad as last seen. Times are microseconds, UTC; `reader` names the card's version and the build that read it.

    `etag` and `modified` are what the server said, to be said back to it.
    """

    url: str
    ad_id: str
    content_hash: str
    first_seen: int
    last_seen: int
    reader: str
    etag: str = ""
    modified: str = ""


class Visits:
    """The ads that a site showed when last asked. Only where each stands in the file is held in memory."""

    def __init__(self, path: Path | None) -> None:
        self._journal = Journal(path) if path else None
        self._by_url, self._by_id = DigestMap(), DigestMap()
        for place, line in self._journal.lines() if self._journal else ():
            self._index(place, line)

    def __len__(self) -> int:
        """How many ads are remembered."""
        return len(self._by_id)

    def at(self, url: str) -> Visit | None:
        """The ad last seen at this address."""
        return self._read(self._by_url.get(digest(canonical_url(url))))

    def of(self, ad_id: str) -> Visit | None:
        """The last visit to this ad, wherever it stood."""
        return self._read(self._by_id.get(digest(ad_id)))

    def note(self, visit: Visit) -> None:
        """Remember `visit` in place of an earlier one to the same ad."""
        if self._journal:
            line = asdict(visit)
            self._index(self._journal.append(line), line)

    def forget(self, visit: Visit) -> None:
        """The ad is gone, or nothing of it may be remembered."""
        if self._journal:
            line = {"gone": visit.ad_id, "url": visit.url}
            self._index(self._journal.append(line), line)

    def before(self, time: int) -> Iterator[Visit]:
        """Ads last seen before `time`."""
        for place in list(self._by_id.numbers()):
            visit = self._read(place)
            if visit and visit.last_seen < time:
                yield visit

    def compact(self) -> None:
        """Leave one line of the file for each ad; between two crawls."""
        if self._journal:
            journal, places = self._journal, sorted(self._by_id.numbers())
            journal.replace(journal.at(place) for place in places)
            self._by_url, self._by_id = DigestMap(), DigestMap()
            for place, line in self._journal.lines():
                self._index(place, line)

    def close(self) -> None:
        """Close the file."""
        if self._journal:
            self._journal.close()

    def _index(self, place: int, line: dict[str, Any]) -> None:
        address = digest(canonical_url(line["url"]))
        if "gone" in line:
            self._by_url.drop(address)
            self._by_id.drop(digest(line["gone"]))
            return
        own = digest(line["ad_id"])
        before = self._read(self._by_id.get(own))
        if before and before.url != line["url"]:
            self._by_url.drop(digest(canonical_url(before.url)))
        self._by_url.put(address, place)
        self._by_id.put(own, place)

    def _read(self, place: int | None) -> Visit | None:
        return None if place is None or self._journal is None else Visit(**self._journal.at(place))
