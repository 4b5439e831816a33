"""This module stands between Scrapy and the network: nothing outside the card, nothing but text, goes out or in."""

import hashlib
from typing import Final, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Request, Response
from scrapy.signals import headers_received

from crawlers.job import CountedRefusal, Job
from crawlers.text_only import is_text_type, looks_like_media, names_media

RAW_SHA256: Final = "raw_sha256"
_ROBOTS: Final = "dont_obey_robotstxt"  # set by Scrapy on its own request for robots.txt, and by nobody here


class ScopeGuard:
    """Refuses every request, redirected ones too, that the card does not speak for or that asks for media."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The guard of this crawl's job."""
        return cls(crawler.settings["NIGAH_JOB"]())

    def process_request(self, request: Request) -> None:
        """Let the request pass, or raise `CountedRefusal`."""
        if self._job.stopped:
            raise CountedRefusal("The crawl has been stopped.")
        for_robots = request.meta.get(_ROBOTS, False)
        scope = self._job.card.scope
        inside = scope.holds_host(request.url) if for_robots else scope.holds(request.url)
        if not inside:
            raise self._job.refuse("outside of the card's scope")
        if request.method != "GET":
            raise self._job.refuse("a request that is not GET")
        if names_media(request.url):
            raise self._job.refuse("the name of a media file")


class ContentGuard:
    """Lets text in and nothing else; remembers the hash of the bytes as they came from the wire."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The guard of this crawl's job, which also listens for headers."""
        guard = cls(crawler.settings["NIGAH_JOB"]())
        crawler.signals.connect(guard.check_headers, signal=headers_received)
        return guard

    def check_headers(self, headers: Headers, body_length: int | None, request: Request) -> None:
        """Stop before the body of what does not call itself text."""
        del body_length
        content_type = _text(headers.get("Content-Type"))
        if content_type and not is_text_type(content_type, url=request.url) and not request.meta.get(_ROBOTS):
            raise StopDownload(fail=True)

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass on a response that is text, or raise `CountedRefusal`."""
        if looks_like_media(response.body) and not _is_encoded(response):
            raise self._job.refuse("media under the name of text")
        request.meta[RAW_SHA256] = hashlib.sha256(response.body).hexdigest()
        return response


def _is_encoded(response: Response) -> bool:
    """Whether the body is still compressed, and what it is will only be seen by the reader."""
    return _text(response.headers.get("Content-Encoding")) not in ("", "identity")


def _text(header: bytes | None) -> str:
    return header.decode("latin-1") if header else ""
