"""This module reads the web pages in a WARC file, packed or not, as they were answered when they were archived."""

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

LARGEST_BODY: Final = 5 * 1024 * 1024  # bytes, unpacked: the same cap as for a page that is asked for
_LARGEST_RECORD: Final = 4 * LARGEST_BODY
_LONGEST_HEAD: Final = 256 * 1024
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]*\r?\n")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One answer of a site: status, headers by lower-case name, body unpacked; `archived_at` is microseconds, UTC."""

    url: str
    archived_at: int
    status: int
    headers: Mapping[str, str]
    body: bytes
    raw: bytes


class TornArchive(Exception):
    """The file ends, or stops being a WARC, in the middle; what came before it has been read."""


class _Lines(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...

    def readline(self, size: int = -1, /) -> bytes: ...


def archived_pages(path: Path) -> Iterator[ArchivedPage]:
    """Every `response` in the file, in its order; other records, and those over 20 MB, are passed over.

    Raises `TornArchive` where the file is broken off.
    """
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        try:
            yield from _pages(gzip.GzipFile(fileobj=raw) if packed else raw)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise TornArchive("the archive is broken off or damaged") from error


def _pages(lines: _Lines) -> Iterator[ArchivedPage]:
    while (head := _head(lines)) is not None:
        size = int(head["content-length"])
        if head.get("warc-type") != "response" or size > _LARGEST_RECORD:
            _skip(lines, size)
            continue
        block = lines.read(size)
        if len(block) < size:
            raise TornArchive("the last record of the archive is not whole")
        page = _page(head, block)
        if page is not None:
            yield page


def _head(lines: _Lines) -> dict[str, str] | None:
    """The next record's header, after the empty lines before it; None at the end."""
    line = lines.readline(_LONGEST_HEAD)
    while line in (b"\r\n", b"\n"):
        line = lines.readline(_LONGEST_HEAD)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise TornArchive("the archive holds something that is no record")
    head: dict[str, str] = {}
    while (line := lines.readline(_LONGEST_HEAD)) not in (b"\r\n", b"\n", b""):
        name, _, value = line.decode("utf-8", "replace").partition(":")
        head[name.strip().lower()] = value.strip()
    if not re.fullmatch(r"\d{1,15}", head.get("content-length", "")):
        raise TornArchive("a record of the archive does not say how long it is")
    return head


def _skip(lines: _Lines, size: int) -> None:
    while size > 0:
        piece = lines.read(min(size, 1 << 20))
        if not piece:
            raise TornArchive("the last record of the archive is not whole")
        size -= len(piece)


def _page(head: Mapping[str, str], block: bytes) -> ArchivedPage | None:
    top, _, body = block.partition(b"\r\n\r\n")
    status, headers = _answer(top)
    if not status:
        return None
    raw = body
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    return ArchivedPage(
        url=head.get("warc-target-uri", "").strip("<>"),
        archived_at=_microseconds(head.get("warc-date", "")),
        status=status,
        headers=headers,
        body=_unpacked(body, headers.get("content-encoding", "").lower().strip())[:LARGEST_BODY],
        raw=raw,
    )


def _answer(top: bytes) -> tuple[int, dict[str, str]]:
    lines = top.decode("latin-1").split("\r\n")
    first = re.match(r"HTTP/\S+\s+(\d{3})", lines[0])
    pairs = [line.partition(":") for line in lines[1:]]
    return (int(first[1]) if first else 0), {name.strip().lower(): value.strip() for name, _, value in pairs}


def _unchunked(body: bytes) -> bytes:
    """The chunks as one; some archives keep the header and hold the body already joined."""
    pieces: list[bytes] = []
    place = 0
    while (chunk := _CHUNK.match(body, place)) is not None:
        size = int(chunk[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[chunk.end() : chunk.end() + size])
        place = chunk.end() + size
        place += 2 if body[place : place + 2] == b"\r\n" else 1
    return b"".join(pieces) or body


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return body
    for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # some servers send deflate without its frame
        try:
            return zlib.decompressobj(bits).decompress(body, LARGEST_BODY)
        except zlib.error:
            continue
    return body


def _microseconds(words: str) -> int:
    try:
        when = datetime.fromisoformat(words)
    except ValueError:
        return 0
    whole = when if when.tzinfo else when.replace(tzinfo=UTC)
    return round(whole.timestamp() * 1_000_000)
