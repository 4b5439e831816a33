import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.errors import DependencyDown, WrongUsage
from search.index.embedded import EmbeddedIndex
from search.index.port import Page
from search.query.parse import parse
from search.query.query import Query
from tests.contract.concurrency import run_in_processes
from tests.contract.documents import ad


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ads.db"


def bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_a_forgotten_ad_leaves_no_trace_in_any_file(path: Path) -> None:
    marks = [f"qz{n:03}forgetme" for n in range(200)]
    others = [ad(f"b{n}", f"maid cook number{n} qz{n:03}keepme") for n in range(300)]
    with closing(EmbeddedIndex(path)) as index:
        for n, mark in enumerate(marks):
            secret = replace(
                ad(f"a{mark}", contact_keys=(f"k.{mark}",), sealed=mark.encode()),
                tokens=f"maid {mark}",
                source=mark,
            )
            index.put([secret, others[n]])
        index.put(others)
        assert all(mark.encode() in bytes_in(path.parent) for mark in marks)
        assert index.forget([f"a{mark}" for mark in marks]) == 200
        left = bytes_in(path.parent)
        assert [mark for mark in marks if mark.encode() in left] == []
        # FTS5 shares the beginnings of neighbouring words: look for the rest of the word too.
        assert b"forgetme" not in left
        assert index.count(Query(match=parse("maid"))) == 300
    assert b"forgetme" not in bytes_in(path.parent)


def test_a_reader_in_the_way_of_forgetting_is_told_and_a_second_call_finishes(path: Path) -> None:
    with (
        closing(EmbeddedIndex(path, busy_seconds=0.1)) as index,
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
    ):
        index.put([replace(ad("a1"), tokens="forgetme")])
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ads").fetchone()
        with pytest.raises(DependencyDown, match="erase again when that process is done"):
            index.forget(["a1"])
        assert index.get("a1") is None
        reader.execute("COMMIT")
        assert index.forget(["a1"]) == 0
        assert b"forgetme" not in bytes_in(path.parent)


def test_the_file_belongs_to_its_owner_alone(path: Path) -> None:
    with closing(EmbeddedIndex(path)) as index:
        index.put([ad()])
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_a_second_opening_finds_what_the_first_put(path: Path) -> None:
    with closing(EmbeddedIndex(path)) as first:
        first.put([ad("a1", "maid")])
        with closing(EmbeddedIndex(path)) as second:
            assert second.get("a1") == ad("a1", "maid")
            first.put([ad("a2", "maid")])
            assert second.count(Query(match=parse("maid"))) == 2


def test_several_processes_open_and_fill_one_new_file_at_once(path: Path) -> None:
    program = (
        "import sys; from search.index.embedded import EmbeddedIndex; from tests.contract.documents import ad\n"
        "index = EmbeddedIndex(sys.argv[1])\n"
        "for n in range(20): index.put([ad(f'{sys.argv[2]}{n}', 'maid')])\n"
        "index.close()"
    )
    run_in_processes(program, *[[str(path), name] for name in ("a", "b", "c")])
    with closing(EmbeddedIndex(path)) as index:
        assert index.count(Query(match=parse("maid"))) == 60


def test_several_threads_share_one_index(path: Path) -> None:
    with closing(EmbeddedIndex(path)) as index, ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: index.put([ad(f"a{n}", "maid")]), range(40)))
        totals = threads.map(lambda _: index.search(Query(match=parse("maid")), page=Page()).total, range(40))
        assert set(totals) == {40}


def test_a_full_disk_loses_nothing_and_says_what_to_do(path: Path) -> None:
    with closing(EmbeddedIndex(path, max_page_count=60)) as index:
        index.put([ad("a1")])
        large = [ad(f"b{n}", sealed=os.urandom(20_000)) for n in range(20)]
        with pytest.raises(DependencyDown, match=r"ad index .*ads\.db is out of reach: the disk is full"):
            index.put(large)
        assert index.count(Query()) == 1
        index.put([ad("a2")])
    with closing(EmbeddedIndex(path)) as roomier:
        roomier.put(large)
        assert roomier.count(Query()) == 22


def test_a_file_that_may_not_grow_is_told_as_trouble_with_the_disk(path: Path) -> None:
    program = (
        "import os, resource, sys; from search.index.embedded import EmbeddedIndex\n"
        "from models.domain.errors import DependencyDown; from tests.contract.documents import ad\n"
        "index = EmbeddedIndex(sys.argv[1]); index.put([ad('a1')])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try: index.put([ad(f'b{n}', sealed=os.urandom(20_000)) for n in range(50)])\n"
        "except DependencyDown as error: print(error, index.get('a1') is not None)"
    )
    output = run_in_processes(program, [str(path)])[0]
    assert "disk" in output
    assert output.endswith("True\n")


def test_a_damaged_file_is_told_with_its_name(path: Path) -> None:
    with closing(EmbeddedIndex(path)) as index:
        index.put([ad(f"a{n}", sealed=os.urandom(3_000)) for n in range(50)])
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))
    with pytest.raises(DependencyDown, match=r"ads\.db is out of reach: the file is damaged"):
        EmbeddedIndex(path).count(Query(match=parse("maid")))


@pytest.mark.parametrize("content", [b"not a database, only words " * 400, b"\x00" * 8192, b"short"])
def test_a_file_of_another_kind_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises((WrongUsage, DependencyDown), match=r"ads\.db"):
        EmbeddedIndex(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title)")
    with pytest.raises(WrongUsage, match=r"ads\.db is not the ad index of Nigah"):
        EmbeddedIndex(path)


def test_an_index_of_a_newer_program_is_left_alone(path: Path) -> None:
    EmbeddedIndex(path).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 7")
    with pytest.raises(WrongUsage, match="of version 7, and this program knows 1; update Nigah"):
        EmbeddedIndex(path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DependencyDown, match="cannot be made"):
        EmbeddedIndex(tmp_path / "none" / "ads.db")


def test_a_lock_that_is_held_too_long_is_told(path: Path) -> None:
    EmbeddedIndex(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        index = EmbeddedIndex(path, busy_seconds=0.1)
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(DependencyDown, match="locked for too long"):
            index.put([ad()])
        assert index.get("a1") is None


def test_a_closed_index_says_so(path: Path) -> None:
    index = EmbeddedIndex(path)
    index.close()
    with pytest.raises(WrongUsage, match="closed already"):
        index.get("a1")


def test_what_was_put_survives_a_kill(path: Path) -> None:
    program = (
        "import os, signal, sys; from search.index.embedded import EmbeddedIndex\n"
        "from tests.contract.documents import ad\n"
        "EmbeddedIndex(sys.argv[1]).put([ad('a1')]); os.kill(os.getpid(), signal.SIGKILL)"
    )
    root = Path(__file__).parents[4]
    killed = subprocess.run([sys.executable, "-c", program, str(path)], cwd=root, check=False)
    assert killed.returncode == -9
    with closing(EmbeddedIndex(path)) as index:
        assert index.get("a1") == ad("a1")


@pytest.mark.parametrize(
    "text", ["maid " * 700, "maid OR " * 499 + "maid", "-a " * 1_300, "maid OR -a OR " * 280 + "maid"]
)
def test_a_query_of_many_words_is_answered(path: Path, text: str) -> None:
    with closing(EmbeddedIndex(path)) as index:
        index.put([ad("a1", "maid")])
        assert index.count(Query(match=parse(text))) == 1
