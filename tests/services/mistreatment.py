"""This module kills a server of a stack, or lets it stand still, and brings it back after a while."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.stack import stack


class How(StrEnum):
    """What happens to the server."""

    KILLED = "killed"  # kill -9, and started again
    STOPPED = "stopped"  # stands still, and goes on


@dataclass(frozen=True)
class Mistreatment:
    """`how` to mistreat the server `name` at the `call`-th call (from 1), for `seconds`."""

    name: str
    how: How
    call: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.name}-{self.how}-at-call-{self.call}-for-{self.seconds:.1f}s"

    @contextmanager
    def of(self, folder: Path) -> Iterator[Callable[[], None]]:
        """What begins it, and returns at once; at the end of the block the server of the stack in `folder` is back."""
        again: list[threading.Thread] = []

        def begin() -> None:
            pid = self._server(folder).pid
            os.killpg(pid, signal.SIGKILL if self.how is How.KILLED else signal.SIGSTOP)
            while self.how is How.KILLED and self._server(folder).running:
                time.sleep(0.01)  # else `up` might find it alive still, and start nothing
            again.append(threading.Thread(target=self._bring_back, args=(folder, pid)))
            again[-1].start()

        yield begin
        for thread in again:
            thread.join()
        stack.up(folder, names=[self.name])

    def _server(self, folder: Path) -> stack.Condition:
        (found,) = (each for each in stack.status(folder) if each.name == self.name)
        return found

    def _bring_back(self, folder: Path, pid: int) -> None:
        time.sleep(self.seconds)
        if self.how is How.STOPPED:
            os.killpg(pid, signal.SIGCONT)
        else:
            stack.up(folder, names=[self.name])
