"""This module crawls again: after kills, after rests, and after ads were edited or removed."""

import random
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.sampleboard.board import Board
from pipeline.sampleboard.card import sample_card
from tests.flow.crawling import Answer, Crawl, finished, run_crawl, site, start_crawl
from tests.flow.test_crawl_of_hostile_sites import ad, card
from tests.flow.test_crawl_of_the_sample_board import TODAY, ads

pytestmark = pytest.mark.long

IN_FLIGHT = 2 + 1  # requests at the wire or being read, and robots.txt of the next process


def crawl_with_kills(board: Board, folder: Path, *, kills: int, seed: int) -> Crawl:
    """Crawl to the end, killed so many times after a random number of further requests."""
    chance = random.Random(seed)
    sample, to, memory = sample_card(board.url, today=TODAY), folder / "ads.jsonl", str(folder / "memory")
    share = len(board._shelf.by_number) // (kills + 1)
    for _ in range(kills):
        process = start_crawl(sample, to, memory=memory)
        goal = len(board.requests) + chance.randint(1, share)
        while len(board.requests) < goal and not process.ended():
            time.sleep(0.0005)
        time.sleep(chance.random() * 0.005)
        process.kill()
    return run_crawl(sample, to, memory=memory)


@pytest.mark.parametrize(
    ("size", "kills"), [(200, 5), pytest.param(2000, 30, marks=pytest.mark.soak)], ids=["5 kills", "30 kills"]
)
def test_a_crawl_killed_at_any_moment_loses_no_ad_and_repeats_only_what_was_in_flight(
    size: int, kills: int, tmp_path: Path
) -> None:
    with Board.serve(ads(size)) as board:
        quiet = run_crawl(sample_card(board.url, today=TODAY), tmp_path / "quiet.jsonl")
        undisturbed = len(board.requests)
        killed = crawl_with_kills(board, tmp_path, kills=kills, seed=size)
        asked = len(board.requests) - undisturbed
    assert (quiet.status, len(quiet.ads)) == (0, size)
    assert (killed.status, killed.report["finish_reason"], killed.report["resumed"]) == (0, "finished", True)
    assert Counter((ad["id"], ad["content_hash"]) for ad in killed.ads) == Counter(
        (ad["id"], ad["content_hash"]) for ad in quiet.ads
    )
    assert asked <= undisturbed + kills * IN_FLIGHT
    assert (killed.report["ads"], killed.report["suspect"]) == (size, [])


def test_the_next_crawl_gets_only_what_changed_and_notices_what_is_edited_and_gone(tmp_path: Path) -> None:
    shown = ads(30)
    memory = str(tmp_path / "memory")
    with Board.serve(shown, with_etags=True) as board:
        sample = sample_card(board.url, today=TODAY)
        first = run_crawl(sample, tmp_path / "ads.jsonl", memory=memory)
        edited = replace(shown[4], text="Now 15 hours.")
        board.replace([ad for ad in shown if ad.number not in ("n004", "n009")] + [edited])
        second = run_crawl(sample, tmp_path / "ads.jsonl", memory=memory)
        third = run_crawl(sample, tmp_path / "ads.jsonl", memory=memory)
    assert first.report["changes"] == {"new": 30}
    assert second.report["changes"] == {"edited": 1, "unchanged": 28, "vanished": 1}
    assert second.report["vanished"] == [ad["id"] for ad in first.ads if ad["title"] == "Cook wanted 9"]
    assert third.report["changes"] == {"unchanged": 29}
    assert third.report["pages"] == 1 + 3  # the front page and three listings: no ad was sent again
    assert [ad["text"] for ad in second.ads if ad["title"] == "Cook wanted 4"] == [
        "Cook wanted, no. 4.\n\nकाम के घंटे: 9 < 12 & food.\nసెలవు లేదు",
        "Now 15 hours.",
    ]


def test_after_a_new_version_of_the_card_every_ad_is_read_in_full_again(tmp_path: Path) -> None:
    with Board.serve(ads(5), with_etags=True) as board:
        sample = sample_card(board.url, today=TODAY)
        for version in (1, 2):
            crawl = run_crawl(
                sample.model_copy(update={"version": version}),
                tmp_path / "ads.jsonl",
                memory=str(tmp_path / "memory"),
            )
    assert (crawl.report["changes"], crawl.report["ads"]) == ({"unchanged": 5}, 5)


def test_two_crawls_of_one_source_at_once_are_refused(tmp_path: Path) -> None:
    with Board.serve(ads(5)) as board:
        slow = sample_card(board.url, today=TODAY).model_copy(update={"pace": 10.0})
        running = start_crawl(
            slow, tmp_path / "a.jsonl", memory=str(tmp_path / "memory"), stop_file=str(tmp_path / "stop")
        )
        while not board.requests:
            time.sleep(0.02)
        other = run_crawl(slow, tmp_path / "b.jsonl", memory=str(tmp_path / "memory"))
        (tmp_path / "stop").touch()
        assert finished(running, tmp_path / "a.jsonl").status == 0
    assert (other.status, other.said) == (
        4,
        "sample-board: another crawl of this source is running; wait for its end.\n",
    )


def test_a_stopped_crawl_goes_on_where_it_was(tmp_path: Path) -> None:
    with Board.serve(ads(40)) as board:
        sample, to, memory = (
            sample_card(board.url, today=TODAY),
            tmp_path / "ads.jsonl",
            str(tmp_path / "memory"),
        )
        full = run_crawl(sample, to, memory=memory, room=10)
        asked = len(board.requests)
        rest = run_crawl(sample, to, memory=memory)
        again = len(board.requests) - asked
    assert (full.status, len(full.ads), rest.report["ads"], len(rest.ads)) == (3, 10, 40, 40)
    assert again <= 30 + 6 + 1


def links(count: int) -> Answer:
    return Answer("".join(f'<a class="ad" href="/ad/{number}">ad</a>' for number in range(count)).encode())


def test_a_short_rest_is_waited_for_and_then_the_crawl_goes_on(tmp_path: Path) -> None:
    tired = Answer(b"slow down", 429, headers={"Content-Type": "text/html", "Retry-After": "1"})
    pages = {f"/ad/{number}": Answer(ad("Good")) for number in range(4)} | {"/": links(4)}
    with site(lambda url: pages, first={"/ad/1": tired}) as served:
        begun = time.monotonic()
        crawled = run_crawl(card(served.url), tmp_path / "ads.jsonl", memory=str(tmp_path / "memory"))
    assert time.monotonic() - begun >= 1
    assert (len(crawled.ads), crawled.report["errors"], served.asked.count("/ad/1")) == (4, 0, 2)


def test_a_long_rest_ends_the_crawl_and_the_next_one_is_refused_until_it_is_over(tmp_path: Path) -> None:
    tired = Answer(b"slow down", 503, headers={"Content-Type": "text/html", "Retry-After": "7200"})
    pages = {f"/ad/{number}": Answer(ad("Good")) for number in range(4)} | {"/": links(4)}
    with site(lambda url: pages, first={"/ad/1": tired}) as served:
        crawled = run_crawl(card(served.url), tmp_path / "ads.jsonl", memory=str(tmp_path / "memory"))
        asked = len(served.asked)
        refused = run_crawl(card(served.url), tmp_path / "ads.jsonl", memory=str(tmp_path / "memory"))
    assert crawled.report["finish_reason"] == "the site asked for a rest (503)"
    assert (refused.status, len(served.asked)) == (4, asked)
    assert refused.said.startswith("odd: the site wants to be left alone until ")
