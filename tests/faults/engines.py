"""This module opens the engines that a schedule of faults is tried on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.kafka import KafkaBus
from pipeline.bus.kafka_cluster import KafkaCluster
from pipeline.bus.port import EventBus
from search.index.elastic import ElasticIndex
from search.index.elastic_cluster import ElasticCluster
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


@dataclass(frozen=True)
class ServerEngines:
    """Kafka, Elasticsearch and PostgreSQL, with names of their own there, so that many ways go side by side."""

    folder: Path
    kafka_servers: str
    elastic_url: str
    records_url: str
    name: str

    def bus(self) -> EventBus:
        cluster = KafkaCluster(
            self.kafka_servers, prefix=f"{self.name}.", session=2.0, patience=10.0, transaction=3.0
        )
        return KafkaBus(cluster, partitions=3)

    def records(self) -> Records:
        return SqlRecords(self.records_url)

    def index(self) -> AdIndex:
        return ElasticIndex(ElasticCluster(self.elastic_url, name=self.name, patience=20.0, letting_go=0))
