"""This module opens the engines that a schedule of faults is tried on; real servers join as one more class."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import EventBus
from search.index.embedded import EmbeddedIndex
from search.index.port import AdIndex
from search.records.port import Records
from search.records.sql import SqlRecords


class Engines(Protocol):
    """Opens the same rooms again and again, also from another process (so it can be pickled)."""

    @property
    def folder(self) -> Path: ...

    def bus(self) -> EventBus: ...

    def records(self) -> Records: ...

    def index(self) -> AdIndex: ...


@dataclass(frozen=True)
class EmbeddedEngines:
    """Three SQLite files in a folder."""

    folder: Path

    def bus(self) -> EventBus:
        return EmbeddedBus(self.folder / "bus.sqlite3", lease_seconds=0.5)

    def records(self) -> Records:
        return SqlRecords(f"sqlite:///{self.folder / 'records.sqlite3'}")

    def index(self) -> AdIndex:
        return EmbeddedIndex(self.folder / "index.sqlite3")
