"""This module crawls sites by what they say for machines: sitemaps and feeds instead of listing pages."""

import gzip
import time
from pathlib import Path

import pytest

from tests.flow.crawling import Answer, run_crawl, site
from tests.flow.test_crawl_of_hostile_sites import ad, card

XML = {"Content-Type": "application/xml"}


def test_a_sitemap_of_packed_sitemaps_leads_to_the_ads(tmp_path: Path) -> None:
    def answers(url: str) -> dict[str, Answer]:
        index = f"<sitemapindex><sitemap><loc>{url}/ads.xml.gz</loc></sitemap></sitemapindex>"
        ads = "".join(f"<url><loc>{url}/ad/{number}</loc></url>" for number in range(1000, 1005))
        packed = gzip.compress(f"<urlset><url><loc>{url}/imprint</loc></url>{ads}</urlset>".encode())
        return {f"/ad/{number}": Answer(ad(f"Ad {number}")) for number in range(1000, 1005)} | {
            "/sitemap.xml": Answer(index.encode(), headers=XML),
            "/ads.xml.gz": Answer(packed, headers={"Content-Type": "application/x-gzip"}),
        }

    with site(answers) as served:
        crawled = run_crawl(card(served.url, start=(f"{served.url}/sitemap.xml",)), tmp_path / "ads.jsonl")
    assert sorted(ad["text"] for ad in crawled.ads) == [f"Ad {number}" for number in range(1000, 1005)]
    assert "/imprint" not in served.asked


def test_a_feed_leads_to_its_ads_or_is_them_as_the_card_says(tmp_path: Path) -> None:
    def answers(url: str) -> dict[str, Answer]:
        feed = f"<rss><item><title>Cook</title><link>{url}/ad/1</link><description>&lt;p&gt;Short.</description></item></rss>"
        return {"/feed": Answer(feed.encode(), headers=XML), "/ad/1": Answer(ad("The whole text."))}

    with site(answers) as served:
        by_page = card(served.url, start=(f"{served.url}/feed",))
        pages = run_crawl(by_page, tmp_path / "pages.jsonl")
        asked = len(served.asked)
        feed = run_crawl(by_page.model_copy(update={"ads_in": "feed"}), tmp_path / "feed.jsonl")
    assert [(ad["text"], ad["url"]) for ad in pages.ads] == [("The whole text.", f"{served.url}/ad/1")]
    assert [(ad["text"], ad["id"]) for ad in feed.ads] == [("Short.", pages.ads[0]["id"])]
    assert served.asked[asked:] == ["/robots.txt", "/feed"]


@pytest.mark.long
def test_crawl_delay_slows_the_crawl_down(tmp_path: Path) -> None:
    slow = Answer(b"User-agent: *\nCrawl-delay: 1.5", headers={"Content-Type": "text/plain"})
    page = Answer(b'<a class="ad" href="/ad/1">one</a><a class="ad" href="/ad/2">two</a>')
    with site(
        lambda url: {"/robots.txt": slow, "/": page, "/ad/1": Answer(ad("1")), "/ad/2": Answer(ad("2"))}
    ) as served:
        begun = time.monotonic()
        crawled = run_crawl(card(served.url), tmp_path / "ads.jsonl")
    assert (len(crawled.ads), time.monotonic() - begun >= 3) == (2, True)
