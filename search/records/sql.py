"""This module keeps the records in an SQL database through SQLAlchemy Core: SQLite now, PostgreSQL by the same code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    delete,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy import func as sql_function

from models.domain.chain import ChainRow, next_row
from models.domain.do_not_refer import DoNotRefer
from search.records import marks, schema
from search.records.database import Database, upsert
from search.records.port import Edge, LedgerEntry, LedgerLine, LedgerState, SeenAd
from search.sqlite_file import BUSY_SECONDS

_Item = TypeVar("_Item")

_CHUNK = 500  # parameters of one IN; every engine takes that many


_NEVER_SHOWN = (LedgerState.RESTRICTED, LedgerState.QUARANTINED, LedgerState.REJECTED)
_NO_TRUE_END = (LedgerState.IN_FLIGHT, LedgerState.QUARANTINED, LedgerState.REJECTED)


class SqlRecords:
    """`Records` behind a SQLAlchemy URL.

    On SQLite `max_page_count` caps the file, for trying a full disk; a lock is waited for `busy_seconds` long.
    """

    def __init__(
        self, url: str, *, max_page_count: int | None = None, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self._database = Database(url, max_page_count=max_page_count, busy_seconds=busy_seconds)
        with self._database.writing() as connection:
            schema.prepare(connection, where=self._database.where)

    @property
    def database(self) -> Database:
        """What holds the tables, for carrying them whole."""
        return self._database

    def seen(self, ad_id: str) -> SeenAd | None:
        """What is remembered of this ad."""
        with self._database.reading() as connection:
            row = connection.execute(select(schema.seen).where(schema.seen.c.ad_id == ad_id)).one_or_none()
        return SeenAd(*row) if row else None

    def mark_seen(self, ad: SeenAd) -> None:
        """Remember this capture; of two at one time the larger hash stays, whichever came first."""
        with self._database.writing() as connection:
            _mark_seen(connection, ad)

    def settle(self, entry: LedgerEntry, ad: SeenAd) -> None:
        """Write the ledger entry and remember the capture, in one transaction."""
        with self._database.writing() as connection:
            _enter(connection, [entry])
            _mark_seen(connection, ad)

    def seen_among(self, ad_ids: Iterable[str]) -> Mapping[str, SeenAd]:
        """What is remembered of those of these ads that were seen, by id."""
        with self._database.reading() as connection:
            return {
                row.ad_id: SeenAd(*row)
                for some in _chunks(sorted(set(ad_ids)))
                for row in connection.execute(select(schema.seen).where(schema.seen.c.ad_id.in_(some)))
            }

    def retire(self, ad_id: str, *, at: int) -> None:
        """The ad's site says that it is gone; what was seen later says otherwise, and stays."""
        table = schema.seen
        not_seen_since = and_(table.c.ad_id == ad_id, table.c.last_seen < at)
        first_word = or_(table.c.gone_at.is_(None), table.c.gone_at > at)
        with self._database.writing() as connection:
            connection.execute(update(table).where(not_seen_since, first_word).values(gone_at=at))

    def enter(self, entries: Sequence[LedgerEntry]) -> None:
        """Write ledger entries by (ad id, captured at); see `Records.enter` for what may replace what."""
        if entries:
            with self._database.writing() as connection:
                _enter(connection, entries)

    def ledger(self) -> Sequence[LedgerLine]:
        """The sums per source and hour, ordered by both."""
        table = schema.ledger.c
        by = (table.source, table.hour)
        count = sql_function.count().label("ads")
        sums = select(*by, table.state, count).group_by(*by, table.state)
        with self._database.reading() as connection:
            rows = sorted(tuple(row) for row in connection.execute(sums))
        return tuple(
            _line(source, hour, {LedgerState(state): ads for _, _, state, ads in lines})
            for (source, hour), lines in groupby(rows, key=lambda row: row[:2])
        )

    def count_indexed(self) -> int:
        """How many ads the ledger says are in the index."""
        with self._database.reading() as connection:
            indexed = schema.ledger.c.state == LedgerState.INDEXED
            counted = select(sql_function.count(schema.ledger.c.ad_id.distinct())).where(indexed)
            return int(connection.execute(counted).scalar_one())

    def entries(self, state: LedgerState) -> Iterator[LedgerEntry]:
        """Every entry in this state, by ad id and time, read in steps."""
        table = schema.ledger.c
        names = (table.ad_id, table.captured_at, table.source)
        after: tuple[str, int] = ("", 0)
        while True:
            place = tuple_(table.ad_id, table.captured_at)
            rest = select(*names).where(table.state == state, place > tuple_(*after))
            with self._database.reading() as connection:
                rows = [tuple(row) for row in connection.execute(rest.order_by(*names[:2]).limit(_CHUNK))]
            yield from (LedgerEntry(ad_id, at, source, state) for ad_id, at, source in rows)
            if len(rows) < _CHUNK:
                return
            after = rows[-1][:2]

    def append(self, kind: str, payloads: Sequence[str]) -> Sequence[ChainRow]:
        """Add rows to the chain; writers wait for each other at the version row."""
        rows: list[ChainRow] = []
        with self._database.writing() as connection:
            connection.execute(select(schema.schema_version.c.one).with_for_update())
            newest = select(schema.chain).order_by(schema.chain.c.number.desc()).limit(1)
            found = connection.execute(newest).one_or_none()
            previous = ChainRow(*found) if found else None
            for payload in payloads:
                previous = next_row(previous, kind=kind, payload=payload)
                rows.append(previous)
            if rows:
                connection.execute(insert(schema.chain), [_columns(schema.chain, row) for row in rows])
        return tuple(rows)

    def chain(self) -> Iterator[ChainRow]:
        """Every row in order, read in steps, so that writers are not held up."""
        after = 0
        while True:
            table = schema.chain
            following = select(table).where(table.c.number > after).order_by(table.c.number).limit(_CHUNK)
            with self._database.reading() as connection:
                rows = [ChainRow(*row) for row in connection.execute(following)]
            yield from rows
            if len(rows) < _CHUNK:
                return
            after = rows[-1].number

    def blank(self, numbers: Sequence[int]) -> None:
        """Erase the payloads of these rows, in the write-ahead log too."""
        with self._database.erasing() as connection:
            for some in _chunks(numbers):
                erased = update(schema.chain).where(schema.chain.c.number.in_(some)).values(payload=None)
                connection.execute(erased)

    def count_attempt(self, group: str, message: str) -> int:
        """Count one failed attempt; returns how many there are."""
        with self._database.writing() as connection:
            first = upsert(connection, schema.attempts).values(consumer=group, message=message, count=1)
            counted = first.on_conflict_do_update(
                index_elements=["consumer", "message"], set_={"count": schema.attempts.c.count + 1}
            )
            return int(connection.execute(counted.returning(schema.attempts.c.count)).scalar_one())

    def clear_attempts(self, group: str, messages: Sequence[str]) -> None:
        """Forget the attempts at these messages."""
        table = schema.attempts
        with self._database.writing() as connection:
            for some in _chunks(messages):
                connection.execute(delete(table).where(table.c.consumer == group, table.c.message.in_(some)))

    def link(self, edges: Sequence[Edge]) -> None:
        """Remember edges; raises `ValueError` where one does not name two ads in order."""
        rows = [_columns(schema.edges, edge) for edge in edges]
        for row in rows:
            if row["ad_a"] >= row["ad_b"]:
                raise ValueError("an edge names two different ads, the smaller id first")
        if not rows:
            return
        rows.sort(key=lambda row: (row["ad_a"], row["ad_b"], row["basis"], row["key"]))
        with self._database.writing() as connection:
            connection.execute(upsert(connection, schema.edges).on_conflict_do_nothing(), rows)

    def linked(self, ad_ids: Iterable[str]) -> Sequence[Edge]:
        """Every edge of the connected components that hold any of `ad_ids`, ordered."""
        found: set[Edge] = set()
        reached = set(ad_ids)
        frontier = set(reached)
        with self._database.reading() as connection:
            while frontier:
                edges = {
                    Edge(*row)
                    for some in _chunks(sorted(frontier))
                    for row in connection.execute(select(schema.edges).where(_touches(some)))
                }
                found |= edges
                frontier = {ad for edge in edges for ad in (edge.ad_a, edge.ad_b)} - reached
                reached |= frontier
        return tuple(sorted(found, key=lambda edge: (edge.ad_a, edge.ad_b, edge.basis, edge.key)))

    def mark_read(self, ad_id: str, *, person: str, at: int) -> None:
        """A person has read this ad; the first reading stays."""
        with self._database.writing() as connection:
            statement = upsert(connection, schema.readings).values(ad_id=ad_id, person=person, at=at)
            connection.execute(statement.on_conflict_do_nothing())

    def read(self, ad_ids: Iterable[str]) -> frozenset[str]:
        """Which of these a person has read."""
        column = schema.readings.c.ad_id
        with self._database.reading() as connection:
            return frozenset(
                ad_id
                for some in _chunks(sorted(set(ad_ids)))
                for ad_id in connection.execute(select(column).where(column.in_(some))).scalars()
            )

    def forget(self, ad_ids: Sequence[str]) -> None:
        """Remove what is kept of these ads, in the write-ahead log too; their ledger entries end as `ERASED`."""
        with self._database.erasing() as connection:
            for some in _chunks(ad_ids):
                connection.execute(delete(schema.seen).where(schema.seen.c.ad_id.in_(some)))
                connection.execute(delete(schema.edges).where(_touches(some)))
                connection.execute(delete(schema.readings).where(schema.readings.c.ad_id.in_(some)))
                connection.execute(update(schema.chain).where(_names(some)).values(payload=None))
                entries = update(schema.ledger).where(schema.ledger.c.ad_id.in_(some))
                connection.execute(entries.values(state=LedgerState.ERASED))

    def forget_seen(self, ad_ids: Sequence[str]) -> None:
        """Remove the seen-set rows of these ads alone."""
        with self._database.writing() as connection:
            for some in _chunks(ad_ids):
                connection.execute(delete(schema.seen).where(schema.seen.c.ad_id.in_(some)))

    def mark_forgotten(self, marks: Sequence[str], *, at: int) -> None:
        """Remember these keyed hashes for good; the first time stays."""
        rows = [{"mark": mark, "at": at} for mark in sorted(set(marks))]
        if not rows:
            return
        with self._database.writing() as connection:
            connection.execute(upsert(connection, schema.forgotten).on_conflict_do_nothing(), rows)

    def forgotten(self, marks: Iterable[str]) -> frozenset[str]:
        """Which of these keyed hashes were marked."""
        column = schema.forgotten.c.mark
        with self._database.reading() as connection:
            return frozenset(
                mark
                for some in _chunks(sorted(set(marks)))
                for mark in connection.execute(select(column).where(column.in_(some))).scalars()
            )

    def mark_do_not_refer(self, mark: DoNotRefer) -> None:
        """Leave alone whoever shows a key of `mark`."""
        with self._database.writing() as connection:
            marks.write(connection, mark)

    def has_do_not_refer(self, *, at: int) -> bool:
        """Whether any mark holds at this time."""
        with self._database.reading() as connection:
            return marks.holds_any(connection, at=at)

    def do_not_refer(self, *, at: int) -> Sequence[DoNotRefer]:
        """Every mark that holds at this time, whole, the oldest first."""
        with self._database.reading() as connection:
            return marks.every(connection, at=at)

    def do_not_refer_among(self, keys: Iterable[str], *, at: int) -> Sequence[DoNotRefer]:
        """The marks that hold at this time and have any of these keys, each cut to these."""
        with self._database.reading() as connection:
            some = [marks.among(connection, chunk, at=at) for chunk in _chunks(sorted(set(keys)))]
        return marks.joined(mark for found in some for mark in found)

    def lift_do_not_refer(self, mark_id: str) -> bool:
        """The mark holds no longer; whether there was one."""
        with self._database.erasing() as connection:
            return marks.lift(connection, mark_id)

    def withdraw(self, ad_id: str, *, before: int) -> None:
        """See `Records.withdraw`."""
        with self._database.erasing() as connection:
            connection.execute(delete(schema.edges).where(_touches([ad_id])))
            connection.execute(delete(schema.readings).where(schema.readings.c.ad_id == ad_id))
            entries = schema.ledger.c
            earlier = and_(entries.ad_id == ad_id, entries.captured_at < before)
            shown = and_(earlier, entries.state.not_in(_NEVER_SHOWN))
            connection.execute(update(schema.ledger).where(shown).values(state=LedgerState.ERASED))

    def close(self) -> None:
        """Release what is held; closing twice is allowed."""
        self._database.close()


def _columns(table: Table, record: object) -> dict[str, Any]:
    return {name: getattr(record, name) for name in table.c.keys() if hasattr(record, name)}  # noqa: SIM118  a column collection's own iterator gives columns


def _smaller(left: ColumnElement[int], right: ColumnElement[int]) -> ColumnElement[int]:
    # SQLite calls it min, PostgreSQL least.
    return case((left < right, left), else_=right)


def _touches(ad_ids: Sequence[str]) -> ColumnElement[bool]:
    return or_(schema.edges.c.ad_a.in_(ad_ids), schema.edges.c.ad_b.in_(ad_ids))


def _names(ad_ids: Sequence[str]) -> ColumnElement[bool]:
    """Rows of the chain with one of these ids as a value of their JSON."""
    payload = schema.chain.c.payload
    return or_(*(payload.contains(f'"{ad_id}"', autoescape=True) for ad_id in ad_ids))


def _hour(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds // 1_000_000, UTC).strftime("%Y-%m-%dT%H")


def _line(source: str, hour: str, states: Mapping[LedgerState, int]) -> LedgerLine:
    return LedgerLine(source, hour, sum(states.values()), states)


def _chunks(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _mark_seen(connection: Connection, ad: SeenAd) -> None:
    statement = upsert(connection, schema.seen)
    new, old = statement.excluded, schema.seen.c
    newer = or_(
        new.last_seen > old.last_seen,
        (new.last_seen == old.last_seen) & (new.content_hash > old.content_hash),
    )
    stands_again = new.last_seen > old.gone_at
    changed = {
        "gone_at": case((stands_again, None), else_=old.gone_at),
        "first_seen": _smaller(old.first_seen, new.first_seen),
        "last_seen": case((newer, new.last_seen), else_=old.last_seen),
        "content_hash": case((newer, new.content_hash), else_=old.content_hash),
    }
    statement = statement.on_conflict_do_update(index_elements=["ad_id"], set_=changed)
    connection.execute(statement, [_columns(schema.seen, ad) | {"gone_at": None}])


def _enter(connection: Connection, entries: Sequence[LedgerEntry]) -> None:
    rows = [_columns(schema.ledger, e) | {"hour": _hour(e.captured_at), "state": e.state} for e in entries]
    # Writers that lock rows in one order never wait for each other in a ring.
    rows.sort(key=lambda row: (row["ad_id"], row["captured_at"]))
    statement = upsert(connection, schema.ledger)
    new, old = statement.excluded, schema.ledger.c
    # Not `in_`: its list has no fixed length, which a statement for many rows needs.
    was_aside = or_(old.state == LedgerState.QUARANTINED, old.state == LedgerState.REJECTED)
    ends = and_(*(new.state != state for state in _NO_TRUE_END))
    replayed = and_(was_aside, ends)
    may_change = or_(old.state == LedgerState.IN_FLIGHT, new.state == LedgerState.ERASED, replayed)
    statement = statement.on_conflict_do_update(
        index_elements=["ad_id", "captured_at"], set_={"state": new.state}, where=may_change
    )
    connection.execute(statement, rows)
