import multiprocessing
import resource
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from models.domain.errors import DependencyDown, WrongUsage
from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import Message, Topic
from pipeline.clock import now_us

HOUR = 3_600_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bus.sqlite3"


def message(value: bytes) -> Message:
    return Message(Topic.COLLECTED, "a1", value)


def count_all(path: Path) -> int:
    with closing(EmbeddedBus(path)) as bus:
        return bus.lag(Topic.COLLECTED, group="counting")


def test_only_its_owner_may_read_the_file(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus:
        bus.publish([message(b"x")])
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {0o600}


def test_a_full_disk_is_said_and_loses_nothing(path: Path) -> None:
    with closing(EmbeddedBus(path, max_page_count=64)) as bus:
        bus.publish([message(b"kept")])
        with pytest.raises(DependencyDown, match=rf"The event bus {path} is out of reach: the disk is full"):
            bus.publish([message(b"x" * 1_000_000)])
        bus.publish([message(b"small again")])
    assert count_all(path) == 2


def test_a_commit_on_a_full_disk_marks_nothing(path: Path) -> None:
    with closing(EmbeddedBus(path, max_page_count=64)) as bus:
        bus.publish([message(b"one")])
        with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
            received = subscription.poll(limit=1, timeout=1)
            with pytest.raises(DependencyDown, match="the disk is full"):
                subscription.commit(received, publish=[Message(Topic.SCORED, "a1", b"x" * 1_000_000)])
        assert bus.lag(Topic.COLLECTED, group="screen") == 1
        assert bus.lag(Topic.SCORED, group="index") == 0


PUBLISH_UNDER_A_LIMIT = """
import resource, sys
from pathlib import Path
from models.domain.errors import DependencyDown
from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import Message, Topic
bus = EmbeddedBus(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
published = 0
try:
    for _ in range(100):
        bus.publish([Message(Topic.COLLECTED, "a1", b"x" * 10_000)])
        published += 1
except DependencyDown as error:
    print(published, error)
"""


def test_a_limit_on_the_size_of_files_is_said_and_loses_nothing(path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PUBLISH_UNDER_A_LIMIT, path],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    published, sentence = ran.stdout.split(" ", 1)
    assert sentence.startswith(f"The event bus {path} is out of reach: the disk")
    assert 0 < int(published) < 100
    assert count_all(path) == int(published)


def test_a_damaged_file_is_said(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus:
        bus.publish([message(b"x" * 3000) for _ in range(50)])
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x5a" * 80_000)
    with pytest.raises(DependencyDown, match=f"{path} is out of reach: the file is damaged"):
        count_all(path)


@pytest.mark.parametrize("content", [b"this is a text file and no database" * 9, b"\x00" * 8192])
def test_a_file_of_something_else_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(WrongUsage, match=f"{path} is not the event bus of Nigah"):
        EmbeddedBus(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE messages (id)")
    before = path.read_bytes()
    with pytest.raises(WrongUsage, match="is not the event bus of Nigah"):
        EmbeddedBus(path)
    assert path.read_bytes() == before


def test_a_file_of_a_newer_program_is_refused(path: Path) -> None:
    EmbeddedBus(path).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 2")
    with pytest.raises(WrongUsage, match="version 2, and this program knows 1; update Nigah"):
        EmbeddedBus(path)


def test_a_folder_that_is_missing_is_said(path: Path) -> None:
    with pytest.raises(WrongUsage, match="does not exist; make it first"):
        EmbeddedBus(path / "deeper" / "bus.sqlite3")


def test_a_folder_in_the_place_of_the_file_is_said(path: Path) -> None:
    path.mkdir()
    with pytest.raises(DependencyDown, match="cannot be opened"):
        EmbeddedBus(path)


def test_a_file_that_stays_locked_is_said(path: Path) -> None:
    with closing(EmbeddedBus(path, busy_seconds=0.1)) as bus:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DependencyDown, match="another process kept it locked for too long"):
                bus.publish([message(b"x")])
        bus.publish([message(b"now")])
    assert count_all(path) == 1


def test_what_has_expired_is_in_no_file_any_more(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus:
        bus.publish([message(b"the text of an old ad " * 400) for _ in range(40)])
        size = path.stat().st_size + path.with_name("bus.sqlite3-wal").stat().st_size
        assert bus.expire(now=now_us() + 80 * HOUR) == 40
        everything = b"".join(
            file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")
        )
    assert b"text of an old ad" not in everything
    assert len(everything) < size / 4


def test_what_is_forgotten_is_in_no_file_any_more(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus:
        bus.publish([message(b"kept"), Message(Topic.COLLECTED, "a7", b"the text of an ad " * 400)])
        bus.publish([Message(Topic.QUARANTINE, "a7", b"the text of an ad ")])
        assert bus.forget(["a7", "a7", "a8"]) == 2
        everything = b"".join(
            file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")
        )
    assert b"text of an ad" not in everything
    assert b"kept" in everything


def test_offsets_are_not_used_again_after_expiry(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus, bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        bus.publish([message(b"one")])
        first = subscription.poll(limit=1, timeout=1)
        subscription.commit(first)
        bus.expire(now=now_us() + 80 * HOUR)
        bus.publish([message(b"two")])
        second = subscription.poll(limit=1, timeout=1)
    assert second[0].offset > first[0].offset


def test_a_lease_is_renewed_while_its_consumer_is_busy(path: Path) -> None:
    with closing(EmbeddedBus(path, lease_seconds=0.4)) as bus:
        bus.publish([message(b"one")])
        with (
            bus.subscribe(Topic.COLLECTED, group="screen") as busy,
            bus.subscribe(Topic.COLLECTED, group="screen") as standing_by,
        ):
            received = busy.poll(limit=1, timeout=1)
            assert list(standing_by.poll(limit=1, timeout=1.2)) == []
            busy.commit(received)


def test_a_lease_from_before_the_clock_was_set_back_does_not_block_for_hours(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus:
        bus.publish([message(b"one")])
        bus.lag(Topic.COLLECTED, group="screen")
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.execute(
                "INSERT INTO consumer_groups (topic, name, consumer, lease_until) VALUES (?, ?, ?, ?)",
                (Topic.COLLECTED, "screen", "dead", now_us() + 5 * HOUR),
            )
        with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
            assert len(subscription.poll(limit=1, timeout=1)) == 1


def test_one_poll_does_not_fill_the_memory_with_big_messages(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus:
        for _ in range(4):
            bus.publish([message(b"x" * 12_000_000)])
        with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
            assert [len(subscription.poll(limit=100, timeout=1)) for _ in range(2)] == [3, 1]


def test_waiting_for_messages_costs_next_to_no_processor_time(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus, bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        before = resource.getrusage(resource.RUSAGE_SELF)
        subscription.poll(limit=1, timeout=2.0)
        after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used < 0.2


def publish_some(path: Path, times: int) -> None:
    with closing(EmbeddedBus(path)) as bus:
        publish_through(bus, times)


def publish_through(bus: EmbeddedBus, times: int) -> None:
    for _ in range(times):
        bus.publish([message(b"x")])


def test_threads_publish_through_one_bus(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus:
        threads = [threading.Thread(target=publish_through, args=(bus, 20)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert count_all(path) == 80


def test_processes_that_make_the_file_at_the_same_time_all_succeed(path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    children = [context.Process(target=publish_some, args=(path, 10)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0, 0, 0, 0]
    assert count_all(path) == 40


def test_a_thread_that_waits_does_not_hold_up_its_bus(path: Path) -> None:
    with closing(EmbeddedBus(path)) as bus, bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        waiting = threading.Thread(target=subscription.poll, kwargs={"limit": 1, "timeout": 3.0})
        waiting.start()
        began = time.monotonic()
        bus.publish([message(b"x")])
        assert time.monotonic() - began < 2
        waiting.join()
