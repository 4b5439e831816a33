"""What only PostgreSQL has: several first starts at once, and records that an older or newer Nigah made."""

import threading
from contextlib import closing

import pytest
from sqlalchemy import create_engine, text

from models.domain.errors import DependencyDown, NigahError, WrongUsage
from search.records.port import SeenAd
from search.records.schema import VERSION
from search.records.sql import SqlRecords
from tests.services.schemas import in_a_schema_of_its_own

pytestmark = pytest.mark.services

BACK_TO_THE_FIRST = (
    "DROP TABLE do_not_refer",
    "DROP TABLE forgotten",
    "ALTER TABLE seen DROP COLUMN gone_at",
    "UPDATE schema_version SET version = 1",
)


@pytest.fixture
def url(records_server: str) -> str:
    return in_a_schema_of_its_own(records_server)


def run(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def start_four_at_once(url: str) -> list[NigahError]:
    failed: list[NigahError] = []

    def start() -> None:
        try:
            SqlRecords(url).close()
        except NigahError as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failed


def test_first_starts_at_once_make_the_tables_once(url: str) -> None:
    assert start_four_at_once(url) == []


def test_records_of_the_first_version_are_brought_up_to_date_once_and_keep_what_they_hold(url: str) -> None:
    with closing(SqlRecords(url)) as records:
        records.append("evidence", ["one"])
        records.mark_seen(SeenAd("a1", "h1", 5, 5))
    run(url, *BACK_TO_THE_FIRST)
    assert start_four_at_once(url) == []
    with closing(SqlRecords(url)) as records:
        assert [row.payload for row in records.chain()] == ["one"]
        assert records.seen("a1") == SeenAd("a1", "h1", 5, 5)
        records.mark_forgotten(["k.mark"], at=5)
        assert records.forgotten(["k.mark"]) == {"k.mark"}


def test_records_of_a_newer_version_are_refused_and_left_alone(url: str) -> None:
    SqlRecords(url).close()
    run(url, "UPDATE schema_version SET version = 99")
    with pytest.raises(
        WrongUsage, match=rf"records of version 99, and this program knows {VERSION}; update Nigah"
    ):
        SqlRecords(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version FROM schema_version")).scalar_one() == 99
    engine.dispose()


def test_a_database_with_tables_of_the_same_names_of_somebody_else_is_refused(url: str) -> None:
    run(url, "CREATE TABLE ledger (amount integer)")
    with pytest.raises(WrongUsage, match="does not hold records of Nigah; name another database"):
        SqlRecords(url)


def test_a_server_that_nobody_answers_for_is_told_without_its_password() -> None:
    with pytest.raises(DependencyDown, match="is out of reach; check that it runs") as told:
        SqlRecords("postgresql+psycopg://u:not-this-one@127.0.0.1:9/d")
    assert "not-this-one" not in str(told.value)
