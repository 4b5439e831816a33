"""This module keeps the ad index in one SQLite file with FTS5, for one machine and several processes."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from search.index import sqlite_schema as schema
from search.index.document import AdDocument
from search.index.port import Hits, Page, PutOutcome
from search.index.sqlite_query import condition, counting, order
from search.query.cursor import from_cursor, to_cursor
from search.query.query import Query
from search.sqlite_file import BUSY_SECONDS, SqliteFile

_COLUMNS = ", ".join(f"ads.{name}" for name in schema.COLUMNS)
_STEP = 500  # documents read at a time in a scan


class EmbeddedIndex:
    """`AdIndex` in the file at `path`.

    `max_page_count` caps it (pages of 4 KiB), for trying a full disk; a lock is waited for `busy_seconds` long.
    """

    def __init__(
        self, path: Path | str, *, max_page_count: int | None = None, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self._file = SqliteFile(
            Path(path),
            what="the ad index",
            application=schema.APPLICATION,
            max_page_count=max_page_count,
            busy_seconds=busy_seconds,
        )
        self._file.prepare(schema.SCHEMA, version=schema.VERSION)

    def put(self, documents: Sequence[AdDocument]) -> Sequence[PutOutcome]:
        """Upsert all in one transaction: on `DependencyDown` none of them is in."""
        with self._file.writing() as connection:
            return tuple(_put(connection, document) for document in documents)

    def refresh(self) -> None:
        """Nothing to do: what was put is findable at once."""

    def get(self, ad_id: str) -> AdDocument | None:
        """The document, or None."""
        with self._file.reading() as connection:
            found = connection.execute(f"SELECT {_COLUMNS} FROM ads WHERE ad_id = ?", [ad_id]).fetchone()  # noqa: S608  names of ours
        return schema.document(found) if found else None

    def search(self, query: Query, *, page: Page) -> Hits:
        """One page, total and facets of the same moment. Raises `WrongUsage` for a cursor of another query."""
        after = from_cursor(query, page.after) if page.after is not None else None
        with self._file.reading() as connection:
            total = _collect(connection, query)
            facets = {facet: dict(connection.execute(counting(facet))) for facet in query.facets}
            rows = _page(connection, query, after=after, size=page.size + 1)
        documents = tuple(schema.document(found[1:]) for found in rows[: page.size])
        more = 0 < page.size < len(rows)
        following = to_cursor(query, rows[page.size - 1][0], documents[-1].ad_id) if more else None
        return Hits(documents, total, facets, following)

    def count(self, query: Query) -> int:
        """How many documents match."""
        where, parameters = condition(query)
        with self._file.reading() as connection:
            found = connection.execute(f"SELECT count(*) FROM ads WHERE {where}", parameters).fetchone()  # noqa: S608  values are parameters
        return int(found[0])

    def scan(self, query: Query) -> Iterator[AdDocument]:
        """Every match as of the call, in steps; an ad forgotten meanwhile is left out."""
        where, parameters = condition(query)
        with self._file.reading() as connection:
            matched = [row[0] for row in connection.execute(f"SELECT id FROM ads WHERE {where}", parameters)]  # noqa: S608  values are parameters
        return self._by_ids(matched)

    def forget(self, ad_ids: Sequence[str]) -> int:
        """Remove these ads from tables, word lists, freed pages and the write-ahead log.

        Raises `DependencyDown` where another process reads so long that the log could not be emptied; then a
        second call finishes the work.
        """
        with self._file.erasing() as connection:
            gone = sum(_remove(connection, ad_id) for ad_id in dict.fromkeys(ad_ids))
            # FTS5 only marks what it deletes; rewriting its lists as one is what takes the words out.
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        return gone

    def close(self) -> None:
        """Release what is held; closing twice is allowed."""
        self._file.close()

    def _by_ids(self, ids: Sequence[int]) -> Iterator[AdDocument]:
        for start in range(0, len(ids), _STEP):
            some = ids[start : start + _STEP]
            places = ", ".join("?" * len(some))
            with self._file.reading() as connection:
                rows = connection.execute(
                    f"SELECT {_COLUMNS} FROM ads WHERE id IN ({places})",  # noqa: S608  values are parameters
                    some,
                ).fetchall()
            yield from map(schema.document, rows)


def _put(connection: sqlite3.Connection, document: AdDocument) -> PutOutcome:
    if not schema.is_storable(document):
        return PutOutcome.REJECTED
    present = connection.execute(
        "SELECT captured_at, content_hash FROM ads WHERE ad_id = ?", [document.ad_id]
    ).fetchone()
    offered = (document.captured_at, document.content_hash)
    if present == offered:
        return PutOutcome.UNCHANGED
    if present and offered < present:
        return PutOutcome.SUPERSEDED
    if present:
        _remove(connection, document.ad_id)
    _insert(connection, document)
    same_content = present is not None and present[1] == document.content_hash
    return PutOutcome.DUPLICATE if same_content else PutOutcome.INDEXED


def _insert(connection: sqlite3.Connection, document: AdDocument) -> None:
    columns = schema.row(document)
    names, values = ", ".join(columns), ", ".join("?" * len(columns))
    number = connection.execute(
        f"INSERT INTO ads ({names}) VALUES ({values})",  # noqa: S608  names of ours
        list(columns.values()),
    ).lastrowid
    labelled = [(field, value, number) for field, value in sorted(schema.labels(document))]
    connection.executemany("INSERT INTO labels (field, value, id) VALUES (?, ?, ?)", labelled)
    connection.execute(
        "INSERT INTO words (rowid, tokens) VALUES (?, ?)", [number, schema.words(document.tokens)]
    )


def _remove(connection: sqlite3.Connection, ad_id: str) -> bool:
    found = connection.execute("SELECT id, tokens FROM ads WHERE ad_id = ?", [ad_id]).fetchone()
    if not found:
        return False
    number, tokens = found
    # A contentless FTS5 table must be told what it held.
    delete = "INSERT INTO words (words, rowid, tokens) VALUES ('delete', ?, ?)"
    connection.execute(delete, [number, schema.words(tokens)])
    connection.execute("DELETE FROM labels WHERE id = ?", [number])
    connection.execute("DELETE FROM ads WHERE id = ?", [number])
    return True


def _collect(connection: sqlite3.Connection, query: Query) -> int:
    """Fill the connection's own table `matched` with the matches, for counting and paging; returns how many."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS matched (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM matched")
    where, parameters = condition(query)
    return connection.execute(f"INSERT INTO matched SELECT id FROM ads WHERE {where}", parameters).rowcount  # noqa: S608  values are parameters


def _page(
    connection: sqlite3.Connection, query: Query, *, after: tuple[float, str] | None, size: int
) -> list[tuple[Any, ...]]:
    by = order(query)
    parameters: list[object] = [*by.parameters]
    ranked = f"SELECT {by.key} AS sort_key, {_COLUMNS} FROM matched JOIN ads USING (id) {by.join}"  # noqa: S608  names of ours
    follows = ""
    if after is not None:
        beyond = "<" if by.direction == "DESC" else ">"
        follows = f"WHERE sort_key {beyond} ? OR (sort_key = ? AND ad_id > ?)"
        parameters += [after[0], after[0], after[1]]
    statement = f"SELECT * FROM ({ranked}) {follows} ORDER BY sort_key {by.direction}, ad_id LIMIT ?"  # noqa: S608  names of ours
    return connection.execute(statement, [*parameters, size]).fetchall()
