"""This module opens the files that a command was given, and says plainly what is wrong with them."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from models.domain.errors import DependencyDown, WrongUsage

Write = Callable[[str], None]


@contextmanager
def reading(source: str) -> Iterator[BinaryIO]:
    """The bytes of file `source`; `-` is stdin. Raises `WrongUsage` where it cannot be opened."""
    if source == "-":
        if sys.stdin is None:
            raise WrongUsage("There is no standard input; name a file.")
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 - the with below closes it; only opening may be refused here
    except OSError as error:
        raise WrongUsage(f"{source} cannot be read: {error.strerror}.") from None
    with file:
        yield file


def refuse_overwriting(source: str, target: str) -> None:
    """Raises `WrongUsage` where what is written to `target` would take the place of what is read from `source`."""
    paths = Path(source), Path(target)
    if "-" not in (source, target) and all(path.is_file() for path in paths) and paths[0].samefile(paths[1]):
        raise WrongUsage(
            f"{target} is the file that is read; the answers would replace the ads. Name another for them."
        )


@contextmanager
def writing(target: str) -> Iterator[Write]:
    """A function that writes one line to file `target`; `-` is stdout.

    A regular file appears under its name only when all is written: a failure leaves what was there before. A
    pipe or device is written to as it is. Raises `WrongUsage` where it cannot be opened, `DependencyDown`
    where the disk is full.
    """
    path = Path(target).resolve()  # what a symbolic link leads to, so that the link stays
    try:
        if target == "-":
            if sys.stdout is None:
                raise WrongUsage("There is no standard output; name a file.")
            yield from _lines_to(sys.stdout)
        elif path.exists() and not path.is_file():
            with _opened(path) as file:
                yield from _lines_to(file)
        else:
            yield from _whole(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise DependencyDown(
            f"{'The output' if target == '-' else target} could not be written: {error.strerror}. Free some space and run again."
        ) from None


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise WrongUsage(f"{path} cannot be written: {error.strerror}.") from None


def _whole(path: Path) -> Iterator[Write]:
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise WrongUsage(f"{path} cannot be written: {error.strerror}.") from None
    part = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            yield from _lines_to(file)
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _lines_to(file: TextIO) -> Iterator[Write]:
    yield lambda line: print(line, file=file)
    file.flush()
