"""Rates of each stage alone and of all together, on the real ads of ../shared where they are, else on the sample ads."""

import csv
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.sampleboard.ads import board_ads, sample_ads
from pipeline.sampleboard.board import Board, BoardAd
from pipeline.sampleboard.card import write_card

pytestmark = pytest.mark.bench

REAL = Path(__file__).parents[3] / "shared" / "data" / "locanto-jobs" / "locanto_jobs.csv"


@dataclass(frozen=True)
class Run:
    seconds: float
    memory_mb: int


@pytest.fixture(scope="module")
def ads() -> Sequence[BoardAd]:
    if not REAL.exists():
        print("\n../shared is absent: the sample ads stand in for the real ones")
        return board_ads(sample_ads(), newest=datetime(2026, 1, 1, tzinfo=UTC))
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    print(f"\n{len(rows)} real ads of one Irish board, 2022")
    return [
        BoardAd(row["ad_id"], row["title"], row["desc"], row["city"], "2026-01-01T00:00:00+00:00", "job", {})
        for row in rows
    ]


@pytest.fixture
def board(ads: Sequence[BoardAd]) -> Iterator[Board]:
    with Board.serve(ads) as board:
        yield board


def nigah(home: Path, *arguments: str) -> Run:
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        env=os.environ | {"NIGAH_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, arguments
    return Run(time.monotonic() - began, usage.ru_maxrss // 1024)


def test_rates_of_each_stage_alone_and_together(board: Board, ads: Sequence[BoardAd], tmp_path: Path) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    for home in (alone, together):
        (home / "sources").mkdir(parents=True)
        write_card(home / "sources", board.url)
    start = nigah(alone, "config", "show").seconds
    stages = {
        "crawl": nigah(alone, "crawl", "sample-board"),
        "screen": nigah(alone, "work", "screen", "--drain"),
        "index": nigah(alone, "work", "index", "--drain"),
    }
    whole = nigah(together, "run", "--once")
    print(f"a command that does nothing takes {start:.1f} s; figures are of whole processes, start included")
    for name, run in stages.items():
        print(f"{name:7} {len(ads) / run.seconds:8.1f} ads/s  {run.seconds:6.1f} s  {run.memory_mb:4} MB")
    bound = 1 / sum(run.seconds for run in stages.values())
    print(f"together {len(ads) / whole.seconds:7.1f} ads/s  {whole.seconds:6.1f} s  {whole.memory_mb:4} MB")
    print(f"together / (1/Σ of the stages' times) = {1 / whole.seconds / bound:.2f}")
    assert nigah(alone, "ledger").seconds > 0
    assert nigah(together, "ledger").seconds > 0
