"""This module starts Scrapy for one crawl, polite by its settings and stoppable by a file."""

from contextlib import suppress
from typing import Any, Final

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.signals import engine_started, spider_closed, spider_error
from scrapy.utils.asyncio import call_later, create_looping_call
from scrapy.utils.reactor import is_reactor_installed
from twisted.internet.error import ReactorNotRunning
from twisted.python.failure import Failure

from crawlers.job import Job
from crawlers.spider import LINK, CardSpider
from models.domain.errors import WrongUsage

LARGEST_PAGE: Final = 5 * 1024 * 1024  # bytes
ROBOT_NAME: Final = "Nigah"
FINISHED: Final = "finished"
# After these a crawl begins anew; after any other ending it goes on where it was.
ENDINGS_FOR_GOOD: Final = frozenset(
    (FINISHED, "the card's limit of pages was reached", "the card's limit of hours was reached")
)
_ENDINGS: Final = {
    "closespider_pagecount": "the card's limit of pages was reached",
    "closespider_timeout": "the card's limit of hours was reached",
    "shutdown": "stopped by a signal",
}
_STOP_CHECK: Final = 0.5  # seconds between two looks at the stop file
_STOP_GRACE: Final = 2.0  # seconds that what is in flight may take after it, before everything is dropped


def run_spider(job: Job, *, contact: str) -> str:
    """Crawl to the end and return why it ended. Raises `WrongUsage` on a second call: a reactor runs once."""
    if is_reactor_installed():
        raise WrongUsage("A process crawls once; start another process for the next crawl.")
    process = AsyncCrawlerProcess(settings(job, contact=contact))
    crawler = process.create_crawler(CardSpider)
    ended: list[str] = []

    def closed(reason: str) -> None:
        ended.append(reason)

    def broke(failure: Failure, response: Response) -> None:
        job.fail(f"{failure.type.__name__ if failure.type else 'an error'} while reading a page")
        job.settle(response.meta[LINK])  # it would break the next time, too

    crawler.signals.connect(closed, signal=spider_closed)
    crawler.signals.connect(broke, signal=spider_error)
    watch = _Watch(job, crawler)
    crawler.signals.connect(watch.begin, signal=engine_started)
    crawling = process.crawl(crawler, job=job)
    process.start()
    if not job.stopped and crawling.done():
        crawling.result()  # raises what kept the spider from starting
    ending = ended[0] if ended else "broken off"
    return job.stopped or _ENDINGS.get(ending, ending)


def settings(job: Job, *, contact: str) -> dict[str, Any]:
    """What Scrapy runs with: one connection at the card's pace, text only, robots.txt obeyed, nothing kept or sent."""
    return _polite(job, contact) | _capped(job) | _bare()


def _polite(job: Job, contact: str) -> dict[str, Any]:
    return {
        "USER_AGENT": f"{ROBOT_NAME}/0.1 (reads public ads to find signs of human trafficking; {contact or 'loopback'})",
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOT_NAME,
        "DOWNLOAD_DELAY": job.card.pace,
        "DOWNLOAD_DELAY_JITTER": 0.0,  # the pace is a promise, so it is never undercut at random
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS": 2,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "SCHEDULER": "crawlers.scheduler.FrontierScheduler",
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,text/plain;q=0.7",
            "Accept-Language": ",".join((*job.card.languages, "en;q=0.5")),
        },
        "DOWNLOADER_MIDDLEWARES": {
            "crawlers.guard.ScopeGuard": 40,
            "crawlers.guard.ContentGuard": 840,  # next to the wire: it hashes the bytes before they are unpacked
            "crawlers.robots.StrictRobots": 100,
            "crawlers.pace.Rest": 560,  # nearer to the wire than Scrapy's repetitions: it asks for less, not for more
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        },
        # Scrapy copies its settings deeply; a function comes through that as the same one.
        "NIGAH_JOB": lambda: job,
    }


def _capped(job: Job) -> dict[str, Any]:
    return {
        "DOWNLOAD_MAXSIZE": LARGEST_PAGE,  # of the unpacked page too, so no bomb goes off
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": 30,
        "DNS_TIMEOUT": 20,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],
        "CLOSESPIDER_PAGECOUNT": max(1, job.card.limits.pages - job.pages),  # some may be of before a kill
        "CLOSESPIDER_TIMEOUT": job.card.limits.hours * 3600,
    }


def _bare() -> dict[str, Any]:
    return {
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "STATS_DUMP": False,
        "DOWNLOADER_STATS": False,
        "LOG_ENABLED": False,  # a log of addresses and pages is a second copy that nobody seals or expires
        "LOGSTATS_INTERVAL": 0,
        "CONCURRENT_ITEMS": 1,  # the spider gives Scrapy none, and for each page that many tasks are made
        "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),  # nothing but HTTP is ever asked
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",  # the job counts
        # The spider gives Scrapy no requests, so there is nothing for these to look at on each page.
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
            "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
        },
        "EXTENSIONS": {
            "scrapy.extensions.corestats.CoreStats": None,
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.feedexport.FeedExporter": None,
            "scrapy.extensions.throttle.AutoThrottle": None,
            "scrapy.extensions.telnet.TelnetConsole": None,
            "scrapy.extensions.remote_control.RemoteControl": None,
        },
    }


class _Watch:
    """Looks for the stop file while the crawl runs, also while it waits for its next turn."""

    def __init__(self, job: Job, crawler: Crawler) -> None:
        self._job = job
        self._crawler = crawler
        self._loop = create_looping_call(self._look)
        crawler.signals.connect(self._end, signal=spider_closed)

    def begin(self) -> None:
        """Look now, and from now on."""
        self._loop.start(_STOP_CHECK, now=True)

    def _end(self) -> None:
        if self._loop.running:
            self._loop.stop()

    def _look(self) -> None:
        if self._job.stop_file is None or not self._job.stop_file.exists():
            return
        self._loop.stop()
        self._job.stop("stopped by the stop file")
        call_later(_STOP_GRACE, _drop_everything)
        self._crawler.stop()


def _drop_everything() -> None:
    from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier would install the wrong one

    with suppress(ReactorNotRunning):
        reactor.stop()  # type: ignore[misc]
