"""This module puts documents into Elasticsearch so that an older capture never overwrites a newer.

What is there is read first, and written over only if it is that still (its sequence number says so): two
writers at once end like one after the other. External versions could not do it: they know no content hash, no
time before 1970, and would keep a forgotten ad from coming again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from search.index.document import AdDocument
from search.index.elastic_cluster import ElasticCluster
from search.index.elastic_schema import source
from search.index.port import PutOutcome
from search.index.sqlite_schema import is_storable

_MOST = 500  # documents of one bulk
_MOST_BYTES = 16_000_000  # of their text; a node refuses a hundred million


@dataclass(frozen=True, slots=True)
class _Present:
    """What the index holds of an ad: capture time and content hash, and where it stands for writing over it."""

    version: tuple[int, str]
    place: Mapping[str, int]


@dataclass(slots=True)
class _Ad:
    """The documents of one ad in a batch, by their number in it; `outcomes` of those that are settled."""

    documents: dict[int, AdDocument]
    outcomes: dict[int, PutOutcome] = field(default_factory=dict)

    def settle(self, present: _Present | None) -> AdDocument | None:
        """Decide what becomes of each as if put one after the other; returns what is to be written, if anything."""
        version = present.version if present else None
        last = None
        for number, document in self.documents.items():
            if self.outcomes.get(number) is PutOutcome.REJECTED:
                continue
            offered = (document.captured_at, document.content_hash)
            self.outcomes[number] = _outcome(offered, version)
            if version is None or offered > version:
                version, last = offered, document
        return last

    def reject(self, document: AdDocument) -> None:
        """Leave this one out from now on."""
        for number, each in self.documents.items():
            if each is document:
                self.outcomes[number] = PutOutcome.REJECTED


def put(
    client: Elasticsearch, cluster: ElasticCluster, documents: Sequence[AdDocument]
) -> Sequence[PutOutcome]:
    """Upsert all; one outcome each, in order."""
    outcomes: list[PutOutcome] = []
    for batch in _batches(documents):
        outcomes += _put_batch(client, cluster, batch)
    return tuple(outcomes)


def _put_batch(
    client: Elasticsearch, cluster: ElasticCluster, batch: Sequence[AdDocument]
) -> Sequence[PutOutcome]:
    ads: dict[str, _Ad] = {}
    settled = {number: PutOutcome.REJECTED for number, each in enumerate(batch) if not is_storable(each)}
    for number, document in enumerate(batch):
        if number not in settled:
            ads.setdefault(document.ad_id, _Ad({})).documents[number] = document
    pending = ads
    while pending:
        present = _present(client, cluster, list(pending))
        written = {ad_id: last for ad_id, ad in pending.items() if (last := ad.settle(present.get(ad_id)))}
        pending = {ad_id: pending[ad_id] for ad_id in _write(client, cluster, written, present, pending)}
    for ad in ads.values():
        settled |= ad.outcomes
    return [settled[number] for number in range(len(batch))]


def _present(client: Elasticsearch, cluster: ElasticCluster, ad_ids: Sequence[str]) -> Mapping[str, _Present]:
    answer = client.mget(index=cluster.name, ids=ad_ids, source=["captured_at", "content_hash"])
    return {
        found["_id"]: _Present(
            (found["_source"]["captured_at"], found["_source"]["content_hash"]),
            {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]},
        )
        for found in answer["docs"]
        if found.get("found")
    }


def _write(
    client: Elasticsearch,
    cluster: ElasticCluster,
    written: Mapping[str, AdDocument],
    present: Mapping[str, _Present],
    ads: Mapping[str, _Ad],
) -> Iterator[str]:
    """Write these; yields the ads that must be settled anew, because another writer was faster or one was refused."""
    if not written:
        return
    operations: list[Mapping[str, Any]] = []
    for ad_id, document in written.items():
        where = {"_id": ad_id, **(present[ad_id].place if ad_id in present else {})}
        operations += [{"index" if ad_id in present else "create": where}, source(document)]
    answer = client.bulk(index=cluster.name, operations=operations, require_alias=True)
    for entry in answer["items"]:
        ((_, item),) = entry.items()
        status = item["status"]
        if status == 409:
            yield item["_id"]
        elif status == 400:
            ads[item["_id"]].reject(written[item["_id"]])
            yield item["_id"]
        elif status >= 300:
            raise cluster.told(status, str(item.get("error", "")))


def _outcome(offered: tuple[int, str], present: tuple[int, str] | None) -> PutOutcome:
    if present is None:
        return PutOutcome.INDEXED
    if offered == present:
        return PutOutcome.UNCHANGED
    if offered < present:
        return PutOutcome.SUPERSEDED
    return PutOutcome.DUPLICATE if offered[1] == present[1] else PutOutcome.INDEXED


def _batches(documents: Sequence[AdDocument]) -> Iterator[Sequence[AdDocument]]:
    batch: list[AdDocument] = []
    size = 0
    for document in documents:
        weight = 4 * len(document.tokens) + 2 * len(document.sealed)
        if batch and (len(batch) == _MOST or size + weight > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += weight
    if batch:
        yield batch
