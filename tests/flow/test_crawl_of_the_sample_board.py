import hashlib
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crawlers.evidence import stored_sha256
from models.domain.ad import RawAd
from pipeline.sampleboard.board import Board, BoardAd
from pipeline.sampleboard.card import sample_card
from pipeline.sampleboard.pages import has_linked_data
from tests.flow.crawling import Crawl, finished, run_crawl, start_crawl

TODAY = date(2026, 11, 22)
TEXT = "Cook wanted, no. {}.\n\nकाम के घंटे: 9 < 12 & food.\nసెలవు లేదు"


def ads(count: int) -> list[BoardAd]:
    return [
        BoardAd(
            number=f"n{number:03}",
            title=f"Cook wanted {number}",
            text=TEXT.format(number),
            city="Pune",
            posted_at="2026-11-20T10:00:00+05:30",
            source_type=("job", "classified", "matrimonial")[number % 3],
            fields={"pay": "₹12,000"},
        )
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def board() -> Iterator[Board]:
    with Board.serve(ads(100)) as served:
        yield served


@pytest.fixture(scope="module")
def crawled(board: Board, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    return run_crawl(sample_card(board.url, today=TODAY), tmp_path_factory.mktemp("crawl") / "ads.jsonl")


def test_every_ad_is_collected_once(crawled: Crawl) -> None:
    assert crawled.status == 0
    assert sorted(ad["title"] for ad in crawled.ads) == sorted(
        f"Cook wanted {number}" for number in range(100)
    )
    assert len({ad["id"] for ad in crawled.ads}) == 100


def test_pages_with_and_without_json_ld_give_the_same_published_text(crawled: Crawl) -> None:
    assert {ad["text"] for ad in crawled.ads} == {TEXT.format(number) for number in range(100)}
    assert sum(has_linked_data(f"n{number:03}") for number in range(100)) not in (0, 100)


def test_ads_carry_kind_city_date_fields_and_address(board: Board, crawled: Crawl) -> None:
    ad = next(ad for ad in crawled.ads if ad["title"] == "Cook wanted 7")
    assert (ad["source_type"], ad["city"], ad["posted_at"]) == (
        "classified",
        "Pune",
        "2026-11-20T10:00:00+05:30",
    )
    assert (ad["fields"], ad["url"], ad["source"]) == (
        {"pay": "₹12,000"},
        f"{board.url}/ad/n007.html",
        "sample-board",
    )


def test_no_media_and_nothing_forbidden_was_asked_for(board: Board, crawled: Crawl) -> None:
    assert [
        asked.path for asked in board.requests if asked.is_media or asked.path.startswith("/private")
    ] == []
    assert board.requests[0].path == "/robots.txt"
    assert len(crawled.ads) + 1 + 1 + 6 == len(
        board.requests
    )  # robots.txt, the front page, two pages a section


def test_the_crawler_says_who_it_is_and_keeps_no_cookie(board: Board, crawled: Crawl) -> None:
    assert {asked.headers["User-Agent"].split("/")[0] for asked in board.requests} == {"Nigah"}
    assert not [asked for asked in board.requests if "Cookie" in asked.headers or "Referer" in asked.headers]


def test_the_report_counts_pages_ads_and_filled_fields(crawled: Crawl) -> None:
    report = crawled.report
    assert (report["pages"], report["ads"], report["refused"], report["errors"]) == (107, 100, 0, 0)
    assert (report["finish_reason"], report["suspect"]) == ("finished", [])
    assert report["fields_filled"] == {"title": 100, "text": 100, "city": 100, "posted_at": 100, "pay": 100}
    assert report["ticks"] == [[107, 100, 0]]


def test_each_ad_has_its_evidence(board: Board, crawled: Crawl) -> None:
    line = crawled.ads[0]
    evidence = line["evidence"]
    _, _, page = board.answer(next(asked for asked in board.requests if line["url"].endswith(asked.path)))
    kept = RawAd(line["id"], line["source"], line["source_type"], line["url"], line["title"], line["text"],
                 line["captured_at"], line["captured_at"], line["fields"], line["city"], line["posted_at"])  # fmt: skip
    assert evidence["raw_sha256"] == hashlib.sha256(page).hexdigest()
    assert evidence["stored_sha256"] == stored_sha256(kept)
    assert (evidence["status"], evidence["card_id"], evidence["card_version"]) == (200, "sample-board", "1")
    assert evidence["stripped"] == {"data_uri": 1, "img": 3, "picture": 1, "svg": 1, "video": 1}
    assert evidence["captured_ist"].endswith("+05:30")


def test_a_full_sink_stops_the_crawl_with_status_3_and_the_next_one_goes_on(
    board: Board, tmp_path: Path
) -> None:
    card = sample_card(board.url, today=TODAY)
    full = run_crawl(card, tmp_path / "ads.jsonl", room=10)
    assert (full.status, len(full.ads)) == (3, 10)
    assert full.said == (
        "sample-board: the crawl stopped after 10 ads, because they could not be kept: the disk is full. Make room, "
        "then start the crawl again.\n"
    )
    again = run_crawl(card, tmp_path / "ads.jsonl")
    assert (again.status, len(again.ads), len({ad["id"] for ad in again.ads})) == (0, 100, 100)


def test_the_stop_file_ends_a_slow_crawl_within_five_seconds(board: Board, tmp_path: Path) -> None:
    slow = sample_card(board.url, today=TODAY).model_copy(update={"pace": 10.0})
    process = start_crawl(slow, tmp_path / "ads.jsonl", stop_file=str(tmp_path / "stop"))
    before = len(board.requests)
    while len(board.requests) == before:
        time.sleep(0.05)
    (tmp_path / "stop").touch()
    begun = time.monotonic()
    ended = finished(process, tmp_path / "ads.jsonl")
    assert time.monotonic() - begun < 5
    assert (ended.status, ended.report["finish_reason"]) == (0, "stopped by the stop file")
    assert len(board.requests) == before + 1
