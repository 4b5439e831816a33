"""This module shows on stderr how far long work has come: a live line on a terminal, a line now and then elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_TELL_EVERY = 5.0  # seconds, where there is no terminal


class CrawlProgress:
    """Pages, ads and refusals of one crawl. A context manager; `show` is the crawl's progress function."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told = time.monotonic()
        self._live = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._live.add_task(name)

    def __enter__(self) -> Self:
        """Begin to show."""
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the live line away."""
        self._live.stop()

    def show(self, pages: int, ads: int, refused: int) -> None:
        """Show these counts."""
        line = f"{self._name}: {pages} pages, {ads} ads, {refused} refused"
        self._live.update(self._task, description=line)
        if self._live.disable and time.monotonic() - self._told >= _TELL_EVERY:
            self._told = time.monotonic()
            sys.stderr.write(line + "\n")


class CountProgress:
    """How far one job of several steps has come. A context manager; `show` is the job's progress function."""

    def __init__(self) -> None:
        self._told, self._step = time.monotonic(), ""
        self._live = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._live.add_task("", total=1)

    def __enter__(self) -> Self:
        """Begin to show."""
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the live line away."""
        self._live.stop()

    def show(self, step: str, done: int, size: int) -> None:
        """Show that `done` of `size` things of this step are done."""
        self._live.update(self._task, description=step, completed=done, total=max(size, 1))
        if self._live.disable and (step != self._step or time.monotonic() - self._told >= _TELL_EVERY):
            self._told, self._step = time.monotonic(), step
            sys.stderr.write(f"{step}: {done} of {size}\n")
