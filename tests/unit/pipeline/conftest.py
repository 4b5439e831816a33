"""This module opens the embedded rooms of a pipeline in a folder of the test's own."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.bus.embedded import EmbeddedBus
from search.index.embedded import EmbeddedIndex
from search.records.sql import SqlRecords


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[EmbeddedBus]:
    with closing(EmbeddedBus(tmp_path / "bus.sqlite3", lease_seconds=1.0)) as opened:
        yield opened


@pytest.fixture
def records(tmp_path: Path) -> Iterator[SqlRecords]:
    with closing(SqlRecords(f"sqlite:///{tmp_path / 'records.sqlite3'}")) as opened:
        yield opened


@pytest.fixture
def index(tmp_path: Path) -> Iterator[EmbeddedIndex]:
    with closing(EmbeddedIndex(tmp_path / "index.sqlite3")) as opened:
        yield opened
