"""Real servers start, are found again, and end, whoever asks."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pipeline.stack import stack

pytestmark = pytest.mark.services

ONE = ("postgresql",)  # the quickest of them


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "stack"
    yield made
    stack.down(made, erase=True)


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "another"
    yield made
    stack.down(made, erase=True)


def ask(settings: Mapping[str, str], question: str) -> list[tuple[object, ...]]:
    engine = create_engine(settings["NIGAH_RECORDS_URL"])
    with engine.begin() as connection:
        answer = connection.execute(text(question))
        rows = [tuple(row) for row in answer] if answer.returns_rows else []
    engine.dispose()
    return rows


def owner(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def test_all_three_servers_are_set_up_for_nigah(servers: Mapping[str, str]) -> None:
    assert servers["NIGAH_BUS"] == "kafka"
    assert servers["NIGAH_INDEX"] == "elasticsearch"
    assert ask(servers, "SELECT current_user, current_database()") == [("nigah", "nigah")]


def test_two_stacks_run_at_once_and_end_apart(folder: Path, another: Path) -> None:
    first, second = stack.up(folder, names=ONE), stack.up(another, names=ONE)
    assert first["NIGAH_RECORDS_URL"] != second["NIGAH_RECORDS_URL"]
    stack.down(folder)
    assert ([each.running for each in stack.status(folder)], stack.settings(folder)) == ([False], {})
    assert ask(second, "SELECT 1") == [(1,)]


def test_a_second_up_starts_nothing_new(folder: Path) -> None:
    first = stack.up(folder, names=ONE)
    before = stack.status(folder)
    assert stack.up(folder, names=ONE) == first
    assert stack.status(folder) == before


def test_another_process_ends_what_this_one_has_started(folder: Path) -> None:
    stack.up(folder, names=ONE)
    program = "import sys; from pathlib import Path; from pipeline.stack import stack; stack.down(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", program, str(folder)], check=True, timeout=60)
    assert [each.running for each in stack.status(folder)] == [False]


def test_a_killed_server_is_told_and_comes_back_with_its_data_at_its_address(folder: Path) -> None:
    settings = stack.up(folder, names=ONE)
    ask(settings, "CREATE TABLE kept (what text)")
    ask(settings, "INSERT INTO kept VALUES ('this')")
    (server,) = stack.status(folder)
    os.killpg(server.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while stack.status(folder)[0].running:
        assert time.monotonic() < deadline
    assert stack.up(folder, names=ONE) == settings
    assert ask(settings, "SELECT what FROM kept") == [("this",)]


@pytest.mark.parametrize("name", ["elasticsearch", "postgresql"])
def test_servers_that_refuse_root_do_not_run_as_root(tmp_path: Path, folder: Path, name: str) -> None:
    stack.up(folder, names=(name,))
    (server,) = stack.status(folder)
    assert owner(server.pid) != 0
    assert server.log.is_file()


def nigah(home: Path, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        env={**os.environ, "NIGAH_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_commands_start_tell_and_end_servers(tmp_path: Path) -> None:
    assert nigah(tmp_path, "stack", "status")[:2] == (0, "")
    try:
        code, settings, told = nigah(tmp_path, "stack", "up", "postgresql")
        assert (code, settings.partition("=")[0]) == (0, "NIGAH_RECORDS_URL"), told
        code, lines, _ = nigah(tmp_path, "stack", "status")
        assert (code, lines.split("\t")[:2]) == (0, ["postgresql", "running"])
        assert nigah(tmp_path, "stack", "down")[0] == 0
        code, lines, _ = nigah(tmp_path, "stack", "status")
        assert (code, lines.split("\t")[:2]) == (3, ["postgresql", "ended"])
    finally:
        assert nigah(tmp_path, "stack", "down", "--erase")[0] == 0
    code, _, told = nigah(tmp_path, "stack", "up", "mysql")
    assert (code, "the servers are kafka, elasticsearch, postgresql" in told) == (2, True)
