import time
from collections.abc import Mapping
from io import BufferedIOBase
from itertools import count
from pathlib import Path

import pytest

from tests.flow.crawling import Answer, Crawl, run_crawl, site
from tests.flow.test_crawl_of_hostile_sites import ad, card

pytestmark = pytest.mark.long

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
INERT = "=HYPERLINK(1) @cmd <b>bold</b> \u202egpj.exe ${7*7} {{7*7}} '; DROP TABLE ads"
LINKS = "".join(
    f'<a class="ad" href="/{path}">ad</a>' for path in ("endless", "torn", "headers", "inert", "deep")
)


def endless(wire: BufferedIOBase) -> None:
    wire.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    wire.writelines(b"10000\r\n" + b"x" * 0x10000 + b"\r\n" for _ in count())


def torn(wire: BufferedIOBase) -> None:
    wire.write(HEAD + b"Content-Length: 9000\r\n\r\n<title>Ad</title><h1>Cook</h1><div>Half of")


def long_headers(wire: BufferedIOBase) -> None:
    wire.write(HEAD + b"X-Long: " + b"x" * 200_000 + b"\r\nContent-Length: 2\r\n\r\nok")


def dripping(wire: BufferedIOBase) -> None:
    wire.write(HEAD + b"Content-Length: 9000\r\n\r\n")
    for _ in range(120):
        wire.write(b"x")
        wire.flush()
        time.sleep(1)


def odd_site(url: str) -> Mapping[str, Answer]:
    escaped = INERT.replace("<", "&lt;")
    return {
        "/": Answer(LINKS.encode()),
        "/endless": Answer(raw=endless),
        "/torn": Answer(raw=torn),
        "/headers": Answer(raw=long_headers),
        "/inert": Answer(ad(f"<script>alert(1)</script><img src=x onerror=alert(1)>{escaped}")),
        "/deep": Answer(
            ad("<i>" * 50_000 + "deep" + '<script type="application/ld+json">' + '{"@graph":[' * 9000)
        ),
    }


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    with site(odd_site) as served:
        return run_crawl(card(served.url), tmp_path_factory.mktemp("traps") / "ads.jsonl")


def test_a_body_without_an_end_is_cut_off_and_counted(crawled: Crawl) -> None:
    assert crawled.report["finish_reason"] == "finished", crawled.said
    assert crawled.report["refusals"] == {"larger than 5 MB": 1}


def test_a_torn_body_and_endless_headers_are_failures_and_no_ads(crawled: Crawl) -> None:
    assert sum(crawled.report["failures"].values()) == 2
    assert {text["url"].rsplit("/", 1)[1] for text in crawled.ads} == {"inert", "deep"}


def test_what_is_a_program_elsewhere_is_text_here(crawled: Crawl) -> None:
    (inert,) = (shown for shown in crawled.ads if shown["url"].endswith("/inert"))
    assert inert["text"] == INERT
    assert INERT not in crawled.said


def test_a_calendar_that_makes_up_days_for_ever_ends_with_the_limit_of_the_card(tmp_path: Path) -> None:
    days = {
        f"/?d={day}": Answer(
            (
                f'<a class="ad" href="/ad/{day}">ad</a>' + f'<a rel="next" href="/?d={day + 1}">Next</a>'
            ).encode()
        )
        for day in range(300)
    }
    pages = {f"/ad/{day}": Answer(ad("A day like any other")) for day in range(300)}
    with site(lambda url: days | pages | {"/": days["/?d=0"]}) as served:
        crawled = run_crawl(card(served.url, limits={"pages": 40, "hours": 1}), tmp_path / "ads.jsonl")
    assert crawled.report["finish_reason"] == "the card's limit of pages was reached"
    assert crawled.report["pages"] <= 42
    assert crawled.report["waiting"] > 0


def test_a_page_of_a_hundred_thousand_links_fills_neither_memory_nor_disk(tmp_path: Path) -> None:
    flood = "".join(
        f'<a class="ad" href="/ad/{number}">ad {number}</a>' for number in range(100_000)
    ).encode()
    with site(lambda url: {"/": Answer(flood)}) as served:
        crawled = run_crawl(
            card(served.url, limits={"pages": 5, "hours": 1}),
            tmp_path / "ads.jsonl",
            memory=str(tmp_path / "m"),
        )
    assert crawled.report["waiting"] <= 50, "ten times the pages that the card allows"
    assert sum(file.stat().st_size for file in (tmp_path / "m").iterdir()) < 100_000


@pytest.mark.soak
def test_a_byte_a_second_is_given_up_after_half_a_minute(tmp_path: Path) -> None:
    pages = {"/": Answer(b'<a class="ad" href="/slow">ad</a>'), "/slow": Answer(raw=dripping)}
    with site(lambda url: pages) as served:
        crawled = run_crawl(card(served.url), tmp_path / "ads.jsonl")
    assert sum(crawled.report["failures"].values()) == 1
    seconds = (crawled.report["finished"] - crawled.report["started"]) / 1e6
    assert seconds < 3 * 30 + 20  # Scrapy asks twice more
