"""This module slows a crawl down where a site asks for it: by `Crawl-delay`, 429 or `Retry-After`."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import time
from typing import Final, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Headers, Request, Response

from crawlers.job import Job

LONGEST_WAIT: Final = 3600.0  # seconds; a site that wants a longer rest gets it until another crawl
_FIRST_WAIT: Final = 60.0  # seconds, where the site does not say how long; doubled each time
_PATIENCE: Final = 5  # answers of this kind in a row, after which the crawl ends
_SLOWEST: Final = 300.0  # seconds between two requests; slower than that no crawl comes to an end


class Rest:
    """Waits when a site answers 429, or 503 with `Retry-After`, then asks again, from then on half as fast."""

    def __init__(self, crawler: Crawler, job: Job) -> None:
        self._crawler = crawler
        self._job = job
        self._in_a_row = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The one of this crawl's job."""
        return cls(crawler, crawler.settings["NIGAH_JOB"]())

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Pass the response on, or wait and repeat the request; too long a wait ends the crawl."""
        if not asks_for_rest(response) or request.meta.get("dont_obey_robotstxt"):
            self._in_a_row = 0
            return response
        present = self._job.now()
        wait = wanted_rest(response.headers, now=present)
        if wait is None:
            wait = min(_FIRST_WAIT * 2**self._in_a_row, LONGEST_WAIT)
        self._in_a_row += 1
        self._job.memory.frontier.rest(present + round(wait * 1_000_000))
        if wait > LONGEST_WAIT or self._in_a_row > _PATIENCE:
            self._job.stop(f"the site asked for a rest ({response.status})")
            return response
        self._job.count("rest", str(response.status))
        self._hold(request, wait)
        return request.replace(dont_filter=True)

    def _hold(self, request: Request, wait: float) -> None:
        """Keep back what already waits for its turn at the wire, too."""
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is None:
            return
        slow_down(self._crawler, urlsplit(request.url).netloc, min(2 * slot.delay, _SLOWEST))
        slot.lastseen = time() + wait


def asks_for_rest(response: Response) -> bool:
    """Whether the site says that it is asked too much."""
    return response.status == 429 or (response.status == 503 and "Retry-After" in response.headers)


def wanted_rest(headers: Headers, *, now: int) -> float | None:
    """Seconds that `Retry-After` asks for, as a number or a date; `now` is microseconds, UTC."""
    words = (headers.get("Retry-After") or b"").decode("latin-1").strip()
    if re.fullmatch(r"\d{1,9}", words):
        return float(words)
    try:
        until = parsedate_to_datetime(words)
    except ValueError:
        return None
    whole = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (whole - datetime.fromtimestamp(now / 1_000_000, UTC)).total_seconds())


def slow_down(crawler: Crawler, netloc: str, delay: float) -> None:
    """Wait `delay` seconds between requests to `netloc` where that is longer; it holds for slots made later too."""
    downloader = crawler.engine.downloader
    key = netloc.rpartition("@")[2].partition(":")[0]
    known = downloader.per_slot_settings.get(key, {}).get(
        "delay", crawler.settings.getfloat("DOWNLOAD_DELAY")
    )
    if delay <= known:
        return
    downloader.per_slot_settings[key] = {"delay": delay, "concurrency": 1, "jitter": 0}
    if key in downloader.slots:
        downloader.slots[key].delay = delay
