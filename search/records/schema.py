"""This module holds the tables of the records, the same on SQLite and PostgreSQL."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy import func as sql_function

from models.domain.errors import WrongUsage

VERSION = 3

_FIRST_START = 0x4E696761  # "Niga": the number of a lock that nobody else takes

metadata = MetaData()

# One row. Writers of the chain lock it, so that two processes never give one number twice.
schema_version = Table(
    "schema_version",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("ad_id", Text, primary_key=True),
    Column("content_hash", Text, nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    Column("gone_at", BigInteger),
)

ledger = Table(
    "ledger",
    metadata,
    Column("ad_id", Text, primary_key=True),
    Column("captured_at", BigInteger, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("hour", Text, nullable=False),
    Column("state", Text, nullable=False),
    Index("ledger_by_hour", "source", "hour", "state"),
)

chain = Table(
    "chain",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text),
    Column("payload_digest", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

edges = Table(
    "edges",
    metadata,
    Column("ad_a", Text, primary_key=True),
    Column("ad_b", Text, primary_key=True),
    Column("basis", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    CheckConstraint("ad_a < ad_b"),
    Index("edges_by_b", "ad_b"),
)

readings = Table(
    "readings",
    metadata,
    Column("ad_id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)


# Keyed hashes alone: whoever reads this table learns of nobody who asked to be forgotten.
forgotten = Table(
    "forgotten",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    info={"since": 2},
)

# Keyed hashes too, of people who are left alone for a time.
do_not_refer = Table(
    "do_not_refer",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Index("do_not_refer_by_key", "key"),
    info={"since": 3},
)


def prepare(connection: Connection, *, where: str) -> None:
    """Create the tables in an empty database, or bring older ones up to date.

    Raises `WrongUsage` where it holds something else or newer.
    """
    if connection.dialect.name == "postgresql":
        # Of two first starts at once one waits here; else both would find no tables, and make them.
        connection.execute(select(sql_function.pg_advisory_xact_lock(_FIRST_START)))
    present = set(inspect(connection).get_table_names())
    if schema_version.name in present:
        _check(connection, where=where, present=present)
        _upgrade(connection)
        return
    alone = (
        connection.dialect.name == "sqlite"
    )  # a server's database may be shared, a file is ours or it is not
    if present if alone else present & set(metadata.tables):
        raise _foreign(where)
    metadata.create_all(connection)
    connection.execute(insert(schema_version).values(one=1, version=VERSION))


def _check(connection: Connection, *, where: str, present: set[str]) -> None:
    version = connection.execute(select(schema_version.c.version)).scalar_one()
    if not {table.name for table in metadata.sorted_tables if _since(table) <= version} <= present:
        raise _foreign(where)
    if version > VERSION:
        raise WrongUsage(
            f"{where} holds records of version {version}, and this program knows {VERSION}; "
            "update Nigah, or name another database in the settings."
        )


def _since(table: Table) -> int:
    """The version that brought `table`."""
    return int(table.info.get("since", 1))


def _upgrade(connection: Connection) -> None:
    """Bring records of an older version up to this one; all of it, or nothing."""
    version = connection.execute(select(schema_version.c.version)).scalar_one()
    if version < 2:
        forgotten.create(connection)
        connection.execute(text("ALTER TABLE seen ADD COLUMN gone_at BIGINT"))
    if version < 3:
        do_not_refer.create(connection)
    if version < VERSION:
        connection.execute(update(schema_version).values(version=VERSION))


def _foreign(where: str) -> WrongUsage:
    return WrongUsage(f"{where} does not hold records of Nigah; name another database in the settings.")
