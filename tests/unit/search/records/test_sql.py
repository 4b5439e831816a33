import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from models.domain.do_not_refer import DoNotRefer
from models.domain.errors import DependencyDown, WrongUsage
from search.records.port import SeenAd
from search.records.sql import SqlRecords


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def test_a_blanked_payload_is_in_no_file_any_more(path: Path) -> None:
    with closing(SqlRecords(url(path))) as records:
        records.append("evidence", [f"payload-{n}-forgetme" for n in range(50)])
        records.blank(range(1, 51))
        assert b"forgetme" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_a_forgotten_ad_is_in_the_ledger_alone(path: Path) -> None:
    with closing(SqlRecords(url(path))) as records:
        records.mark_seen(SeenAd("a1", "forgetme", 1, 1))
        records.mark_read("a1", person="forgetme", at=1)
        records.forget(["a1"])
        assert b"forgetme" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_the_file_belongs_to_its_owner_alone(path: Path) -> None:
    with closing(SqlRecords(url(path))) as records:
        records.append("evidence", ["one"])
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_a_full_disk_loses_nothing_and_says_what_to_do(path: Path) -> None:
    with closing(SqlRecords(url(path), max_page_count=40)) as records:
        records.append("evidence", ["one"])
        with pytest.raises(DependencyDown, match=r"records\.db is out of reach: the disk is full"):
            records.append("evidence", ["x" * 500_000])
        assert [row.payload for row in records.chain()] == ["one"]
    with closing(SqlRecords(url(path))) as roomier:
        roomier.append("evidence", ["two"])
        assert [row.payload for row in roomier.chain()] == ["one", "two"]


def test_a_damaged_file_is_told_with_its_name(path: Path) -> None:
    with closing(SqlRecords(url(path))) as records:
        records.append("evidence", ["x" * 1_000] * 100)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))
    with pytest.raises(DependencyDown, match=r"records\.db is out of reach: the file is damaged"):
        list(SqlRecords(url(path)).chain())


def test_a_file_of_another_kind_is_left_alone(path: Path) -> None:
    path.write_bytes(b"not a database, only words " * 400)
    with pytest.raises(WrongUsage, match=r"records\.db is not the records database of Nigah"):
        SqlRecords(url(path))
    assert path.read_bytes() == b"not a database, only words " * 400


def test_another_programs_database_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title)")
    with pytest.raises(WrongUsage, match=r"records\.db does not hold records of Nigah"):
        SqlRecords(url(path))


def test_records_of_a_newer_program_are_left_alone(path: Path) -> None:
    SqlRecords(url(path)).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE schema_version SET version = 7")
        newer.commit()
    with pytest.raises(WrongUsage, match="of version 7, and this program knows 3; update Nigah"):
        SqlRecords(url(path))


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DependencyDown, match="cannot be made"):
        SqlRecords(url(tmp_path / "none" / "records.db"))


def test_a_lock_that_is_held_too_long_is_told(path: Path) -> None:
    with (
        closing(SqlRecords(url(path), busy_seconds=0.1)) as records,
        closing(sqlite3.connect(path, isolation_level=None)) as writer,
    ):
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(DependencyDown, match="locked for too long"):
            records.append("evidence", ["one"])
        assert records.seen("a1") is None


@pytest.mark.parametrize("address", ["nonsense", "sqlite://", "sqlite:///:memory:", "nosuch://host/database"])
def test_an_address_that_cannot_be_used_is_told(address: str) -> None:
    with pytest.raises(WrongUsage, match="write sqlite:///FILE"):
        SqlRecords(address)


def test_closed_records_say_so(path: Path) -> None:
    records = SqlRecords(url(path))
    records.close()
    with pytest.raises(WrongUsage, match="closed already"):
        records.seen("a1")


def test_records_of_version_1_are_brought_up_to_date_and_keep_what_they_hold(path: Path) -> None:
    with closing(SqlRecords(url(path))) as records:
        records.mark_seen(SeenAd("a1", "h", 1, 2))
    with closing(sqlite3.connect(path)) as older:
        older.execute("DROP TABLE do_not_refer")
        older.execute("DROP TABLE forgotten")
        older.execute("ALTER TABLE seen DROP COLUMN gone_at")
        older.execute("UPDATE schema_version SET version = 1")
        older.commit()
    for _ in range(2):
        with closing(SqlRecords(url(path))) as records:
            assert records.seen("a1") == SeenAd("a1", "h", 1, 2)
            assert records.forgotten(["k"]) == frozenset()
            assert records.do_not_refer(at=0) == ()
    with closing(sqlite3.connect(path)) as now:
        assert now.execute("SELECT version FROM schema_version").fetchall() == [(3,)]


def test_records_of_version_2_get_a_place_for_marks_and_keep_what_they_hold(path: Path) -> None:
    with closing(SqlRecords(url(path))) as records:
        records.retire("a1", at=3)
        records.mark_forgotten(["k"], at=1)
    with closing(sqlite3.connect(path)) as older:
        older.execute("DROP TABLE do_not_refer")
        older.execute("UPDATE schema_version SET version = 2")
        older.commit()
    with closing(SqlRecords(url(path))) as records:
        records.mark_do_not_refer(DoNotRefer("m1", 1, 9, frozenset({"k1"})))
        assert records.forgotten(["k"]) == {"k"}
        assert records.has_do_not_refer(at=5)
    with closing(sqlite3.connect(path)) as now:
        assert now.execute("SELECT version FROM schema_version").fetchall() == [(3,)]
