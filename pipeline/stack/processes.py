"""This module starts a server in a process group of its own, knows it again later, and ends it."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from models.domain.errors import DependencyDown

_children: dict[int, "subprocess.Popen[bytes]"] = {}  # what this process started and must reap

_LOOK_EVERY = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Process:
    """A process as the kernel knows it: `started` tells it from a later one of the same number."""

    pid: int
    started: str


@dataclass(frozen=True, slots=True)
class Launch:
    """How one server is started. `owner` is the user it runs as; None: whoever we are."""

    command: Sequence[str]
    log: Path
    owner: str | None = None
    environment: Mapping[str, str] | None = None


def launch(how: Launch) -> Process:
    """Start it, detached from terminal and pipes: its output goes to the log file alone."""
    with how.log.open("ab") as log:
        child = subprocess.Popen(  # noqa: S603  a command of our own
            how.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, **(how.environment or {})},
            cwd=how.log.parent,
            user=how.owner,
            group=_group(how.owner),
            extra_groups=None if how.owner is None else (),
        )
    _children[child.pid] = child
    return Process(child.pid, _started(child.pid) or "")


def run(
    command: Sequence[str], *, owner: str | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """What `command` prints, its errors last. Raises `DependencyDown` with its last line where it fails."""
    done = subprocess.run(  # noqa: S603  a command of our own
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
        cwd="/",
        user=owner,
        group=_group(owner),
        extra_groups=None if owner is None else (),
    )
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines() or ["it does not say why"]
        raise DependencyDown(f"{Path(command[0]).name} failed: {told[-1]}")
    return done.stdout + done.stderr


def is_running(process: Process) -> bool:
    """Whether it is still there, and no zombie."""
    child = _children.get(process.pid)
    if child is not None and child.poll() is not None:
        del _children[process.pid]
        return False
    return bool(process.started) and _started(process.pid) == process.started


def await_ready(
    process: Process, is_ready: Callable[[], bool], *, name: str, log: Path, patience: float
) -> None:
    """Wait until the server answers. Raises `DependencyDown` where it ends before, or takes too long."""
    deadline = time.monotonic() + patience
    while not is_ready():
        if not is_running(process):
            raise DependencyDown(f"{name} ended while it started: {_last_line(log)} The whole log is {log}.")
        if time.monotonic() > deadline:
            raise DependencyDown(f"{name} did not answer within {patience:.0f} seconds; its log is {log}.")
        time.sleep(_LOOK_EVERY)


def end(process: Process, *, by: signal.Signals = signal.SIGTERM, patience: float = 30.0) -> None:
    """Ask it to end, and end its whole group where it does not."""
    if not is_running(process):
        return
    os.kill(process.pid, by)
    if not _ends_within(process, patience):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        _ends_within(process, patience)


def _ends_within(process: Process, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while is_running(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_EVERY)
    return True


def _started(pid: int) -> str | None:
    """When the process began; None where there is none, or only what is left of a dead one."""
    try:
        # Behind the command's name in brackets, which may hold blanks: state is field 3, the start field 22.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return _told_by_ps(pid) if not Path("/proc/self/stat").exists() else None
    return None if fields[0] == "Z" else fields[19]


def _told_by_ps(pid: int) -> str | None:
    told = subprocess.run(  # noqa: S603  numbers of our own
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)],  # noqa: S607  wherever ps is
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return None if not told or told.startswith("Z") else told.partition(" ")[2].strip()


def _group(owner: str | None) -> int | None:
    return None if owner is None else pwd.getpwnam(owner).pw_gid


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-200:]
    told = [line for line in lines if line.strip()]
    telling = [
        line for line in told if any(word in line for word in ("ERROR", "FATAL", "Exception", "error:"))
    ]
    return (telling or told or ["it says nothing."])[-1][:300]
