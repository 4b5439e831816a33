"""This module runs the command line as a user does: a process of its own, the settings in its environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_PROGRAM = [sys.executable, "-m", "pipeline.cli"]


def nigah(settings: Mapping[str, str], home: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr."""
    done = subprocess.run(
        [*_PROGRAM, *arguments],
        env=environment(settings, home),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def begin_nigah(settings: Mapping[str, str], home: Path, *arguments: str, log: Path) -> subprocess.Popen[str]:
    """The same, not waited for; what it says on stderr goes to `log`."""
    with log.open("w", encoding="utf-8") as file:
        return subprocess.Popen(
            [*_PROGRAM, *arguments], env=environment(settings, home), stderr=file, text=True
        )


def environment(settings: Mapping[str, str], home: Path) -> dict[str, str]:
    """The environment of a command: nothing of Nigah's but these settings."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("NIGAH_")}
    return others | {"NIGAH_HOME": str(home), "PYTHONUNBUFFERED": "1"} | dict(settings)
