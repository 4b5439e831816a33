"""This module holds a consumer's place in a group of the embedded bus.

The consumer holds a lease that a thread of its own renews. Where the consumer dies the lease lapses; where one
that seemed dead comes back after another took over, its commit is refused.
"""

import contextlib
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Sequence

from models.domain.errors import DependencyDown
from pipeline.bus.event_file import EventFile, GroupState, group_state, insert, peek
from pipeline.bus.port import Message, Received, Topic
from pipeline.clock import now_us

_MOST_BYTES = 32_000_000  # of one poll, so that big ads do not fill the memory of a worker


class EmbeddedSubscription:
    """A place in a group, with a connection of its own. It stands by while another consumer holds the lease."""

    def __init__(
        self, file: EventFile, topic: Topic, *, group: str, lease: int, now: Callable[[], int]
    ) -> None:
        self._file, self._topic, self._group = file, topic, group
        self._lease, self._now = lease, now
        self._me = uuid.uuid4().hex
        self._position: int | None = None  # None: holds no lease, or begins again
        self._connection = file.connect()
        self._ended = threading.Event()
        self._heart = threading.Thread(target=self._beat, name=f"lease of {group}", daemon=True)
        self._heart.start()

    def poll(self, *, limit: int, timeout: float) -> Sequence[Received]:
        """See `Subscription.poll`."""
        deadline = time.monotonic() + timeout
        pause = 0.005
        while True:
            with self._file.explained():
                received = self._take(limit)
            left = deadline - time.monotonic()
            if received or left <= 0:
                return received
            time.sleep(min(pause, left))
            pause = min(2 * pause, 0.1)

    def commit(self, received: Sequence[Received], *, publish: Sequence[Message] = ()) -> None:
        """See `Subscription.commit`. Refused with `DependencyDown` once another consumer has taken over."""
        if not received and not publish:
            return
        with self._file.transaction(self._connection):
            committed, consumer, _ = group_state(self._connection, self._topic, self._group)
            if consumer != self._me:
                raise DependencyDown(
                    f"Group {self._group} of {self._topic} was taken over by another worker; "
                    "nothing was lost, this one stands by."
                )
            last = max((each.offset for each in received), default=None)
            if last is not None and last <= committed:
                return
            insert(self._connection, publish, at=self._now())
            self._connection.execute(
                "UPDATE consumer_groups SET committed = ? WHERE topic = ? AND name = ?",
                (committed if last is None else last, self._topic, self._group),
            )

    def rewind(self) -> None:
        """See `Subscription.rewind`."""
        self._position = None

    def close(self) -> None:
        """Give the lease back, so that another consumer takes over at once."""
        self._ended.set()
        self._heart.join()
        # Where the file fails now, the lease lapses by itself: no reason to hide the error that led here.
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute(
                "UPDATE consumer_groups SET consumer = NULL WHERE topic = ? AND name = ? AND consumer = ?",
                (self._topic, self._group, self._me),
            )
        self._connection.close()

    def _take(self, limit: int) -> tuple[Received, ...]:
        if not self._holds_lease() and not self._acquire():
            return ()
        rows = self._connection.execute(
            'SELECT "offset", key, value FROM messages WHERE topic = ? AND "offset" > ? ORDER BY "offset" LIMIT ?',
            (self._topic, self._position, limit),
        )
        taken, size = [], 0
        for offset, key, value in rows:
            taken.append(Received(Message(self._topic, key, value), 0, offset))
            size += len(value)
            if size >= _MOST_BYTES:
                break
        rows.close()
        if taken:
            self._position = taken[-1].offset
        return tuple(taken)

    def _holds_lease(self) -> bool:
        if self._position is None:
            return False
        held = self._connection.execute(
            "SELECT 1 FROM consumer_groups WHERE topic = ? AND name = ? AND consumer = ?",
            (self._topic, self._group, self._me),
        ).fetchone()
        return held is not None

    def _acquire(self) -> bool:
        if self._is_taken(peek(self._connection, self._topic, self._group)):
            return False  # looked at without the writers' lock: standing by must cost nothing
        with self._file.transaction(self._connection):
            state = group_state(self._connection, self._topic, self._group)
            if self._is_taken(state):
                return False
            self._connection.execute(
                "UPDATE consumer_groups SET consumer = ?, lease_until = ? WHERE topic = ? AND name = ?",
                (self._me, now_us() + self._lease, self._topic, self._group),
            )
            self._position = state[0]
        return True

    def _is_taken(self, state: GroupState) -> bool:
        _, consumer, lease_until = state
        return consumer not in {None, self._me} and is_live(lease_until, lease=self._lease)

    def _beat(self) -> None:
        connection: sqlite3.Connection | None = None
        while not self._ended.wait(self._lease / 4_000_000):
            # A beat that fails is made up by the next; where all fail the lease lapses and the commit says so.
            with contextlib.suppress(sqlite3.Error, DependencyDown):
                connection = connection or self._heart_connection()
                connection.execute(
                    "UPDATE consumer_groups SET lease_until = ? WHERE topic = ? AND name = ? AND consumer = ?",
                    (now_us() + self._lease, self._topic, self._group, self._me),
                )
        if connection:
            connection.close()

    def _heart_connection(self) -> sqlite3.Connection:
        connection = self._file.connect()
        connection.execute("PRAGMA synchronous = NORMAL")  # a lease need not survive a power cut
        return connection


def is_live(lease_until: int, *, lease: int) -> bool:
    """Whether a lease still runs. One that ends later than any can was written before the clock was set back."""
    return 0 < lease_until - now_us() <= lease
