"""This module opens the one SQLite file that the embedded bus lives in."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.domain.errors import WrongUsage
from pipeline.bus.port import Message, Topic
from search.sqlite_file import keep_as_wal, make_private, not_ours, plain_error, too_new

_WHAT = "the event bus"
_APPLICATION = 0x4E494742  # "NIGB"
_VERSION = 1
_SCHEMA = (
    # AUTOINCREMENT: an offset is never used again, also after its message has expired.
    """CREATE TABLE messages (
        "offset" INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
        published_at INTEGER NOT NULL)""",
    'CREATE INDEX messages_by_topic ON messages (topic, "offset")',
    "CREATE INDEX messages_by_time ON messages (topic, published_at)",
    """CREATE TABLE consumer_groups (
        topic TEXT NOT NULL, name TEXT NOT NULL, committed INTEGER NOT NULL DEFAULT 0, consumer TEXT,
        lease_until INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (topic, name)) WITHOUT ROWID""",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)

GroupState = tuple[
    int, str | None, int
]  # last offset committed, consumer, end of its lease (microseconds, UTC)


@dataclass(frozen=True, slots=True)
class EventFile:
    """Where the file is and how it is to be opened. `max_page_count` caps its size in pages of 4 KiB."""

    path: Path
    busy_seconds: float = 30.0
    max_page_count: int | None = None

    def connect(self) -> sqlite3.Connection:
        """A connection to the file, made where it is missing.

        Raises `WrongUsage` for a file of something else, `DependencyDown` for one that cannot be used now.
        """
        if not self.path.parent.is_dir():
            raise WrongUsage(f"The folder {self.path.parent} of the event bus does not exist; make it first.")
        with self.explained():
            if not self.path.is_dir():
                make_private(self.path)
            connection = sqlite3.connect(
                self.path, timeout=self.busy_seconds, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare(connection)
            except BaseException:  # an interrupt too: nothing is left open, and it goes on
                connection.close()
                raise
        return connection

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Say what is wrong with the file in plain words, where SQLite says it in its own."""
        try:
            yield
        except sqlite3.Error as error:
            plain = plain_error(error, what=_WHAT, path=self.path)
            if plain is None:
                raise
            raise plain from error
        except OSError as error:
            raise WrongUsage(f"The event bus {self.path} cannot be made ({error.strerror}).") from error

    @contextmanager
    def transaction(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Everything inside, durable, or nothing."""
        with self.explained():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:  # an interrupt too: nothing is left open, and it goes on
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if not self._is_ours(connection):
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        keep_as_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")  # what was published survives a power cut
        connection.execute("PRAGMA secure_delete = ON")  # what has expired is not left in free pages
        connection.execute("PRAGMA journal_size_limit = 16777216")
        if self.max_page_count is not None:
            connection.execute(f"PRAGMA max_page_count = {self.max_page_count:d}")
        if not self._is_ours(connection):
            self._lay_out(connection)

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        """False where the file is empty. Looks before anything is changed in a file of somebody else."""
        # In this order: a process that lays the file out meanwhile gives it tables and its mark at once.
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        if application != _APPLICATION and (application or tables):
            raise not_ours(what=_WHAT, path=self.path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise too_new(version, known=_VERSION, what=_WHAT, path=self.path)
        return bool(application == _APPLICATION)

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        with self.transaction(connection):
            if self._is_ours(connection):  # another process was faster
                return
            for statement in _SCHEMA:
                connection.execute(statement)


def insert(connection: sqlite3.Connection, messages: Sequence[Message], *, at: int) -> None:
    """Add `messages`, published at `at`, to the open transaction."""
    connection.executemany(
        "INSERT INTO messages (topic, key, value, published_at) VALUES (?, ?, ?, ?)",
        [(each.topic, each.key, each.value, at) for each in messages],
    )


def group_state(connection: sqlite3.Connection, topic: Topic, group: str) -> GroupState:
    """As `peek`; a group that is new is made and begins at the oldest message."""
    connection.execute("INSERT OR IGNORE INTO consumer_groups (topic, name) VALUES (?, ?)", (topic, group))
    return peek(connection, topic, group)


def peek(connection: sqlite3.Connection, topic: Topic, group: str) -> GroupState:
    """Where the group stands; it may be unknown yet."""
    row = connection.execute(
        "SELECT committed, consumer, lease_until FROM consumer_groups WHERE topic = ? AND name = ?",
        (topic, group),
    ).fetchone()
    return (row[0], row[1], row[2]) if row else (0, None, 0)
