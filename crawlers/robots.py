"""This module obeys robots.txt as RFC 9309 has it: what cannot be reached forbids everything."""

from typing import Any, Final

from protego import Protego
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from crawlers.job import Job
from crawlers.pace import slow_down

_LONGEST: Final = 500 * 1024  # RFC 9309, 2.5: at least this much must be read; more need not be


class StrictRobots(RobotsTxtMiddleware):
    """Scrapy's middleware, which by itself allows everything when robots.txt answers 500 or not at all."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._job: Job = crawler.settings["NIGAH_JOB"]()

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let the request pass, or raise `CountedRefusal`."""
        name = self._robotstxt_useragent or ""
        if rp is not None and not rp.allowed(request.url, name):
            raise self._job.refuse(rp.reason if isinstance(rp, _Unreachable) else "robots.txt forbids it")

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        del request
        if response.status == 429 or response.status >= 500 or 300 <= response.status < 400:
            self._settle(netloc, _Unreachable(f"robots.txt answered {response.status}"))
        elif response.status >= 400:
            self._settle(netloc, _Rules(""))
        else:
            rules = _Rules(response.body[:_LONGEST].decode("utf-8-sig", "replace"))
            # `Crawl-delay` counts where it asks for more than the card.
            slow_down(self.crawler, netloc, rules.crawl_delay(self._robotstxt_useragent or "") or 0.0)
            self._settle(netloc, rules)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._settle(netloc, _Unreachable(f"robots.txt could not be reached ({type(exc).__name__})"))

    def _settle(self, netloc: str, rules: RobotParser) -> None:
        waiting: Any = self._parsers[netloc]
        self._parsers[netloc] = rules
        waiting.callback(rules)


class _Rules(RobotParser):
    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text)

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> "_Rules":
        del crawler
        return cls(robotstxt_body.decode("utf-8-sig", "replace"))

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Whether `url` may be asked for."""
        return bool(self._rules.can_fetch(_str(url), _str(user_agent)))

    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        """Seconds that the site wants between two requests."""
        delay = self._rules.crawl_delay(_str(user_agent))
        return None if delay is None else float(delay)


class _Unreachable(_Rules):
    """What forbids everything: the rules exist, but nobody can say what they are."""

    def __init__(self, reason: str) -> None:
        super().__init__("User-agent: *\nDisallow: /")
        self.reason = reason


def _str(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode()
