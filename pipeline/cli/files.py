"""This module opens the files that a command was given, and says plainly what is wrong with them."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from models.domain.errors import DependencyDown, WrongUsage


@contextmanager
def reading(source: str) -> Iterator[BinaryIO]:
    """The bytes of file `source`; `-` is stdin. Raises `WrongUsage` where it cannot be opened."""
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 - the with below closes it; only opening may be refused here
    except OSError as error:
        raise WrongUsage(f"{source} cannot be read: {error.strerror}.") from None
    with file:
        yield file


@contextmanager
def writing(target: str) -> Iterator[Callable[[str], None]]:
    """A function that writes one line to file `target`; `-` is stdout.

    The file appears under its name only when all is written: a failure leaves what was there before.
    Raises `WrongUsage` where it cannot be made, `DependencyDown` where the disk is full.
    """
    if target == "-":
        yield _to_stdout
        return
    part = Path(f"{target}.part")
    try:
        file = part.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise WrongUsage(f"{target} cannot be written: {error.strerror}.") from None
    try:
        with file:
            yield lambda line: print(line, file=file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise DependencyDown(
            f"{target} could not be written: {error.strerror}. Free some space and run again."
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _to_stdout(line: str) -> None:
    sys.stdout.write(line + "\n")
