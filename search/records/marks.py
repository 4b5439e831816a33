"""This module writes and reads do-not-refer marks, one row for each keyed hash of one."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select
from sqlalchemy import func as sql_function

from models.domain.do_not_refer import DoNotRefer
from search.records.database import upsert
from search.records.schema import do_not_refer

_WHO, _WORDING = "who", "wording"  # the two kinds of keys
_TABLE = do_not_refer.c


def write(connection: Connection, mark: DoNotRefer) -> None:
    """Remember `mark`, added to what is there under its id; of two ends the later stays, for all of its keys."""
    connection.execute(delete(do_not_refer).where(_TABLE.until <= mark.since))
    last = connection.execute(
        select(sql_function.max(_TABLE.until)).where(_TABLE.mark == mark.mark_id)
    ).scalar()
    until = max(mark.until, last or 0)
    kinds = ((_WHO, mark.keys), (_WORDING, mark.bands))
    rows = [
        {"mark": mark.mark_id, "key": key, "kind": kind, "since": mark.since, "until": until}
        for kind, keys in kinds
        for key in sorted(keys)
    ]
    if rows:
        connection.execute(upsert(connection, do_not_refer).on_conflict_do_nothing(), rows)
    connection.execute(do_not_refer.update().where(_TABLE.mark == mark.mark_id).values(until=until))


def lift(connection: Connection, mark_id: str) -> bool:
    """Remove the mark; whether there was one."""
    return bool(connection.execute(delete(do_not_refer).where(_TABLE.mark == mark_id)).rowcount)


def holds_any(connection: Connection, *, at: int) -> bool:
    """Whether any mark holds then."""
    return bool(connection.execute(select(exists().where(_holds(at)))).scalar())


def every(connection: Connection, *, at: int) -> Sequence[DoNotRefer]:
    """Every mark that holds then, whole, the oldest first."""
    return _gathered(connection.execute(select(do_not_refer).where(_holds(at))))


def among(connection: Connection, keys: Sequence[str], *, at: int) -> Sequence[DoNotRefer]:
    """The marks that hold then and have any of these keys, each cut to these."""
    found = and_(_holds(at), _TABLE.key.in_(keys))
    return _gathered(connection.execute(select(do_not_refer).where(found)))


def joined(marks: Iterable[DoNotRefer]) -> Sequence[DoNotRefer]:
    """Pieces of marks put together by id, the oldest first."""
    whole: dict[str, DoNotRefer] = {}
    for mark in marks:
        other = whole.get(mark.mark_id, mark)
        whole[mark.mark_id] = DoNotRefer(
            mark.mark_id,
            min(mark.since, other.since),
            max(mark.until, other.until),
            mark.keys | other.keys,
            mark.bands | other.bands,
        )
    return tuple(sorted(whole.values(), key=lambda mark: (mark.since, mark.mark_id)))


def _holds(at: int) -> ColumnElement[bool]:
    return and_(_TABLE.since <= at, _TABLE.until > at)


def _gathered(rows: Iterable[Any]) -> Sequence[DoNotRefer]:
    return joined(
        DoNotRefer(
            row.mark,
            row.since,
            row.until,
            frozenset({row.key} if row.kind == _WHO else ()),
            frozenset({row.key} if row.kind == _WORDING else ()),
        )
        for row in rows
    )
