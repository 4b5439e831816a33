"""This module carries events in one SQLite file: the bus of a machine that runs no server.

Every topic has one partition, and a message's offset is its row in the file.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from models.domain.errors import WrongUsage
from pipeline.bus.embedded_subscription import EmbeddedSubscription, is_live
from pipeline.bus.event_file import EventFile, group_state, insert
from pipeline.bus.port import Message, Topic
from pipeline.clock import now_us
from search.sqlite_file import empty_wal, still_read

_HOUR = 3_600_000_000


class EmbeddedBus:
    """The event bus in the file at `path`; any number of processes may open it at once.

    `lease_seconds` is how long a dead consumer blocks its group. `now` (microseconds, UTC) dates messages.
    """

    def __init__(
        self,
        path: Path,
        *,
        lease_seconds: float = 5.0,
        busy_seconds: float = 30.0,
        max_page_count: int | None = None,
        now: Callable[[], int] = now_us,
    ) -> None:
        self._file = EventFile(path, busy_seconds, max_page_count)
        self._lease = int(lease_seconds * 1_000_000)
        self._now = now
        self._lock = threading.Lock()
        self._connection = self._file.connect()

    def publish(self, messages: Sequence[Message]) -> None:
        """See `EventBus.publish`."""
        if not messages:
            return
        with self._writing() as connection:
            insert(connection, messages, at=self._now())

    @contextmanager
    def subscribe(self, topic: Topic, *, group: str) -> Iterator["EmbeddedSubscription"]:
        """See `EventBus.subscribe`."""
        subscription = EmbeddedSubscription(self._file, topic, group=group, lease=self._lease, now=self._now)
        try:
            yield subscription
        finally:
            subscription.close()

    def replay(self, topic: Topic, *, group: str, since: int) -> int:
        """See `EventBus.replay`."""
        with self._writing() as connection:
            committed, consumer, lease_until = group_state(connection, topic, group)
            if consumer and is_live(lease_until, lease=self._lease):
                raise WrongUsage(f"Group {group} of {topic} is at work; stop its worker, then replay.")
            first = connection.execute(
                'SELECT min("offset") FROM messages WHERE topic = ? AND published_at >= ?', (topic, since)
            ).fetchone()[0]
            back_to = committed if first is None else min(committed, first - 1)
            connection.execute(
                "UPDATE consumer_groups SET committed = ?, consumer = NULL WHERE topic = ? AND name = ?",
                (back_to, topic, group),
            )
            again = connection.execute(
                'SELECT count(*) FROM messages WHERE topic = ? AND "offset" > ? AND "offset" <= ?',
                (topic, back_to, committed),
            )
            return int(again.fetchone()[0])

    def lag(self, topic: Topic, *, group: str) -> int:
        """See `EventBus.lag`."""
        with self._reading() as connection:
            behind = connection.execute(
                'SELECT count(*) FROM messages WHERE topic = ?1 AND "offset" >'
                " coalesce((SELECT committed FROM consumer_groups WHERE topic = ?1 AND name = ?2), 0)",
                (topic, group),
            )
            return int(behind.fetchone()[0])

    def forget(self, keys: Sequence[str]) -> int:
        """See `EventBus.forget`; the text leaves the file and its write-ahead log."""
        with self._writing() as connection:
            # One walk through the file: no index on the key, which every message would pay for.
            gone = connection.execute(
                "DELETE FROM messages WHERE topic <> ? AND key IN (SELECT value FROM json_each(?))",
                (Topic.RESTRICTED, json.dumps(list(keys))),
            )
        if gone.rowcount and not self._empty():
            raise still_read(str(self._file.path))
        return gone.rowcount

    def expire(self, *, now: int) -> int:
        """See `EventBus.expire`; the space goes back to the disk and the text leaves the file."""
        removed = 0
        with self._writing() as connection:
            for topic in Topic:
                oldest = now - topic.retention_hours * _HOUR
                gone = connection.execute(
                    "DELETE FROM messages WHERE topic = ? AND published_at < ?", (topic, oldest)
                )
                removed += gone.rowcount
        if removed:
            self._empty()
        return removed

    def close(self) -> None:
        """See `EventBus.close`."""
        with self._lock:
            self._connection.close()

    def _empty(self) -> bool:
        """Give freed space back, and empty the write-ahead log; False where a reader kept a copy in it."""
        with self._reading() as connection:
            connection.executescript("PRAGMA incremental_vacuum")  # `execute` would free one page only
            return empty_wal(connection)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._file.transaction(self._connection):
            yield self._connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._file.explained():
            yield self._connection
