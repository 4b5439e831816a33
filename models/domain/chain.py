"""This module holds the one hash chain under evidence, audit and deletion rows.

A row's digest covers its payload's digest and the digest before it, never the payload itself: erasure
may blank a payload and the chain stays whole, while any other change breaks it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One row: `payload` is None once erased; digests are SHA-256 in hex."""

    number: int
    kind: str
    payload: str | None
    payload_digest: str
    digest: str


def next_row(previous: ChainRow | None, *, kind: str, payload: str) -> ChainRow:
    """The row that follows `previous` (None begins a chain)."""
    payload_digest = hashlib.sha256(payload.encode("utf-8")).hexdigest()
    number = previous.number + 1 if previous else 1
    before = previous.digest if previous else GENESIS
    return ChainRow(number, kind, payload, payload_digest, _link(before, number, kind, payload_digest))


def first_break(rows: Iterable[ChainRow]) -> int | None:
    """The number of the first row that does not fit, or None where the chain is whole."""
    before, expected = GENESIS, 1
    for row in rows:
        fits = row.number == expected and row.digest == _link(
            before, row.number, row.kind, row.payload_digest
        )
        if row.payload is not None:
            fits = fits and hashlib.sha256(row.payload.encode("utf-8")).hexdigest() == row.payload_digest
        if not fits:
            return expected
        before, expected = row.digest, expected + 1
    return None


def _link(before: str, number: int, kind: str, payload_digest: str) -> str:
    return hashlib.sha256(f"{before}\n{number}\n{kind}\n{payload_digest}".encode()).hexdigest()
