"""This module remembers the ads of earlier crawls: what to ask a site conditionally for, what was edited, moved, gone."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

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
        self._by_url: dict[int, int] = {}
        self._by_id: dict[int, int] = {}
        for place, line in self._journal.lines() if self._journal else ():
            self._index(place, line)

    def __len__(self) -> int:
        """How many ads are remembered."""
        return len(self._by_id)

    def at(self, url: str) -> Visit | None:
        """The ad last seen at this address."""
        return self._read(self._by_url.get(_key(canonical_url(url))))

    def of(self, ad_id: str) -> Visit | None:
        """The last visit to this ad, wherever it stood."""
        return self._read(self._by_id.get(_key(ad_id)))

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
        for place in list(self._by_id.values()):
            visit = self._read(place)
            if visit and visit.last_seen < time:
                yield visit

    def compact(self) -> None:
        """Leave one line of the file for each ad; between two crawls."""
        if self._journal:
            kept = [self._journal.at(place) for place in sorted(self._by_id.values())]
            self._journal.replace(kept)
            self._by_url, self._by_id = {}, {}
            for place, line in self._journal.lines():
                self._index(place, line)

    def close(self) -> None:
        """Close the file."""
        if self._journal:
            self._journal.close()

    def _index(self, place: int, line: dict[str, Any]) -> None:
        address = _key(canonical_url(line["url"]))
        if "gone" in line:
            self._by_url.pop(address, None)
            self._by_id.pop(_key(line["gone"]), None)
            return
        before = self._read(self._by_id.get(_key(line["ad_id"])))
        if before and before.url != line["url"]:
            self._by_url.pop(_key(canonical_url(before.url)), None)
        self._by_url[address] = self._by_id[_key(line["ad_id"])] = place

    def _read(self, place: int | None) -> Visit | None:
        return None if place is None or self._journal is None else Visit(**self._journal.at(place))


def _key(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest())
