"""This module opens the embedded engines for one test."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.engines import EmbeddedEngines, Engines


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    # A kill leaves what the system holds in memory, so a disk in memory shows the same and is ten times as fast.
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir="/dev/shm", prefix="nigah-") as in_memory:
        yield Path(in_memory)


@pytest.fixture
def engines(folder: Path) -> Engines:
    return EmbeddedEngines(folder)
