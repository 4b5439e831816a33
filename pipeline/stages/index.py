"""This module lands judged ads in the index, links them to their like and closes their ledger entries."""

from collections.abc import Callable, Iterable, Sequence

from models.domain.events import AdScored, AdWithdrawn, Event
from pipeline.ledger import entry
from pipeline.stages.port import Done, Erased, Outcome, SetAside
from search.forgotten import Forgotten
from search.index.document import AdDocument
from search.index.port import AdIndex, Page, PutOutcome
from search.left_alone import LeftAlone
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

    def __init__(
        self,
        index: AdIndex,
        records: Records,
        *,
        build: Callable[[AdScored], AdDocument],
        forgotten: Forgotten,
        left_alone: LeftAlone | None = None,
    ) -> None:
        self._index, self._records, self._build = index, records, build
        self._forgotten, self._left_alone = forgotten, left_alone

    def handle(self, events: Sequence[Event]) -> Sequence[Outcome]:
        """See `Stage.handle`."""
        scored = [(event, self._build(event)) for event in events if isinstance(event, AdScored)]
        forgotten, left_alone = self._marked([document for _, document in scored]), self._met(scored)
        barred = forgotten | left_alone
        welcome = [(event, document) for event, document in scored if document.ad_id not in barred]
        outcomes = self._land(welcome)
        # Looked for again: an ad that was forgotten while the batch was written would else stay for good.
        forgotten |= self._marked([document for _, document in welcome])
        erased = forgotten | left_alone | self._met(welcome)
        self._erase([event for event, _ in scored if event.ad.ad_id in erased], for_good=forgotten)
        for event in events:
            if isinstance(event, AdWithdrawn):
                self._withdraw(event)
        landed = {id(event): outcome for (event, _), outcome in zip(welcome, outcomes, strict=True)}
        return [_outcome(event, landed.get(id(event)), erased) for event in events]

    def _land(self, batch: Sequence[tuple[AdScored, AdDocument]]) -> Sequence[PutOutcome]:
        """Write the batch, link it, enter it; what became of each."""
        documents = [document for _, document in batch]
        outcomes = self._index.put(documents)
        self._index.refresh()
        self._records.link(self._edges(_landed(documents, outcomes)))
        self._records.enter(
            [entry(event.ad, _STATES[outcome]) for (event, _), outcome in zip(batch, outcomes, strict=True)]
        )
        return outcomes

    def _marked(self, documents: Sequence[AdDocument]) -> frozenset[str]:
        """The ads among these that were forgotten, or that show a contact which was."""
        shown: dict[str, set[str]] = {}
        for document in documents:
            shown.setdefault(document.ad_id, set()).update(document.contact_keys)
        return self._forgotten.among(shown) if shown else frozenset()

    def _met(self, scored: Sequence[tuple[AdScored, AdDocument]]) -> frozenset[str]:
        """The ads among these that are under a do-not-refer mark."""
        if self._left_alone is None or not scored or not self._left_alone.any():
            return frozenset()
        return self._left_alone.meet((event.ad, event.judgement.contacts) for event, _ in scored)

    def _erase(self, events: Sequence[AdScored], *, for_good: frozenset[str]) -> None:
        """Nothing of these ads stays; their captures end as erased."""
        if not events:
            return
        ad_ids = sorted({event.ad.ad_id for event in events})
        if for_good:
            # The ads too, where it was a contact that was forgotten: the next crawl then leaves them where they are.
            self._forgotten.add(sorted(for_good), at=max(event.ad.captured_at for event in events))
        self._index.forget(ad_ids)
        self._records.enter([entry(event.ad, LedgerState.ERASED) for event in events])
        self._records.forget(ad_ids)

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


def _outcome(event: Event, landed: PutOutcome | None, erased: frozenset[str]) -> Outcome:
    if isinstance(event, AdWithdrawn):
        return Done()
    if not isinstance(event, AdScored):
        return SetAside("not a judged ad")
    if event.ad.ad_id in erased:
        return Erased()
    return SetAside("the index refuses this document") if landed is PutOutcome.REJECTED else Done()
