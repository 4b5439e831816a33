"""This module hands Scrapy one request at a time out of the frontier, and keeps what Scrapy wants to repeat."""

from collections import deque
from typing import Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import call_later

from crawlers.job import Job
from crawlers.spider import CardSpider


class FrontierScheduler(BaseScheduler):
    """Redirects and repeats wait here only: their first request is still in flight in the frontier."""

    def __init__(self, crawler: Crawler, job: Job) -> None:
        self._crawler = crawler
        self._job = job
        self._again: deque[Request] = deque()
        self._spider: CardSpider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The scheduler of this crawl's job."""
        return cls(crawler, crawler.settings["NIGAH_JOB"]())

    def open(self, spider: Spider) -> None:
        """Take the spider that makes requests of links."""
        assert isinstance(spider, CardSpider)
        self._spider = spider

    def has_pending_requests(self) -> bool:
        """Whether anything waits; a crawl at rest has not ended."""
        return bool(self._again) or len(self._job.memory.frontier) > 0

    def enqueue_request(self, request: Request) -> bool:
        """Keep a request that a redirect or a repetition made."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request, or None where nothing waits or the site wants to be left alone for now."""
        rest = (self._job.memory.frontier.rest_until - self._job.now()) / 1_000_000
        if rest > 0 and not self._job.stopped:
            self._wake_after(rest)
            return None
        if self._again:
            return self._again.popleft()
        link = self._job.memory.frontier.take()
        return self._spider.request(link) if link else None

    def _wake_after(self, seconds: float) -> None:
        """Scrapy looks again by itself every 5 seconds; a shorter rest ends on time."""
        slot = self._crawler.engine._slot  # noqa: SLF001 - it has no public name
        if slot is not None and seconds < 5:
            call_later(seconds + 0.01, slot.nextcall.schedule)
