"""This module reaches the records' database: its transactions, its dialect, and its troubles in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError

from models.domain.errors import DependencyDown, NigahError, WrongUsage
from search.sqlite_file import cannot_be_made, empty_wal, make_private, plain_error, set_up, still_read

_WHAT = "the records database"

# PostgreSQL's and OpenSSL's own words: before there is a session, no code comes with them.
_REFUSALS = (
    "password authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "certificate verify failed",
    "signature failure",  # an authority of the same name with another key
    "does not exist",
)


class Database:
    """An engine with whole transactions; `where` names it without a password."""

    def __init__(self, url: str, *, max_page_count: int | None, busy_seconds: float) -> None:
        self._engine, self._path = _engine(url)
        self.where = str(self._path or self._engine.url.render_as_string(hide_password=True))
        if self._path:
            self._prepare_sqlite(self._path, max_page_count=max_page_count, busy_seconds=busy_seconds)
        self._open = True

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment."""
        # What SQLite does by itself, a server must be asked for.
        one_moment = {} if self._path else {"isolation_level": "REPEATABLE READ"}
        reading = self._engine.execution_options(**one_moment)
        with self._plain_errors(), reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable at its end; on SQLite it waits for its turn at the beginning."""
        writing = self._engine.execution_options(writes=True)
        with self._plain_errors(), writing.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def erasing(self) -> Iterator[Connection]:
        """A writing transaction after which what it removed is in no file any more."""
        with self.writing() as connection:
            yield connection
        if self._path:
            self._empty_wal()

    def close(self) -> None:
        """Release what is held; closing twice is allowed."""
        self._open = False
        self._engine.dispose()

    def _empty_wal(self) -> None:
        with self._plain_errors(), self._engine.connect() as connection:
            emptied = empty_wal(_driver(connection.connection.driver_connection))
        if not emptied:
            raise still_read(self.where)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        if not getattr(self, "_open", True):
            raise WrongUsage(f"The records in {self.where} are closed already.")
        try:
            yield
        except DBAPIError as error:
            told = self._told(error)
            if told is None:
                raise
            raise told from error

    def _told(self, error: DBAPIError) -> NigahError | None:
        if self._path and isinstance(error.orig, sqlite3.Error):
            return plain_error(error.orig, what=_WHAT, path=self._path)
        if isinstance(error, OperationalError | InterfaceError):
            if any(sign in str(error.orig) for sign in _REFUSALS):
                return WrongUsage(
                    f"The records database {self.where} refuses us; check user, password, database and TLS in "
                    "NIGAH_RECORDS_URL."
                )
            return DependencyDown(
                f"The records database {self.where} is out of reach; check that it runs and accepts this user."
            )
        return None

    def _prepare_sqlite(self, path: Path, *, max_page_count: int | None, busy_seconds: float) -> None:
        try:
            make_private(path)
        except OSError as error:
            raise cannot_be_made(error, what=_WHAT, path=path) from error

        def configure(opened: Any, _: object) -> None:
            connection = _driver(opened)
            connection.isolation_level = None  # the begin below is ours
            set_up(connection, max_page_count=max_page_count, busy_seconds=busy_seconds)

        def begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get("writes", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

        event.listen(self._engine, "connect", configure)
        event.listen(self._engine, "begin", begin)


def upsert(connection: Connection, table: Table) -> Any:
    """An INSERT with ON CONFLICT; SQLite and PostgreSQL write it alike, SQLAlchemy keeps it in their dialects."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def _engine(url: str) -> tuple[Engine, Path | None]:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            # A connection that died while idle is replaced; nobody waits long for a host that is silent.
            return create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": 10}), None
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise WrongUsage(
            "The records' address is none that this installation can open; "
            "write sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE."
        ) from error
    if not parsed.database or parsed.database == ":memory:":
        raise WrongUsage("Records need a file to stay in; write sqlite:///FILE.")
    return create_engine(parsed), Path(parsed.database)


def _driver(opened: Any) -> sqlite3.Connection:
    assert isinstance(opened, sqlite3.Connection)
    return opened
