"""This module holds the port of the ad index. Every adapter passes `tests/contract/test_ad_index.py`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from search.index.document import AdDocument
from search.query.query import FacetCounts, Query


class PutOutcome(StrEnum):
    """What became of one document."""

    INDEXED = "indexed"  # a new ad, or a newer capture with another content
    UNCHANGED = "unchanged"  # this very capture is there already
    DUPLICATE = "duplicate"  # a newer capture of the same content; the document now carries its time
    SUPERSEDED = "superseded"  # older than what is there; nothing was written
    REJECTED = "rejected"  # the engine refuses this document; the others went in


@dataclass(frozen=True, slots=True)
class Page:
    """Which hits to return: `size` of them after `after`, the cursor of an earlier `Hits`."""

    size: int = 20
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """`total` counts every match; `next` is the cursor for the following page, None at the end."""

    documents: tuple[AdDocument, ...]
    total: int
    facets: FacetCounts
    next: str | None


class AdIndex(Protocol):
    """Ad documents by id and by question. Same sets, counts, facets and field sorts on every engine."""

    def put(self, documents: Sequence[AdDocument]) -> Sequence[PutOutcome]:
        """Upsert by ad id; an older capture never overwrites a newer, ties go to the larger content hash.

        One outcome each, in order; on return they are durable, and findable after `refresh`.
        Raises `DependencyDown` while the engine is out of reach or full; then any of them may be in, and a
        second put is harmless.
        """
        ...

    def refresh(self) -> None:
        """Make all that was put findable."""
        ...

    def get(self, ad_id: str) -> AdDocument | None:
        """The document, or None."""
        ...

    def search(self, query: Query, *, page: Page) -> Hits:
        """One page of matches. Raises `WrongUsage` for a cursor that is not from this query."""
        ...

    def count(self, query: Query) -> int:
        """How many documents match."""
        ...

    def scan(self, query: Query) -> Iterator[AdDocument]:
        """Every match once, however many, as of now; the order is the engine's."""
        ...

    def forget(self, ad_ids: Sequence[str]) -> int:
        """Remove these ads for good, in every file the engine writes; returns how many were there."""
        ...

    def close(self) -> None:
        """Release what is held; closing twice is allowed."""
        ...
