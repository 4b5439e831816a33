"""This module runs workers as processes of their own, and tells how long they were at work and what memory they took."""

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from pipeline import bootstrap
from pipeline.bootstrap import StageName
from pipeline.settings import Settings
from pipeline.worker import Tally

_PROCESSES = multiprocessing.get_context("forkserver")
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Report:
    """What one worker did, in seconds of the monotonic clock; `memory` in MB after so many messages."""

    stage: StageName
    handled: int
    began: float
    ended: float
    memory: Sequence[tuple[int, float]]

    def memory_by(self, step: int) -> str:
        """The memory at the first batch, after each `step` messages, and at the end."""
        told, due = [], 0
        for handled, size in self.memory:
            if handled >= due:
                told.append(f"{handled}: {size:.0f}")
                due = (handled // step + 1) * step
        return ", ".join([*told, f"end {self.handled}: {self.memory[-1][1]:.0f}"])


@dataclass(frozen=True)
class _Signals:
    """What a worker's process and the test tell each other."""

    ready: Any
    go: Any
    stop: Any
    told: Any


@contextmanager
def working(settings: Settings, *stages: StageName) -> Iterator[list[Report]]:
    """Workers that wait for messages, all models loaded; at the end of the block they end, and the list is filled."""
    signals = _Signals(_PROCESSES.Semaphore(0), _PROCESSES.Event(), _PROCESSES.Event(), _PROCESSES.Queue())
    workers = [_PROCESSES.Process(target=_work, args=(settings, stage, signals)) for stage in stages]
    for worker in workers:
        worker.start()
    for _ in workers:
        assert signals.ready.acquire(timeout=120)
    signals.go.set()
    reports: list[Report] = []
    try:
        yield reports
    finally:
        signals.stop.set()
        reports += [signals.told.get(timeout=60) for _ in workers]
        for worker in workers:
            worker.join(60)


def busy_seconds(reports: Sequence[Report]) -> float:
    """From the start until the last batch of any of them."""
    told = [report for report in reports if report.handled]
    return max(each.ended for each in told) - min(each.began for each in told)


def _work(settings: Settings, stage: StageName, signals: _Signals) -> None:
    """The body of a worker's process: works until `stop` is set, then tells its report."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("error"))
    began = ended = time.monotonic()
    memory = [(0, _resident())]

    def note(tally: Tally) -> None:
        nonlocal ended
        ended = time.monotonic()
        memory.append((tally.handled, _resident()))

    with bootstrap.open_worker(settings, stage, progress=note) as worker:
        signals.ready.release()
        signals.go.wait()
        began = ended = time.monotonic()
        memory[0] = (0, _resident())
        tally = worker.run(signals.stop)
    signals.told.put(Report(stage, tally.handled, began, ended, memory))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE
