"""This module holds the port of the records. Every adapter passes `tests/contract/test_records.py`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from models.domain.chain import ChainRow
from models.domain.do_not_refer import DoNotRefer


class LedgerState(StrEnum):
    """Where one capture of an ad ended; `IN_FLIGHT` until it does."""

    IN_FLIGHT = "in_flight"
    INDEXED = "indexed"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"
    RESTRICTED = "restricted"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One capture (`ad_id`, `captured_at`) of a source; it counts in the hour (UTC) of `captured_at`."""

    ad_id: str
    captured_at: int
    source: str
    state: LedgerState


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """The sums of one source and hour: `hour` is `2026-11-22T16` (UTC), `collected` the sum of `states`."""

    source: str
    hour: str
    collected: int
    states: Mapping[LedgerState, int]


@dataclass(frozen=True, slots=True)
class SeenAd:
    """What the crawler remembers of an ad: hashes and times (microseconds, UTC), never text.

    `gone_at` is when its site first said that the ad is gone; None while it stands there.
    """

    ad_id: str
    content_hash: str
    first_seen: int
    last_seen: int
    gone_at: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Two ads that belong together; `ad_a` < `ad_b`; `basis` is `contact` or `template`, `key` the hash they share."""

    ad_a: str
    ad_b: str
    basis: str
    key: str


class Records(Protocol):
    """Everything that is written in one transaction each; on return it is durable.

    Every method raises `DependencyDown` while the database is out of reach, locked too long, full or damaged,
    with a sentence that says which file or server and what to do.
    """

    def seen(self, ad_id: str) -> SeenAd | None:
        """What is remembered of this ad."""
        ...

    def mark_seen(self, ad: SeenAd) -> None:
        """Remember this capture; the smallest `first_seen` and the largest `last_seen` (with its hash) stay.

        An ad seen after it was said to be gone stands there again. `ad.gone_at` plays no part.
        """
        ...

    def settle(self, entry: LedgerEntry, ad: SeenAd) -> None:
        """`enter` and `mark_seen` in one transaction: both hold from here on, or neither."""
        ...

    def seen_among(self, ad_ids: Iterable[str]) -> Mapping[str, SeenAd]:
        """What is remembered of those of these ads that were seen, by id."""
        ...

    def retire(self, ad_id: str, *, at: int) -> None:
        """The ad's site says that it is gone. The first time since it was last seen stays; twice is once.

        Whoever sees the ad later (`mark_seen`) takes this back. An ad that was never seen stays unknown.
        """
        ...

    def enter(self, entries: Sequence[LedgerEntry]) -> None:
        """Write ledger entries by (ad id, captured at); twice is once.

        `IN_FLIGHT` never replaces an end. An end stays, but `ERASED` replaces every other, and what was set
        aside (`QUARANTINED`, `REJECTED`) gives way to the end that a replay brings.
        """
        ...

    def ledger(self) -> Sequence[LedgerLine]:
        """The sums per source and hour, ordered by both."""
        ...

    def count_indexed(self) -> int:
        """How many ads the ledger says are in the index."""
        ...

    def entries(self, state: LedgerState) -> Iterator[LedgerEntry]:
        """Every entry in this state, by ad id and time."""
        ...

    def append(self, kind: str, payloads: Sequence[str]) -> Sequence[ChainRow]:
        """Add rows to the one hash chain, in order, also when two processes append at once."""
        ...

    def chain(self) -> Iterator[ChainRow]:
        """Every row of the chain, in order."""
        ...

    def blank(self, numbers: Sequence[int]) -> None:
        """Erase the payloads of these rows; their digests stay."""
        ...

    def count_attempt(self, group: str, message: str) -> int:
        """Count one failed attempt of `group` at `message` (`topic/partition/offset`); returns how many there are."""
        ...

    def clear_attempts(self, group: str, messages: Sequence[str]) -> None:
        """Forget the attempts at these messages."""
        ...

    def link(self, edges: Sequence[Edge]) -> None:
        """Remember edges; twice is once."""
        ...

    def linked(self, ad_ids: Iterable[str]) -> Sequence[Edge]:
        """Every edge of the connected components that hold any of `ad_ids`."""
        ...

    def mark_read(self, ad_id: str, *, person: str, at: int) -> None:
        """A person has read this ad; the first reading stays."""
        ...

    def read(self, ad_ids: Iterable[str]) -> frozenset[str]:
        """Which of these a person has read."""
        ...

    def forget(self, ad_ids: Sequence[str]) -> None:
        """Remove seen-set rows, edges and readings of these ads and turn their ledger entries to `ERASED`.

        Payloads of the chain that name one of them (as a JSON string) are blanked; the digests stay.
        """
        ...

    def mark_forgotten(self, marks: Sequence[str], *, at: int) -> None:
        """Remember for good that what these keyed hashes stand for must not come back; the first time stays."""
        ...

    def forgotten(self, marks: Iterable[str]) -> frozenset[str]:
        """Which of these keyed hashes were marked."""
        ...

    def mark_do_not_refer(self, mark: DoNotRefer) -> None:
        """Leave alone whoever shows a key of `mark`; under an id that is known the keys are added.

        Twice is once; of two ends the later stays, of two beginnings the first. Marks whose end was before
        `mark.since` are removed.
        """
        ...

    def has_do_not_refer(self, *, at: int) -> bool:
        """Whether any mark holds at this time (microseconds, UTC)."""
        ...

    def do_not_refer(self, *, at: int) -> Sequence[DoNotRefer]:
        """Every mark that holds at this time, whole, the oldest first."""
        ...

    def do_not_refer_among(self, keys: Iterable[str], *, at: int) -> Sequence[DoNotRefer]:
        """The marks that hold at this time and have any of these keys or bands, each cut to these, the oldest first."""
        ...

    def lift_do_not_refer(self, mark_id: str) -> bool:
        """The mark holds no longer, and nothing of it stays; whether there was one."""
        ...

    def forget_seen(self, ad_ids: Sequence[str]) -> None:
        """Remove the seen-set rows of these ads alone, so that the next capture counts as their first."""
        ...

    def withdraw(self, ad_id: str, *, before: int) -> None:
        """Remove edges and readings of this ad; its captures before this time end as `ERASED`.

        Those that were never shown (restricted, set aside) keep their end. Twice is once.
        """
        ...

    def close(self) -> None:
        """Release what is held; closing twice is allowed."""
        ...
