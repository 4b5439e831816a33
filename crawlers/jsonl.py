"""This module keeps captured ads in a file of JSON Lines, one ad a line, ready for `nigah screen`."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import orjson

from crawlers.digests import DigestMap, digest
from crawlers.sink import Capture
from models.domain.ad import RawAd
from models.domain.errors import DependencyDown, WrongUsage

_WITHHELD: Final = ".withheld.jsonl"


class JsonLinesSink:
    """Appends to a file; opened again, it goes on where it ended.

    An ad that is in the file with the same content is not written twice; an edited one is a further line
    under its id. Where `is_withheld` says so (a child sign), the text is destroyed: only ids, hashes and
    the time go to a file beside it, `NAME.withheld.jsonl`.
    """

    def __init__(self, path: Path, *, is_withheld: Callable[[RawAd], bool]) -> None:
        self._is_withheld = is_withheld
        self._file = _Lines(path)
        try:
            self._beside = _Lines(path.with_name(path.name.removesuffix(".jsonl") + _WITHHELD))
        except WrongUsage:
            self._file.close()
            raise

    def put(self, capture: Capture) -> None:
        """Write the ad down for good, once; raises `DependencyDown` where the disk takes no more."""
        ad = capture.ad
        if self._is_withheld(ad):
            self._beside.append(ad.ad_id, ad.content_hash, _withheld_line(ad))
        else:
            self._file.append(ad.ad_id, ad.content_hash, _ad_line(capture))

    def close(self) -> None:
        """Close the files; closing twice is allowed."""
        self._file.close()
        self._beside.close()


class _Lines:
    """One append-only file: what `append` returned from is on the disk, and a torn last line is taken back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            # Unbuffered: after a failed write nothing is left that could reach the file later.
            # Ads are for the owner of the file alone; one that was there keeps its rights.
            self._handle = os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab", buffering=0
            )
        except OSError as error:
            raise WrongUsage(f"{path}: the file for ads cannot be opened: {error.strerror}.") from error
        self._known, self._size = self._read()
        self._handle.truncate(self._size)

    def append(self, ad_id: str, content_hash: str, line: dict[str, Any]) -> None:
        if self._known.get(digest(ad_id)) == _short(content_hash):
            return
        data = orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
        try:
            self._write(data)
            os.fsync(self._handle.fileno())
        except OSError as error:
            self._handle.truncate(self._size)
            raise DependencyDown(
                f"{self._path}: the ad could not be written: {error.strerror}. Make room, then start the crawl again."
            ) from error
        self._size += len(data)
        self._known.put(digest(ad_id), _short(content_hash))

    def close(self) -> None:
        self._handle.close()

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._handle.write(rest) :]

    def _read(self) -> tuple[DigestMap, int]:
        known = DigestMap()
        size = 0
        with self._path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.endswith(b"\n"):
                    break  # torn by a kill while it was written: its ad was never acknowledged
                ad_id, content_hash = self._identity(line, number)
                known.put(digest(ad_id), _short(content_hash))
                size += len(line)
        return known, size

    def _identity(self, line: bytes, number: int) -> tuple[str, str]:
        try:
            content = orjson.loads(line)
            return str(content["id"]), str(content["content_hash"])
        except (orjson.JSONDecodeError, KeyError, TypeError):
            self._handle.close()
            raise WrongUsage(
                f"{self._path}: line {number} is not an ad that this program wrote; name another file."
            ) from None


def _short(content_hash: str) -> int:
    return digest(content_hash) >> 1  # a map's numbers have a sign


def _ad_line(capture: Capture) -> dict[str, Any]:
    ad = capture.ad
    return {
        "id": ad.ad_id,
        "source": ad.card_id,
        "source_type": ad.source_type,
        "url": ad.url,
        "title": ad.title,
        "text": ad.text,
        "city": ad.city,
        "posted_at": ad.posted_at,
        "fields": dict(ad.fields),
        "captured_at": ad.captured_at,
        "content_hash": ad.content_hash,
        "evidence": orjson.loads(capture.evidence.to_json()),
    }


def _withheld_line(ad: RawAd) -> dict[str, Any]:
    return {
        "id": ad.ad_id,
        "url_sha256": hashlib.sha256(ad.url.encode("utf-8", "replace")).hexdigest(),
        "content_hash": ad.content_hash,
        "captured_at": ad.captured_at,
        "withheld": "child sign",
    }
