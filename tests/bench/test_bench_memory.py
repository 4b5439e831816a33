"""This module measures whether a crawl's memory stays flat over a hundred thousand pages of a generated board."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.shell import ROOT

PAGES = int(os.environ.get("BENCH_PAGES", "100000"))
BYTES_OF_AN_AD = (
    200  # the address that was asked for, where the ad stands in two files, what was counted of it
)


@pytest.mark.bench
def test_memory_stays_flat_over_a_hundred_thousand_pages(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.long_crawl", str(PAGES), str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    print(f"\npages, ads, refused, MB\n{said.stdout}")
    held = [float(line.split()[3]) for line in said.stdout.splitlines()]
    assert held[-1] - held[0] <= BYTES_OF_AN_AD * PAGES / 1e6 + 10
