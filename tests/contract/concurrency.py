"""This module runs one task in several real processes at once."""

import subprocess
import sys
from pathlib import Path


def run_in_processes(program: str, *arguments: list[str]) -> list[str]:
    """The output of `program` (Python source), started at once with each list of arguments; all must end well."""
    root = Path(__file__).parents[2]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, *each],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for each in arguments
    ]
    ended = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0] * len(started), [error for _, error in ended]
    return [output for output, _ in ended]
