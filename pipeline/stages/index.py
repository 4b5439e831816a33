"""This module lands judged ads in the index, links them to their like and closes their ledger entries."""

from collections.abc import Callable, Iterable, Sequence

from models.domain.events import AdScored, AdWithdrawn, Event
from pipeline.ledger import entry
from pipeline.stages.port import Done, Outcome, SetAside
from search.index.document import AdDocument
from search.index.port import AdIndex, Page, PutOutcome
from search.query.query import Filters, Query, Sort
from search.records.port import Edge, LedgerState, Records

_STATES = {
    PutOutcome.INDEXED: LedgerState.INDEXED,
    PutOutcome.UNCHANGED: LedgerState.INDEXED,
    PutOutcome.DUPLICATE: LedgerState.DUPLICATE,
    PutOutcome.SUPERSEDED: LedgerState.SUPERSEDED,
    PutOutcome.REJECTED: LedgerState.REJECTED,
}

# An agent's number may stand in thousands of ads. One edge to any of them joins the lead; twenty keep it
# together when some of them are forgotten.
_MOST_EDGES = 20


class IndexStage:
    """`ads.scored` to the ad index and the records.

    `build` makes a document of an event and seals its text. The order is: write the batch, refresh, look up,
    remember edges. Of two ads that share a contact the later refresh sees the earlier, in whatever process.
    """

    name = "index"

    def __init__(self, index: AdIndex, records: Records, *, build: Callable[[AdScored], AdDocument]) -> None:
        self._index, self._records, self._build = index, records, build

    def handle(self, events: Sequence[Event]) -> Sequence[Outcome]:
        """See `Stage.handle`."""
        scored = [event for event in events if isinstance(event, AdScored)]
        documents = [self._build(event) for event in scored]
        outcomes = list(self._index.put(documents))
        self._index.refresh()
        self._records.link(self._edges(_landed(documents, outcomes)))
        self._records.enter(
            [entry(event.ad, _STATES[outcome]) for event, outcome in zip(scored, outcomes, strict=True)]
        )
        for event in events:
            if isinstance(event, AdWithdrawn):
                self._withdraw(event)
        answers = iter(outcomes)
        return [_outcome(next(answers)) if isinstance(event, AdScored) else _other(event) for event in events]

    def _withdraw(self, event: AdWithdrawn) -> None:
        """Take out what captures up to this one left; a later one, in this batch or before it, stays."""
        found = self._index.get(event.ad_id)
        if found is None or found.captured_at <= event.captured_at:
            self._index.forget([event.ad_id])
            self._records.withdraw(event.ad_id, before=event.captured_at)

    def _edges(self, documents: Iterable[AdDocument]) -> Sequence[Edge]:
        members: dict[str, set[str]] = {}
        for document in documents:
            for key in document.contact_keys:
                members.setdefault(key, set()).add(document.ad_id)
        found = {edge for key, ad_ids in members.items() for edge in self._edges_of(key, ad_ids)}
        return sorted(found, key=lambda edge: (edge.ad_a, edge.ad_b, edge.key))

    def _edges_of(self, key: str, ad_ids: set[str]) -> Iterable[Edge]:
        query = Query(filters=Filters(contact_keys=frozenset({key})), sort=Sort.OLDEST)
        others = self._index.search(query, page=Page(_MOST_EDGES)).documents
        for other in others:
            for ad_id in ad_ids - {other.ad_id}:
                yield Edge(min(ad_id, other.ad_id), max(ad_id, other.ad_id), "contact", key)


def _landed(documents: Iterable[AdDocument], outcomes: Iterable[PutOutcome]) -> Iterable[AdDocument]:
    # A superseded capture links too: whether it came before or after the newer one must not matter.
    for document, outcome in zip(documents, outcomes, strict=True):
        if outcome is not PutOutcome.REJECTED:
            yield document


def _other(event: Event) -> Outcome:
    return Done() if isinstance(event, AdWithdrawn) else SetAside("not a judged ad")


def _outcome(outcome: PutOutcome) -> Outcome:
    if outcome is PutOutcome.REJECTED:
        return SetAside("the index refuses this document")
    return Done()
