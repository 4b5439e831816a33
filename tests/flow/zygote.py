"""This module is a process that has imported Nigah and forks itself for each command that a test starts.

A command started so is a process like any other — own arguments, environment, files, limits, exit status — that
is spared the seconds of importing libraries. What a start from nothing is like, tests/services show.
"""

import gc
import importlib
import json
import os
import resource
import runpy
import select
import signal
import socket
import sys
from typing import Any

from models.screening import Reader

PATIENCE = 120  # seconds
HEAVY = (
    "crawlers.run",
    "models.scoring.modelfile",
    "pipeline.bus.embedded",
    "pipeline.cli",
    "pipeline.jobs.console",
    "pipeline.jobs.crawl",
    "pipeline.jobs.run",
    "pipeline.stages.collect",
    "search.index.embedded",
    "search.records.sql",
)


def serve(orders: socket.socket) -> dict[str, Any] | None:
    """Answer one JSON line an order until there are no more; in a forked child, return what it is to do."""
    with orders, orders.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            order = json.loads(line)
            if "ended" in order:
                answer = int(
                    os.waitid(os.P_PID, order["ended"], os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
                )
            elif "wait" in order:
                answer = status(order["wait"])
            else:
                answer = os.fork()
                if answer == 0:
                    return dict(order)
            lines.write(f"{answer}\n")
            lines.flush()
    return None


def status(pid: int) -> int:
    """The exit status of a child; one that does not end is killed."""
    ended = os.pidfd_open(pid)
    if not select.select([ended], [], [], PATIENCE)[0]:
        os.kill(pid, signal.SIGKILL)
    os.close(ended)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def become(order: dict[str, Any]) -> None:
    """Run the module that `order` names as `python -m` would, with its files, folder, environment and limit."""
    for number, name, flags in (
        (0, "stdin", os.O_RDONLY),
        (1, "stdout", os.O_WRONLY),
        (2, "stderr", os.O_WRONLY),
    ):
        os.dup2(os.open(order[name], flags), number)
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # as in a person's shell, whoever started the tests
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest_file"], order["largest_file"]))
    sys.argv[1:] = order["arguments"]
    runpy.run_module(order["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    gc.disable()
    for name in HEAVY:
        importlib.import_module(name)
    Reader.from_package()
    gc.freeze()
    gc.enable()
    todo = serve(socket.socket(fileno=int(sys.argv[1])))
    if todo is not None:
        become(todo)
