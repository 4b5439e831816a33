"""This module measures the crawler against bare Scrapy on the same board in the same run."""

import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.sampleboard.board import Board
from pipeline.sampleboard.card import sample_card
from tests.flow.crawling import run_crawl
from tests.flow.shell import ROOT
from tests.flow.test_crawl_of_the_sample_board import TODAY, ads

ADS = 600
ROUNDS = 5


@contextmanager
def processor_time() -> Iterator[list[float]]:
    """Seconds of the processor that processes ended in between took: other work on the machine does not change them."""
    spent: list[float] = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield spent
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def whole(url: str, folder: Path) -> tuple[float, float]:
    """Seconds of the processor that our crawl and the plain spider take as processes, start and imports included."""
    card = sample_card(url, today=TODAY).model_dump(mode="json")
    order = {"card": card, "to": str(folder / "ads.jsonl"), "memory": str(folder / "memory")}
    with processor_time() as our:
        said = subprocess.run(
            [sys.executable, "-m", "tests.flow.crawl_once"],
            cwd=ROOT,
            input=json.dumps(order),
            capture_output=True,
            text=True,
            check=True,
        )
    assert json.loads(said.stdout)["ads"] == ADS
    with processor_time() as their:
        plain(url)
    return our[0], their[0]


def plain(url: str) -> float:
    """Pages a second of the plain spider."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.plain_spider", url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    pages, found, seconds = said.stdout.split()
    assert int(found) == ADS
    return int(pages) / float(seconds)


def ours(url: str, folder: Path) -> float:
    """Pages a second with everything on: guards, robots, evidence, memory, a file that is synced for each ad."""
    crawled = run_crawl(sample_card(url, today=TODAY), folder / "ads.jsonl", memory=str(folder / "memory"))
    assert len(crawled.ads) == ADS, crawled.said
    return float(crawled.report["pages"] / (crawled.report["finished"] - crawled.report["started"]) * 1e6)


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """A folder without a disk behind it, where the system has one: a disk's wait for each ad says nothing of us."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir="/dev/shm", prefix="nigah-") as folder:
        yield Path(folder)


@pytest.mark.bench
def test_the_crawler_keeps_four_fifths_of_the_pace_of_a_plain_spider(tmp_path: Path, in_memory: Path) -> None:
    ratios = []
    with Board.serve(ads(ADS)) as board:
        for turn in range(ROUNDS):
            folder = in_memory / str(turn)
            folder.mkdir()
            our, their = ours(board.url, folder), plain(board.url)
            ratios.append(our / their)
            print(f"\nours {our:.0f} pages/s, plain Scrapy {their:.0f} pages/s: {our / their:.2f}")
        on_disk = ours(board.url, tmp_path)
    print(
        f"\nmedian {statistics.median(ratios):.2f}; with the disk waited for at each ad {on_disk:.0f} pages/s"
    )
    assert statistics.median(ratios) >= 0.8


@pytest.mark.bench
def test_a_whole_crawl_costs_the_processor_little_more_than_a_plain_spider(in_memory: Path) -> None:
    with Board.serve(ads(ADS)) as board:
        pairs = []
        for turn in range(ROUNDS):
            folder = in_memory / f"whole-{turn}"
            folder.mkdir()
            pairs.append(whole(board.url, folder))
    our, their = min(our for our, _ in pairs), min(their for _, their in pairs)
    print(
        f"\nwhole processes, least of {ROUNDS}: ours {our:.2f} s, plain Scrapy {their:.2f} s: {their / our:.2f}"
    )
    assert their / our >= 0.8
