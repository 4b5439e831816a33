"""This module carries records from one database to another, until the second says what the first says.

Nothing is carried over what is newer: a row that only the target holds, or holds in a later state, stops it,
unless the source has erased the ad it is about. Each step is whole, and doing it again changes nothing, so a
transfer that was broken off goes on by beginning anew.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, tuple_

from search.records import schema
from search.records.database import Database, upsert
from search.records.port import LedgerState

_STEP = 500  # rows at once; every engine takes their keys as parameters of one statement

Row = Mapping[str, Any]
_Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """`is_newer` says of two rows of one key, the target's first, whether the source may not write over it.

    `about` names the columns that hold ids of ads.
    """

    is_newer: Callable[[Row, Row], bool]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What keeps some rows of one table from being alike: `write` and `remove` would make them so."""

    table: Table
    same: int = 0
    write: tuple[Row, ...] = ()
    remove: tuple[Row, ...] = ()
    newer: int = 0

    @property
    def looked_at(self) -> int:
        """How many rows this step is about."""
        return self.same + len(self.write) + len(self.remove) + self.newer


@dataclass(slots=True)
class RecordsTransfer:
    """From `source` to `target`, which both hold records of this program's version."""

    source: Database
    target: Database
    tables: tuple[Table, ...] = field(default_factory=lambda: tuple(schema.metadata.tables[n] for n in RULES))

    def size(self) -> int:
        """How many rows there are on both sides."""
        with self.source.reading() as here, self.target.reading() as there:
            return sum(_count(side, table) for table in self.tables for side in (here, there))

    def differences(self) -> Iterator[Difference]:
        """Every difference, step by step; steps without any are told too."""
        yield from self.missing()
        for table in self.tables:
            for rows in _steps(self.target, table):
                yield self._of_the_target(table, rows)

    def missing(self) -> Iterator[Difference]:
        """What the target does not hold, or not in the same state."""
        for table in self.tables:
            for rows in _steps(self.source, table):
                yield self._of_the_source(table, rows)

    def settle(self, difference: Difference) -> None:
        """Make these rows alike, in one transaction."""
        table = difference.table
        removed = [_key(table, row) for row in difference.remove]
        hides = any(
            row.get("payload", "") is None for row in difference.write
        )  # what was blanked in the chain
        if not (difference.write or removed):
            return
        with self.target.erasing() if removed or hides else self.target.writing() as connection:
            if difference.write:
                _write(connection, table, difference.write)
            if removed:
                connection.execute(delete(table).where(_keys(table).in_(removed)))

    def erased(self, ad_ids: Collection[str]) -> frozenset[str]:
        """Which of these ads the source has erased, or withdrawn."""
        with self.source.reading() as connection:
            return _erased(connection, ad_ids)

    def _of_the_source(self, table: Table, rows: Sequence[Row]) -> Difference:
        there = _found(self.target, table, rows)
        is_newer = RULES[table.name].is_newer
        paired = [(row, there.get(_key(table, row))) for row in rows]
        changed = [(row, other) for row, other in paired if row != other]
        stops = [row for row, other in changed if other is not None and is_newer(other, row)]
        write = tuple(row for row, other in changed if other is None or not is_newer(other, row))
        return Difference(table, same=len(rows) - len(changed), write=write, newer=len(stops))

    def _of_the_target(self, table: Table, rows: Sequence[Row]) -> Difference:
        here = _found(self.source, table, rows)
        alone = [row for row in rows if _key(table, row) not in here]
        about = RULES[table.name].about
        erased = self.erased({row[name] for row in alone for name in about})
        remove = tuple(row for row in alone if any(row[name] in erased for name in about))
        return Difference(table, remove=remove, newer=len(alone) - len(remove))


def _steps(database: Database, table: Table) -> Iterator[Sequence[Row]]:
    keys, last = list(table.primary_key.columns), None
    while True:
        following = select(table).order_by(*keys).limit(_STEP)
        if last is not None:
            following = following.where(_keys(table) > tuple_(*last))
        with database.reading() as connection:
            rows = [row._asdict() for row in connection.execute(following)]
        if rows:
            yield rows
        if len(rows) < _STEP:
            return
        last = _key(table, rows[-1])


def _found(database: Database, table: Table, rows: Sequence[Row]) -> Mapping[_Key, Row]:
    wanted = select(table).where(_keys(table).in_([_key(table, row) for row in rows]))
    with database.reading() as connection:
        return {_key(table, row): row for row in map(_as_row, connection.execute(wanted))}


def _as_row(found: Any) -> Row:
    row: Row = found._asdict()
    return row


def _keys(table: Table) -> Any:
    return tuple_(*table.primary_key.columns)


def _key(table: Table, row: Row) -> _Key:
    return tuple(row[column.name] for column in table.primary_key.columns)


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _write(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    statement = upsert(connection, table)
    keys = [column.name for column in table.primary_key.columns]
    changed = {name: statement.excluded[name] for name in table.c.keys() if name not in keys}  # noqa: SIM118  a column collection's own iterator gives columns
    if changed:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    else:
        statement = statement.on_conflict_do_nothing()
    connection.execute(statement, list(rows))


def _erased(connection: Connection, ad_ids: Collection[str]) -> frozenset[str]:
    ledger, wanted = schema.ledger.c, sorted(ad_ids)
    found: set[str] = set()
    for start in range(0, len(wanted), _STEP):
        some = ledger.ad_id.in_(wanted[start : start + _STEP])
        found |= set(
            connection.execute(select(ledger.ad_id).where(some, ledger.state == LedgerState.ERASED)).scalars()
        )
    return frozenset(found)


def _seen_later(there: Row, here: Row) -> bool:
    return bool(there["last_seen"] > here["last_seen"]) or (
        there["last_seen"] == here["last_seen"] and there["gone_at"] is not None and here["gone_at"] is None
    )


def _further_on(there: Row, here: Row) -> bool:
    return _rank(there["state"]) > _rank(here["state"])


def _rank(state: str) -> int:
    """How late a state of the ledger is: on the way, set aside, at an end, erased."""
    order = {
        LedgerState.IN_FLIGHT: 0,
        LedgerState.QUARANTINED: 1,
        LedgerState.REJECTED: 1,
        LedgerState.ERASED: 3,
    }
    return order.get(LedgerState(state), 2)


def _another_history(there: Row, here: Row) -> bool:
    return there["digest"] != here["digest"] or there["payload"] is None


def _holds_longer(there: Row, here: Row) -> bool:
    return bool(there["until"] > here["until"])


def _read_before(there: Row, here: Row) -> bool:
    return bool(there["at"] < here["at"])


def _never(there: Row, here: Row) -> bool:
    del there, here
    return False


# Attempts count at messages of one bus, by their place there, so they stay with it.
LEFT = ("schema_version", "attempts")
RULES: Mapping[str, _Rule] = {
    "chain": _Rule(_another_history),
    "ledger": _Rule(_further_on, ("ad_id",)),
    "seen": _Rule(_seen_later, ("ad_id",)),
    "do_not_refer": _Rule(_holds_longer),  # so does one that was lifted on the source: somebody must look
    "forgotten": _Rule(_never),  # a mark that only the target holds stops it: the source shows the ad still
    "edges": _Rule(_never, ("ad_a", "ad_b")),
    "readings": _Rule(_read_before, ("ad_id",)),
}
