"""This module holds the one spider: a card tells it where to begin, what is a listing and what is an ad."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Final

from scrapy import Spider
from scrapy.exceptions import CloseSpider, DownloadCancelledError, IgnoreRequest, StopDownload
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawlers.blocks import parse
from crawlers.capture import capture_of, origin_of
from crawlers.changes import (
    GONE,
    conditions,
    is_unmodified,
    not_forgotten,
    note_gone,
    note_kept,
    note_unmodified,
    was_refused,
)
from crawlers.charset import decode
from crawlers.digests import DigestSet, digest
from crawlers.entry import entry_ad
from crawlers.feed import Feed, read_feed
from crawlers.frontier import Link, LinkKind
from crawlers.job import CountedRefusal, Job
from crawlers.listing import Listing, read_entries, read_listing
from crawlers.page import NoAd, PageAd, read_ad
from crawlers.sink import Capture
from models.domain.ad import canonical_url
from models.domain.errors import DependencyDown

_EMPTY_IN_A_ROW: Final = 2  # listing pages without a new ad, after which pagination is going nowhere
LINK: Final = "link"


class CardSpider(Spider):
    """Goes from the start pages through listings to ads, and hands each ad to the sink before the next.

    It gives Scrapy no requests: what a page leads to goes to the frontier in one step with the page being done.
    """

    name = "card"

    def __init__(self, job: Job, **settings: Any) -> None:
        super().__init__(**settings)
        self._job = job
        self._kept = DigestSet()

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the start pages wait in the frontier already."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def request(self, link: Link) -> Request:
        """How to ask for `link`."""
        return Request(
            link.url,
            callback=self.parse,
            errback=self.set_aside,
            headers=conditions(self._job, link),
            meta={LINK: link},
            dont_filter=True,
        )

    def parse(self, response: Response, **_: Any) -> None:
        """Read what came: an ad, or a page that leads to ads."""
        if self._job.stopped:
            return  # it stays undone, so that the next crawl asks for it again
        self._job.count("page")
        link: Link = response.meta[LINK]
        try:
            if link.kind is LinkKind.LISTING:
                self._read_listing(link, response)
            else:
                self._read_ad(link, response)
                self._job.settle(link)
        except DependencyDown as error:
            self._give_up(error)

    def set_aside(self, failure: Failure) -> None:
        """Count a request that brought no page: refused by a rule, or failed."""
        link: Link = failure.request.meta[LINK]  # type: ignore[attr-defined]
        try:
            self._count(failure.value, link)
            if not self._job.stopped:
                self._job.settle(link)
        except DependencyDown as error:
            self._give_up(error)
        if self._job.stopped and isinstance(failure.value, HttpError):
            raise CloseSpider(self._job.stopped)

    def _read_listing(self, link: Link, response: Response) -> None:
        content_type = _header(response, "Content-Type")
        feed = read_feed(response.body, url=response.url, content_type=content_type)
        if feed is not None:
            self._read_feed(link, response, feed)
            return
        tree = parse(decode(response.body, content_type=content_type))
        if tree is None:
            self._job.fail("a listing page was empty")
            self._job.settle(link)
            return
        found = read_listing(tree, url=response.url, card=self._job.card)
        if found.cut:
            self._job.count("refused", "a link beyond the first 10,000 of a page", times=found.cut)
        self._job.settle(link, self._links(link, response.url, found))

    def _read_feed(self, link: Link, response: Response, feed: Feed) -> None:
        found = read_entries(feed, card=self._job.card)
        if self._job.card.ads_in == "feed" and not feed.is_sitemap:
            present = self._job.now()
            for entry in feed.entries:
                page = entry_ad(entry, url=response.url, card=self._job.card, now=present)
                self._take(page, link, response, captured_at=present)
            found = replace(found, ads=())
        self._job.settle(link, self._links(link, response.url, found))

    def _links(self, link: Link, url: str, found: Listing) -> list[Link]:
        """The ads of a listing page, further listings, and the next page while the pages bring anything new."""
        addresses = not_forgotten(self._job, found.ads)
        ads = [Link(address, LinkKind.AD, listing=url) for address in addresses]
        listings = [Link(address, LinkKind.LISTING) for address in found.listings]
        fresh = any(not self._job.memory.frontier.knows(ad.url) for ad in ads)
        empty = 0 if fresh else link.empty + 1
        following = [Link(found.next, LinkKind.LISTING, empty=empty)] if found.next else []
        return [*ads, *listings, *(following if empty < _EMPTY_IN_A_ROW else ())]

    def _read_ad(self, link: Link, response: Response) -> None:
        if _leads_back(link, response, self._job.card.start):
            self._job.count_no_ad("the address of an ad led back to a listing")
            return
        captured_at = self._job.now()
        page = read_ad(
            response.body,
            url=response.url,
            card=self._job.card,
            now=captured_at,
            content_type=_header(response, "Content-Type"),
        )
        self._take(page, link, response, captured_at=captured_at)

    def _take(self, page: PageAd | NoAd, link: Link, response: Response, *, captured_at: int) -> None:
        if isinstance(page, NoAd):
            self._job.count_no_ad(page.reason)
            return
        capture = capture_of(
            page, origin_of(response, captured_at=captured_at), job=self._job, listing=link.listing
        )
        if digest(capture.ad.ad_id) not in self._kept:
            self._keep(capture, page, link, response)

    def _keep(self, capture: Capture, page: PageAd, link: Link, response: Response) -> None:
        ad = capture.ad
        self._job.sink.put(capture)
        self._kept.add(digest(ad.ad_id))
        if was_refused(self._job, ad):
            return
        note_kept(self._job, link, ad, headers=response.headers)
        self._job.count_ad(page)

    def _give_up(self, error: DependencyDown) -> None:
        self._job.down = error
        self._job.stop("the place where ads are kept is out of reach")
        raise CloseSpider(self._job.stopped) from error

    def _count(self, error: BaseException | None, link: Link) -> None:
        if isinstance(error, HttpError):
            self._answered(error.response, link)
        elif isinstance(error, StopDownload):
            self._job.refuse("not a text type")
        elif isinstance(error, DownloadCancelledError):
            self._job.refuse("larger than 5 MB")
        elif isinstance(error, IgnoreRequest):
            self._ignored(error)
        else:
            self._job.fail(type(error).__name__)

    def _answered(self, response: Response, link: Link) -> None:
        if is_unmodified(response):
            note_unmodified(self._job, link, headers=response.headers)
        elif not (response.status in GONE and note_gone(self._job, link)):
            self._job.fail(f"the site answered {response.status}")

    def _ignored(self, error: IgnoreRequest) -> None:
        if isinstance(error, CountedRefusal):
            return
        words = str(error)
        if words.startswith("max redirections"):
            self._job.refuse("too many redirects")
        else:
            self._job.refuse("larger than 5 MB" if "exceed" in words else "refused by Scrapy")


def _leads_back(link: Link, response: Response, start: tuple[str, ...]) -> bool:
    """Whether the site answered for an ad with a page that is none: boards do that with ads that are gone."""
    if canonical_url(response.url) == canonical_url(link.url):
        return False
    return response.url in {link.listing, *start}


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
