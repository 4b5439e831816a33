"""This module starts commands as a person does, in a home of their own, and says what they answered."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Started:
    """A process that runs, or has ended and was not waited for."""

    pid: int
    said: Path

    def ended(self) -> bool:
        """Whether it runs no more."""
        return bool(_zygote().ask({"ended": self.pid}))

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        self.answer()

    def answer(self) -> Answer:
        """How it ended; waits for that, and kills it where it does not end."""
        status = _zygote().ask({"wait": self.pid})
        return Answer(
            status, (self.said / "stdout").read_text("utf-8"), (self.said / "stderr").read_text("utf-8")
        )


def start(
    module: str,
    arguments: Sequence[str] = (),
    *,
    folder: Path = ROOT,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    largest_file: int = resource.RLIM_INFINITY,
) -> Started:
    """Start `module` as `python -m` does; `environment` is added to this one without Nigah's settings."""
    said = Path(tempfile.mkdtemp(dir=_zygote().folder.name))
    (said / "stdin").write_bytes(stdin)
    for name in ("stdout", "stderr"):
        (said / name).touch()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("NIGAH_")}
    order = {
        "module": module,
        "arguments": list(arguments),
        "folder": str(folder),
        "environment": plain | dict(environment or {}),
        "largest_file": largest_file,
        **{name: str(said / name) for name in ("stdin", "stdout", "stderr")},
    }
    return Started(_zygote().ask(order), said)


@dataclass(frozen=True)
class Shell:
    """A person's shell: where Nigah's home is, and a command run to its end."""

    home: Path

    def nigah(
        self, *arguments: str, stdin: bytes = b"", largest_file: int = resource.RLIM_INFINITY, **settings: str
    ) -> Answer:
        """What `nigah` with these arguments answers."""
        environment = {"NIGAH_HOME": str(self.home), "COLUMNS": "100"} | settings
        return start(
            "pipeline.cli",
            arguments,
            folder=self.home.parent,
            stdin=stdin,
            environment=environment,
            largest_file=largest_file,
        ).answer()


@dataclass
class _Zygote:
    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="nigah-shell-")
    )

    def __post_init__(self) -> None:
        here, there = socket.socketpair()
        with there:
            command = [sys.executable, "-m", "tests.flow.zygote", str(there.fileno())]
            self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[there.fileno()])
        self._lines = here.makefile("rw", encoding="utf-8")

    def ask(self, order: Mapping[str, Any]) -> int:
        self._lines.write(json.dumps(order) + "\n")
        self._lines.flush()
        return int(self._lines.readline())


@cache
def _zygote() -> _Zygote:
    """One for all tests of this process; it ends when its orders do."""
    return _Zygote()
