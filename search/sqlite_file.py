"""This module says in plain words what is wrong with an SQLite file, and opens ours safely."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.domain.errors import Damaged, DependencyDown, NigahError, WrongUsage

BUSY_SECONDS = 30.0

_DOWN = {
    sqlite3.SQLITE_FULL: "the disk is full, or the file has reached its size limit; free some space and try again",
    sqlite3.SQLITE_IOERR: "the disk could not be read or written; check its free space and health and try again",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; put a backup in its place, or move it away to begin with an empty one",
    sqlite3.SQLITE_BUSY: "another process kept it locked for too long; try again when that one is done",
    sqlite3.SQLITE_LOCKED: "another process kept it locked for too long; try again when that one is done",
    sqlite3.SQLITE_READONLY: "it may not be written; give this user the right to write the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that its folder exists and may be written by this user",
    sqlite3.SQLITE_PERM: "this user may not open it; check the rights of the file and its folder",
    sqlite3.SQLITE_NOMEM: "there is not enough memory; close other programs and try again",
    sqlite3.SQLITE_PROTOCOL: "another process kept it locked for too long; try again when that one is done",
}
_FAULTS_OF_OURS = {
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_CONSTRAINT,
}


class SqliteFile:
    """One of our files, open for several threads: a connection for each call at a time, kept for the next.

    `application` is the number in the file's header that says whose it is. `max_page_count` is for trying a full
    disk; a lock is waited for `busy_seconds` long.
    """

    def __init__(
        self,
        path: Path,
        *,
        what: str,
        application: int,
        max_page_count: int | None = None,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        self.path, self.what = path, what
        self._application = application
        self._max_page_count, self._busy_seconds = max_page_count, busy_seconds
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    def prepare(self, schema: Sequence[str], *, version: int) -> None:
        """Create the tables of `schema` in an empty file; raises `WrongUsage` for a foreign or newer one."""
        with self.writing() as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if application != self._application and (application or found or tables):
                raise not_ours(what=self.what, path=self.path)
            if found > version:
                raise too_new(found, known=version, what=self.what, path=self.path)
            if not found:
                for statement in schema:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {self._application}")
                connection.execute(f"PRAGMA user_version = {version}")

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that sees one moment and waits for no writer."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that waits for its turn at the beginning and is durable at its end."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextlib.contextmanager
    def erasing(self) -> Iterator[sqlite3.Connection]:
        """A writing transaction after which what it removed is in no file any more."""
        with self.writing() as connection:
            yield connection
        with self._lent() as connection:
            emptied = empty_wal(connection)
        if not emptied:
            raise still_read(str(self.path))

    def close(self) -> None:
        """Close the idle connections; those in use close when they come back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lent() as connection:
            try:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        if self._closed:
            raise WrongUsage(f"{self.what[:1].upper()}{self.what[1:]} {self.path} is closed already.")
        try:
            connection = self._take()
            try:
                yield connection
            finally:
                self._give_back(connection)
        except sqlite3.Error as error:
            told = plain_error(error, what=self.what, path=self.path)
            if told is None:
                raise
            raise told from error

    def _take(self) -> sqlite3.Connection:
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        return self._connect()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._closed:
            connection.close()
        else:
            self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        try:
            make_private(self.path)
        except OSError as error:
            raise cannot_be_made(error, what=self.what, path=self.path) from error
        # The connections wander between threads, one at a time; this build of SQLite serialises them.
        connection = sqlite3.connect(
            self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            set_up(connection, max_page_count=self._max_page_count, busy_seconds=self._busy_seconds)
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def plain_error(error: sqlite3.Error, *, what: str, path: Path) -> NigahError | None:
    """The sentence for `error` at `what` (say "the ad index"), or None where the fault is in our own statement."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_NOTADB:
        return not_ours(what=what, path=path)
    if primary in _FAULTS_OF_OURS:
        return None
    kind = Damaged if primary == sqlite3.SQLITE_CORRUPT else DependencyDown
    reason = _DOWN.get(primary, f"SQLite says {error.sqlite_errorname}; check the disk and try again")
    return kind(f"{what[:1].upper()}{what[1:]} {path} is out of reach: {reason}.")


def not_ours(*, what: str, path: Path) -> WrongUsage:
    """The sentence for a file that holds something else."""
    return WrongUsage(
        f"{path} is not {what} of Nigah; name another file in the settings, or move this one away."
    )


def too_new(version: int, *, known: int, what: str, path: Path) -> WrongUsage:
    """The sentence for a file that a newer program wrote."""
    return WrongUsage(
        f"{path} holds {what} of version {version}, and this program knows {known}; update Nigah, or name another file."
    )


def make_private(path: Path) -> None:
    """Create `path` empty, readable by its owner alone, unless it is there; its WAL takes the same rights."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def keep_as_wal(connection: sqlite3.Connection, *, busy_seconds: float = BUSY_SECONDS) -> None:
    """Turn the file to a write-ahead log, also while other processes do the same.

    SQLite does not call its busy handler for this one step, hence the waiting here.
    """
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def empty_wal(connection: sqlite3.Connection) -> bool:
    """Copy the write-ahead log into the file and cut it to nothing; False while a reader holds on to it."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def cannot_be_made(error: OSError, *, what: str, path: Path) -> DependencyDown:
    """The sentence for a file whose folder does not take it."""
    return DependencyDown(
        f"{what[:1].upper()}{what[1:]} {path} cannot be made ({error.strerror}); check its folder and the disk."
    )


def still_read(where: str) -> DependencyDown:
    """The sentence for an erasure that a long reader keeps from its last step."""
    return DependencyDown(
        f"What was to be erased is out of {where}, but another process still reads it, so that its write-ahead "
        "log may hold a copy; erase again when that process is done."
    )


def set_up(
    connection: sqlite3.Connection, *, max_page_count: int | None, busy_seconds: float = BUSY_SECONDS
) -> None:
    """Make a fresh connection wait for others, durable, and thorough in deleting."""
    connection.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
    keep_as_wal(connection, busy_seconds=busy_seconds)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    if max_page_count:
        connection.execute(f"PRAGMA max_page_count = {max_page_count}")
