"""This module remembers which servers a stack has started, so that another process ends exactly these."""

import fcntl
import json
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from models.domain.errors import Refused, WrongUsage
from pipeline.stack.processes import Process

_FILE, _LOCK = "stack.json", "stack.lock"


@dataclass(frozen=True, slots=True)
class Started:
    """One server: its process, what Nigah must be set to for it, and what it takes to end and find it again."""

    process: Process
    log: str
    ports: tuple[int, int]
    end_by: int = signal.SIGTERM
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """A stack: where its data lies, the password of its servers, and those that were started, dead ones too."""

    data: str
    password: str
    secure: bool
    servers: Mapping[str, Started] = field(default_factory=dict)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the stack in `folder`. Raises `Refused` while another process starts or stops it."""
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # Nigah's home, where it is new
        folder.mkdir(mode=0o700, exist_ok=True)
        opened = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise WrongUsage(f"The folder {folder} of the stack cannot be used: {error.strerror}.") from error
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Refused(
            f"Another process is starting or stopping the stack in {folder}; wait for it."
        ) from error
    finally:
        os.close(opened)


def load(folder: Path) -> State | None:
    """The stack in `folder`; None where there is none. Raises `WrongUsage` for a damaged file."""
    path = folder / _FILE
    try:
        told = json.loads(path.read_bytes())
        servers = {name: _started(entry) for name, entry in told["servers"].items()}
        return State(str(told["data"]), str(told["password"]), bool(told["secure"]), servers)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise WrongUsage(
            f"{path} is damaged, so it cannot be known which servers were started. End them by hand "
            "(ps shows them), then remove the file."
        ) from error


def save(folder: Path, state: State) -> None:
    """Write it down, whole or not at all, for its owner alone: it holds a password."""
    draft = folder / f"{_FILE}.draft"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(state), indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / _FILE)


def remove(folder: Path) -> None:
    """Forget the stack."""
    (folder / _FILE).unlink(missing_ok=True)


def _started(entry: Mapping[str, object]) -> Started:
    match entry:
        case {
            "process": {"pid": int() as pid, "started": str() as began},
            "log": str() as log,
            "ports": [int() as port, int() as other],
            "end_by": int() as end_by,
            "settings": dict() as settings,
        }:
            return Started(Process(pid, began), log, (port, other), end_by, settings)
        case _:
            raise ValueError("not a server of ours")
