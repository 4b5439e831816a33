"""A stack remembers what it has started, and ends that alone."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from models.domain.errors import Refused, WrongUsage
from pipeline.stack import stack, state
from pipeline.stack.processes import Launch, Process, end, is_running, launch
from pipeline.stack.state import Started, State

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def remembered(tmp_path: Path, **servers: Process) -> Path:
    """A stack whose servers are these processes."""
    data = tmp_path / "data"
    data.mkdir()
    entries = {
        name: Started(process, str(data / "log"), (1, 2), settings={"NIGAH_THING": name})
        for name, process in servers.items()
    }
    folder = tmp_path / "stack"
    with state.only_one(folder):
        state.save(folder, State(str(data), "secret", secure=False, servers=entries))
    return folder


def sleeper(tmp_path: Path) -> Process:
    return launch(Launch(SLEEPER, log=tmp_path / "log"))


def test_what_was_saved_is_loaded_again(tmp_path: Path) -> None:
    folder = remembered(tmp_path, kafka=Process(7, "then"))
    loaded = state.load(folder)
    assert loaded == State(
        str(tmp_path / "data"),
        "secret",
        secure=False,
        servers={
            "kafka": Started(
                Process(7, "then"), str(tmp_path / "data" / "log"), (1, 2), settings={"NIGAH_THING": "kafka"}
            )
        },
    )


def test_the_file_with_the_password_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = remembered(tmp_path)
    assert stat.S_IMODE((folder / "stack.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"data": "", "password": "", "secure": 0, "servers": {"a": {}}}']
)
def test_a_damaged_file_is_told_and_nothing_is_ended(tmp_path: Path, text: str) -> None:
    folder = remembered(tmp_path)
    (folder / "stack.json").write_text(text)
    with pytest.raises(WrongUsage, match=r"stack\.json is damaged"):
        stack.down(folder)


def test_only_one_process_starts_or_stops_a_stack_at_a_time(tmp_path: Path) -> None:
    with state.only_one(tmp_path), pytest.raises(Refused, match="Another process"), state.only_one(tmp_path):
        pass
    with state.only_one(tmp_path):
        pass


def test_down_ends_what_was_started_here_and_nothing_else(tmp_path: Path) -> None:
    ours, another = sleeper(tmp_path), sleeper(tmp_path)
    reused = Process(another.pid, "long ago")
    folder = remembered(tmp_path, kafka=ours, elasticsearch=reused)
    assert [(each.name, each.running) for each in stack.status(folder)] == [
        ("kafka", True),
        ("elasticsearch", False),
    ]
    assert stack.settings(folder) == {"NIGAH_THING": "kafka"}
    stack.down(folder)
    assert (is_running(ours), is_running(another)) == (False, True)
    assert stack.settings(folder) == {}
    end(another)


def test_data_stay_unless_they_are_to_be_erased(tmp_path: Path) -> None:
    folder = remembered(tmp_path)
    stack.down(folder)
    assert (tmp_path / "data").is_dir()
    stack.down(folder, erase=True)
    assert not (tmp_path / "data").exists()
    assert stack.status(folder) == ()


def test_a_stack_that_never_was_is_down_already(tmp_path: Path) -> None:
    stack.down(tmp_path / "none")
    assert stack.status(tmp_path / "none") == ()


def test_a_second_down_says_that_nothing_runs(tmp_path: Path) -> None:
    folder, told = remembered(tmp_path, kafka=sleeper(tmp_path)), list[str]()
    stack.down(folder, tell=told.append)
    stack.down(folder, tell=told.append)
    assert told == ["kafka: ending", "no server runs here"]


def test_a_home_that_the_stack_makes_is_for_its_owner_alone(tmp_path: Path) -> None:
    with state.only_one(tmp_path / "home" / "stack"):
        assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def test_a_server_that_has_not_answered_yet_is_not_ready(tmp_path: Path) -> None:
    process = sleeper(tmp_path)
    folder = remembered(tmp_path, kafka=process)
    known = state.load(folder)
    assert known
    begun = Started(process, str(tmp_path / "log"), (1, 2))
    state.save(folder, State(known.data, "secret", secure=False, servers={**known.servers, "other": begun}))
    assert [(each.name, each.running, each.ready) for each in stack.status(folder)] == [
        ("kafka", True, True),
        ("other", True, False),
    ]
    stack.down(folder)


def test_an_unknown_server_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        WrongUsage, match="There is no server 'mysql'; the servers are kafka, elasticsearch, postgresql"
    ):
        stack.up(tmp_path, names=["kafka", "mysql"])


def test_a_running_stack_does_not_change_its_security(tmp_path: Path) -> None:
    process = sleeper(tmp_path)
    folder = remembered(tmp_path, kafka=process)
    with pytest.raises(WrongUsage, match="runs without security; end it first"):
        stack.up(folder, names=["kafka"], secure=True)
    assert is_running(process)
    end(process)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WrongUsage, match="cannot be used"):
        stack.up(tmp_path / "file" / "stack")


def test_the_state_is_plain_json_that_a_person_can_read(tmp_path: Path) -> None:
    folder = remembered(tmp_path, kafka=Process(os.getpid(), "then"))
    told = json.loads((folder / "stack.json").read_text())
    assert told["servers"]["kafka"]["process"] == {"pid": os.getpid(), "started": "then"}
