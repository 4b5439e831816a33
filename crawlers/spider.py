"""This module holds the one spider: a card tells it where to begin, what is a listing and what is an ad."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from scrapy import Spider
from scrapy.exceptions import CloseSpider, DownloadCancelledError, IgnoreRequest, StopDownload
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawlers.blocks import parse
from crawlers.charset import decode
from crawlers.evidence import evidence_of
from crawlers.guard import RAW_SHA256
from crawlers.job import CountedRefusal, Job
from crawlers.listing import read_listing
from crawlers.page import NoAd, PageAd, read_ad
from crawlers.sink import Capture
from models.domain.ad import RawAd, ad_id, canonical_url
from models.domain.errors import DependencyDown

_EMPTY_IN_A_ROW: Final = 2  # listing pages without a new ad, after which pagination is going nowhere


class CardSpider(Spider):
    """Goes from the start pages through listings to ads, and hands each ad to the sink before the next."""

    name = "card"

    def __init__(self, job: Job, **settings: Any) -> None:
        super().__init__(**settings)
        self._job = job
        self._card = job.card
        self._asked: set[str] = set()
        self._kept: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """One request for each start page."""
        for url in self._card.start:
            for request in self._listing(url, empty=0):
                yield request

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        """The ads of a listing page first, then further listings, then the next page."""
        self._job.count_page()
        tree = parse(decode(response.body, content_type=_header(response, "Content-Type")))
        if tree is None:
            self._job.fail("a listing page was empty")
            return
        found = read_listing(tree, url=response.url, card=self._card)
        fresh = [url for url in found.ads if canonical_url(url) not in self._asked]
        for url in fresh:
            self._asked.add(canonical_url(url))
            yield self._request(url, self.parse_ad, priority=1, cb_kwargs={"listing": response.url})
        for url in found.listings:
            yield from self._listing(url, empty=0)
        empty = 0 if fresh else response.meta.get("empty", 0) + 1
        if found.next and empty < _EMPTY_IN_A_ROW:
            yield from self._listing(found.next, empty=empty)

    def parse_ad(self, response: Response, listing: str) -> None:
        """Read one ad and keep it for good, or count why not."""
        self._job.count_page()
        captured_at = self._job.now()
        page = read_ad(
            response.body,
            url=response.url,
            card=self._card,
            now=captured_at,
            content_type=_header(response, "Content-Type"),
        )
        if isinstance(page, NoAd):
            self._job.fail(page.reason)
            return
        ad = self._raw_ad(page, captured_at, self._card.kind_of(response.url, listing))
        if ad.ad_id not in self._kept and not self._job.stopped:
            self._keep(ad, page, response)

    def set_aside(self, failure: Failure) -> None:
        """Count a request that brought no page: refused by a rule, or failed."""
        error = failure.value
        if isinstance(error, HttpError):
            self._answered(error.response)
        elif isinstance(error, StopDownload):
            self._job.refuse("not a text type")
        elif isinstance(error, DownloadCancelledError):
            self._job.refuse("larger than 5 MB")
        elif isinstance(error, IgnoreRequest):
            self._ignored(error)
        else:
            self._job.fail(type(error).__name__)

    def _answered(self, response: Response) -> None:
        self._job.fail(f"the site answered {response.status}")
        if response.status == 429 or (response.status == 503 and "Retry-After" in response.headers):
            # It asks for a rest: it gets one until the next crawl.
            self._job.stop(f"the site asked for a rest ({response.status})")
            raise CloseSpider(self._job.stopped)

    def _ignored(self, error: IgnoreRequest) -> None:
        if isinstance(error, CountedRefusal):
            return
        words = str(error)
        if words.startswith("max redirections"):
            self._job.refuse("too many redirects")
        else:
            self._job.refuse("larger than 5 MB" if "exceed" in words else "refused by Scrapy")

    def _listing(self, url: str, *, empty: int) -> Iterator[Request]:
        address = canonical_url(url)
        if address not in self._asked:
            self._asked.add(address)
            yield self._request(url, self.parse, priority=0, meta={"empty": empty})

    def _request(self, url: str, callback: Any, **values: Any) -> Request:
        return Request(url, callback=callback, errback=self.set_aside, **values)

    def _raw_ad(self, page: PageAd, captured_at: int, source_type: str) -> RawAd:
        return RawAd(
            ad_id=ad_id(self._card.id, number=page.number, url=page.url),
            card_id=self._card.id,
            source_type=source_type,
            url=page.url,
            title=page.title,
            text=page.text,
            captured_at=captured_at,
            first_seen=captured_at,
            fields=page.fields,
            city=page.city,
            posted_at=page.posted_at,
        )

    def _keep(self, ad: RawAd, page: PageAd, response: Response) -> None:
        assert response.request is not None
        asked = response.request.meta.get("redirect_urls", [response.request.url])
        evidence = evidence_of(
            ad,
            card=self._card,
            asked_url=asked[0],
            final_url=response.url,
            status=response.status,
            headers={
                name.decode("latin-1"): b", ".join(values).decode("latin-1")
                for name, values in response.headers.items()
            },
            raw_sha256=response.request.meta[RAW_SHA256],
            stripped=page.stripped,
            build_id=self._job.build_id,
        )
        try:
            self._job.sink.put(Capture(ad, evidence))
        except DependencyDown as error:
            self._job.down = error
            self._job.stop("the place where ads are kept is out of reach")
            raise CloseSpider(self._job.stopped) from error
        self._kept.add(ad.ad_id)
        self._count(ad, page)

    def _count(self, ad: RawAd, page: PageAd) -> None:
        parts = {"title": ad.title, "text": ad.text, "city": ad.city, "posted_at": ad.posted_at, **ad.fields}
        self._job.filled.update(name for name, value in parts.items() if value)
        self._job.origins.update(f"{name} from {origin}" for name, origin in page.origins.items())
        self._job.count_ad()


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
