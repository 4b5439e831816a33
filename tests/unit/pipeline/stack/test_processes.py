"""A server is known again by more than its number, and ends with all that belongs to it."""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.errors import DependencyDown
from pipeline.stack.processes import Launch, Process, await_ready, end, is_running, launch, run

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


def start(tmp_path: Path, command: list[str]) -> Process:
    return launch(Launch(command, log=tmp_path / "log"))


def until_it_says(tmp_path: Path, word: str) -> None:
    deadline = time.monotonic() + 20
    while word not in (tmp_path / "log").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_started_process_runs_until_it_is_ended(tmp_path: Path) -> None:
    process = start(tmp_path, SLEEPER)
    assert is_running(process)
    assert os.getpgid(process.pid) == process.pid
    end(process)
    assert not is_running(process)
    end(process)


def test_one_that_does_not_listen_is_killed_after_a_while(tmp_path: Path) -> None:
    process = start(tmp_path, DEAF)
    until_it_says(tmp_path, "deaf")
    end(process, patience=0.3)
    assert not is_running(process)


def test_a_later_process_of_the_same_number_is_left_alone(tmp_path: Path) -> None:
    process = start(tmp_path, SLEEPER)
    other = replace(process, started="another time")
    assert not is_running(other)
    end(other)
    assert is_running(process)
    end(process)


def test_a_killed_child_that_nobody_has_waited_for_does_not_count_as_running(tmp_path: Path) -> None:
    process = start(tmp_path, SLEEPER)
    os.kill(process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while is_running(process):
        assert time.monotonic() < deadline


def test_a_server_that_ends_while_it_starts_is_told_with_its_last_words(tmp_path: Path) -> None:
    process = start(tmp_path, ["/bin/sh", "-c", "echo ERROR: port taken; echo bye; exit 1"])
    with pytest.raises(DependencyDown, match=r"thing ended while it started: ERROR: port taken .*log"):
        await_ready(process, lambda: False, name="thing", log=tmp_path / "log", patience=20)


def test_a_server_that_never_answers_is_told_with_its_log(tmp_path: Path) -> None:
    process = start(tmp_path, SLEEPER)
    with pytest.raises(DependencyDown, match=f"thing did not answer within 0 seconds; its log is {tmp_path}"):
        await_ready(process, lambda: False, name="thing", log=tmp_path / "log", patience=0)
    end(process)


def test_a_command_that_fails_is_told_with_its_last_line() -> None:
    with pytest.raises(DependencyDown, match="sh failed: no such cluster"):
        run(["/bin/sh", "-c", "echo no such cluster >&2; exit 3"])


def test_what_a_command_prints_comes_back() -> None:
    assert run(["/bin/sh", "-c", "echo one; echo two >&2"]) == "one\ntwo\n"
