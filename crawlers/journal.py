"""This module keeps a file of JSON lines that survives a kill: a line is there whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from models.domain.errors import DependencyDown

_MEANWHILE: Final = ".new"  # added to the name of a file that is to take another's place
_PIECE: Final = 1024  # bytes; most lines are shorter


class Journal:
    """An append-only file. A line torn by a kill, and all after it, is taken back when it is opened again.

    A line is handed to the system before `append` returns, so no kill of this process loses it. The disk is
    not waited for: a power cut may lose the last lines, and whoever uses a journal must bear that.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = path.open("a+b", buffering=0)
        except OSError as error:
            raise DependencyDown(f"{path}: the journal cannot be opened: {error.strerror}.") from error
        self._size = sum(len(line) for line, _ in self._whole())
        self._handle.truncate(self._size)

    def lines(self) -> Iterator[tuple[int, Any]]:
        """Every line with where it begins, oldest first."""
        place = 0
        for line, content in self._whole():
            yield place, content
            place += len(line)

    def append(self, content: Any) -> int:
        """Write one line and return where it begins. Raises `DependencyDown` where the disk takes no more."""
        place, data = self._size, orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self._handle.write(rest) :]
        except OSError as error:
            self._handle.truncate(place)
            raise DependencyDown(
                f"{self._path}: the journal of the crawl could not be written: {error.strerror}. Make room, then start "
                "the crawl again."
            ) from error
        self._size += len(data)
        return place

    def at(self, place: int) -> Any:
        """The line that begins at `place`."""
        data = b""
        while b"\n" not in data:
            data += os.pread(self._handle.fileno(), _PIECE, place + len(data))
        return orjson.loads(data.partition(b"\n")[0])

    def replace(self, contents: Iterable[Any]) -> None:
        """Put `contents` in the place of all lines, all at once; they may be made from the lines of this journal."""
        beside = self._path.with_name(self._path.name + _MEANWHILE)
        try:
            with beside.open("wb") as handle:
                handle.writelines(
                    orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE) for content in contents
                )
            beside.replace(self._path)
        except OSError as error:
            raise DependencyDown(
                f"{self._path}: the journal cannot be rewritten: {error.strerror}."
            ) from error
        self._handle.close()
        self._handle = self._path.open("a+b", buffering=0)
        self._size = self._path.stat().st_size

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        self._handle.close()

    def _whole(self) -> Iterator[tuple[bytes, Any]]:
        with self._path.open("rb") as lines:
            for line in lines:
                try:
                    content = orjson.loads(line) if line.endswith(b"\n") else None
                except orjson.JSONDecodeError:
                    return
                if content is None:
                    return
                yield line, content
