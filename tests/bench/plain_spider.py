"""This module crawls a sample board with bare Scrapy: the same extraction calls as ours, and nothing else."""

import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from crawlers.blocks import parse
from crawlers.charset import decode
from crawlers.listing import read_listing
from crawlers.page import PageAd, read_ad
from pipeline.sampleboard.card import sample_card

CARD = sample_card(sys.argv[1], today=date(2026, 11, 22)) if __name__ == "__main__" else None


class PlainSpider(Spider):
    name = "plain"
    pages = ads = 0

    async def start(self) -> AsyncIterator[Any]:
        assert CARD is not None
        for url in CARD.start:
            yield Request(url)

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        assert CARD is not None
        PlainSpider.pages += 1
        tree = parse(decode(response.body))
        assert tree is not None
        found = read_listing(tree, url=response.url, card=CARD)
        for url in found.ads:
            yield Request(url, self.read)
        for url in (*found.listings, *((found.next,) if found.next else ())):
            yield Request(url)

    def read(self, response: Response) -> None:
        assert CARD is not None
        PlainSpider.pages += 1
        page = read_ad(response.body, url=response.url, card=CARD, now=time.time_ns() // 1000)
        PlainSpider.ads += isinstance(page, PageAd)


if __name__ == "__main__":
    begun = time.perf_counter()
    process = CrawlerProcess(
        {
            "LOG_ENABLED": False,
            "CONCURRENT_REQUESTS": 2,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "TELNETCONSOLE_ENABLED": False,
            "ROBOTSTXT_OBEY": False,
            "COOKIES_ENABLED": False,
        }
    )
    process.crawl(PlainSpider)
    process.start()
    print(PlainSpider.pages, PlainSpider.ads, time.perf_counter() - begun)
