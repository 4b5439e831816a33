"""This module shows on stderr how far long work has come: a live line on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

Clock = Callable[[], float]

INTERRUPTED = 130  # as a shell says it: 128 and the number of the signal
_ENOUGH = 10  # ads, before which their pace says little
_TELL_EVERY = 5.0  # seconds, where there is no terminal


def tell_a_terminal(sentence: str) -> None:
    """Say on stderr what takes a while, where somebody is waiting there."""
    if sys.stderr and sys.stderr.isatty():
        typer.echo(sentence, err=True)


@contextmanager
def saying_if_interrupted(sentence: str) -> Iterator[None]:
    """Where the person ends what is done here (Ctrl+C), say `sentence` and end the command with status 130."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"nigah: {sentence}", err=True)
        raise typer.Exit(INTERRUPTED) from None


class _Line:
    """The line on stderr. A context manager; between two tellings without a terminal some seconds pass."""

    def __init__(self, name: str, *columns: ProgressColumn) -> None:
        self._told = time.monotonic()
        self._live = Progress(
            *columns,
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._live.add_task(name, total=1)

    def __enter__(self) -> Self:
        """Begin to show."""
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the live line away."""
        self._live.stop()

    def _tell(self, line: str, *, at_once: bool = False) -> None:
        """Write `line` where there is no terminal and it is time, or at once."""
        if self._live.disable and (at_once or time.monotonic() - self._told >= _TELL_EVERY):
            self._told = time.monotonic()
            sys.stderr.write(line + "\n")


class CrawlProgress(_Line):
    """Pages, ads, refusals of one crawl, and the time left where it is known how many ads to expect.

    A context manager; `show` is the crawl's progress function.
    """

    def __init__(self, name: str, *, expected: int | None = None, clock: Clock = time.monotonic) -> None:
        super().__init__(name, SpinnerColumn(), TextColumn("{task.description}"))
        self._name, self._expected, self._clock = name, expected, clock
        self._begun: tuple[float, int] | None = None

    def show(self, pages: int, ads: int, refused: int) -> None:
        """Show these counts."""
        line = f"{self._name}: {pages} pages, {ads} ads, {refused} refused{self._left(ads)}"
        self._live.update(self._task, description=line)
        self._tell(line)

    def _left(self, ads: int) -> str:
        """How long the rest takes at the pace so far; a crawl that goes on began with ads that cost nothing now."""
        self._begun = self._begun or (self._clock(), ads)
        begun, had = self._begun
        rest, made = (self._expected or 0) - ads, ads - had
        if rest <= 0 or made < _ENOUGH:
            return ""
        minutes = (self._clock() - begun) / made * rest / 60
        return f", about {minutes:.0f} min left" if minutes >= 1 else ", less than a minute left"


class CountProgress(_Line):
    """How far one job of several steps has come. A context manager; `show` is the job's progress function."""

    def __init__(self) -> None:
        counts = TextColumn("{task.completed:,.0f} of {task.total:,.0f}")
        super().__init__("", TextColumn("{task.description}"), BarColumn(), counts)
        self._step = ""

    def show(self, step: str, done: int, size: int) -> None:
        """Show that `done` of `size` things of this step are done."""
        self._live.update(self._task, description=step, completed=done, total=max(size, 1))
        self._tell(f"{step}: {done} of {size}", at_once=step != self._step)
        self._step = step
