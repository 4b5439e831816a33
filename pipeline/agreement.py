"""This module compares what the ledger says with what index and bus hold, and says what to do where they differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.bootstrap import StageName
from pipeline.bus.port import EventBus
from pipeline.ledger import collected, totals
from search.index.port import AdIndex
from search.query.query import Filters, Query
from search.records.port import LedgerState, Records

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the ledger says beside what is there.

    `indexed` ads end in the index as the ledger says, which holds `present`; `in_flight` captures are on their way,
    and the bus holds `waiting` messages to be worked on; `captures` are all that were ever collected.
    """

    captures: int
    indexed: int
    present: int
    in_flight: int
    waiting: int

    @property
    def missing(self) -> int:
        """Ads that must be in the index and are not, at least."""
        return max(0, self.indexed - self.present)

    @property
    def lost(self) -> int:
        """Captures on their way that no message carries, at least."""
        return max(0, self.in_flight - self.waiting)


def agreement(bus: EventBus, index: AdIndex, records: Records) -> Agreement:
    """How ledger, index and bus stand to each other, in figures that cost little; exact while nothing runs."""
    lines = records.ledger()
    index.refresh()
    return Agreement(
        captures=collected(lines),
        indexed=records.count_indexed(),
        present=index.count(Query()),
        in_flight=totals(lines)[LedgerState.IN_FLIGHT],
        waiting=sum(bus.lag(stage.topic, group=stage) for stage in StageName),
    )


def disagreements(found: Agreement) -> tuple[str, ...]:
    """A sentence for each disagreement, with what to do; none is good."""
    return tuple(_sentences(found))


def missing_ads(index: AdIndex, records: Records) -> Iterator[str]:
    """The ids of the ads that the ledger says are indexed and the index does not hold."""
    some: dict[str, None] = {}
    for entry in records.entries(LedgerState.INDEXED):
        some[entry.ad_id] = None
        if len(some) == _AT_ONCE:
            yield from _absent(list(some), index)
            some.clear()
    yield from _absent(list(some), index)


def _absent(ad_ids: list[str], index: AdIndex) -> Iterator[str]:
    here = Query(filters=Filters(ad_ids=frozenset(ad_ids)))
    present = {document.ad_id for document in index.scan(here)} if ad_ids else set()
    return (ad_id for ad_id in ad_ids if ad_id not in present)


def _sentences(found: Agreement) -> Iterator[str]:
    if found.missing:
        yield (
            f"The ledger says that {found.indexed} ads are in the index, and the index holds {found.present}. Put its "
            "backup back, or run `nigah replay index`: it indexes again what the bus still holds."
        )
    if found.lost:
        yield (
            f"The ledger says that {found.in_flight} captures are on their way, and the bus holds {found.waiting} "
            "messages to work on. Put its backup back, or run `nigah replay bus`: the next crawl then brings "
            "those ads again."
        )
    if found.present and not found.captures:
        yield (
            f"The index holds {found.present} ads, and the ledger knows of none: the records are gone. "
            "Put their backup back before anything is crawled."
        )
