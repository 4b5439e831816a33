"""This module knows where groups stand in a Kafka topic, and counts the messages between two places.

A partition's offsets count the marks of transactions too, so the distance between two offsets is only an upper
bound of the messages between them.
"""

import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from kafka.admin import OffsetSpec
from kafka.errors import KafkaError, KafkaTimeoutError
from kafka.protocol.consumer.offsets import IsolationLevel

from pipeline.bus.kafka_cluster import KafkaCluster, partitions

Places = Mapping[Any, int]  # offset by partition

_COUNTED_EXACTLY = 200  # offsets; more would have to be read over the network each time it is asked
_SETTLING = 5.0  # seconds; a transaction that ends takes milliseconds to be seen by readers


class KafkaOffsets:
    """Looks at the topics through `admin`; readers of its own are opened at need."""

    def __init__(self, cluster: KafkaCluster, admin: Any) -> None:
        self._cluster, self._admin = cluster, admin
        self._lock = threading.Lock()
        self._reader: Any = None
        self._groups: dict[str, Any] = {}

    def beginning(self, name: str, count: int) -> Places:
        """The oldest message still there, per partition."""
        return self._look(name, count, OffsetSpec.EARLIEST)

    def end(self, name: str, count: int) -> Places:
        """Behind the newest message that readers may see; waits for transactions that are just ending."""
        written = self._look(name, count, OffsetSpec.LATEST)
        deadline = time.monotonic() + _SETTLING
        while True:
            readable = self._look(
                name, count, OffsetSpec.LATEST, isolation_level=IsolationLevel.READ_COMMITTED
            )
            if time.monotonic() > deadline or all(readable[each] >= written[each] for each in written):
                return readable
            time.sleep(0.01)

    def since(self, name: str, count: int, *, milliseconds: int) -> Mapping[Any, int | None]:
        """The first message published then or later, per partition; None where there is none."""
        found = self._look(name, count, milliseconds)
        return {each: offset if offset >= 0 else None for each, offset in found.items()}

    def committed(self, name: str, count: int, *, group: str) -> Mapping[Any, int | None]:
        """Where `group` stands, transactions that are just ending included; None where it never was."""
        with self._lock:
            if group not in self._groups:
                self._groups[group] = self._cluster.consumer(group_id=group)
            consumer = self._groups[group]
            wait = self._cluster.milliseconds
            return {each: consumer.committed(each, timeout_ms=wait) for each in partitions(name, count)}

    def count(self, start: Places, end: Places) -> int:
        """How many messages lie between; where there may be more than 200, an upper bound."""
        spans = {each: (start[each], end[each]) for each in start if start[each] < end[each]}
        distance = sum(last - first for first, last in spans.values())
        return distance if distance > _COUNTED_EXACTLY else self._read(spans)

    def close(self) -> None:
        """Close the readers."""
        with self._lock:
            for consumer in (self._reader, *self._groups.values()):
                if consumer is not None:
                    with suppress(KafkaError):
                        consumer.close(autocommit=False, timeout_ms=1_000)
            self._reader, self._groups = None, {}

    def _look(self, name: str, count: int, which: int, **how: object) -> Places:
        with self._lock:
            asked = dict.fromkeys(partitions(name, count), which)
            found = self._admin.list_partition_offsets(asked, timeout_ms=self._cluster.milliseconds, **how)
            return {each: int(place.offset) for each, place in found.items()}

    def _read(self, spans: Mapping[Any, tuple[int, int]]) -> int:
        if not spans:
            return 0
        with self._lock:
            if self._reader is None:
                self._reader = self._cluster.consumer(group_id=None, fetch_max_wait_ms=100)
            reader = self._reader
            reader.assign(list(spans))
            for each, (first, _) in spans.items():
                reader.seek(each, first)
            counted, deadline = 0, time.monotonic() + self._cluster.patience
            while any(reader.position(each) < last for each, (_, last) in spans.items()):
                if time.monotonic() > deadline:
                    raise KafkaTimeoutError("messages could not be read in time")
                for each, records in reader.poll(timeout_ms=100).items():
                    counted += sum(record.offset < spans[each][1] for record in records)
            return counted
