"""This module forgets ads for good: wherever they are, on their way too, and however they would come back."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.bus.port import EventBus
from search.forgotten import Forgotten
from search.index.port import AdIndex
from search.query.query import Filters, Query
from search.records.port import Records


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was taken out: documents of the index, and messages of the bus. `ad_ids` are all that were forgotten."""

    ad_ids: tuple[str, ...]
    documents: int
    messages: int


def forget(
    ad_ids: Sequence[str],
    *,
    contact_keys: Sequence[str] = (),
    bus: EventBus,
    index: AdIndex,
    records: Records,
    forgotten: Forgotten,
    at: int,
) -> Erasure:
    """Forget these ads, and those that show one of these contacts; twice, or once more after a kill, is once.

    The marks come first: what is on its way then ends as erased wherever it arrives. Raises `DependencyDown`
    where something is out of reach; then the next call finishes the work.
    """
    shown = Query(filters=Filters(contact_keys=frozenset(contact_keys)))
    with_contact = [document.ad_id for document in index.scan(shown)] if contact_keys else []
    every = tuple(dict.fromkeys([*ad_ids, *with_contact]))
    forgotten.add(every, contact_keys=contact_keys, at=at)
    messages = bus.forget(every)
    documents = index.forget(every)
    records.forget(every)
    return Erasure(every, documents, messages)
