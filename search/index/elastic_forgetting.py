"""This module removes documents from Elasticsearch for good: from the answers at once, then from its files.

A deleted document stays in its segment while the engine may still need it to bring a copy of the shard up to
date, which is what its retention leases say. They move on every half minute.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from models.domain.errors import DependencyDown
from search.index.elastic_cluster import ElasticCluster

_STEP = 1_000  # deletions in one bulk
_MERGING = 3_600.0  # seconds


def forget(client: Elasticsearch, cluster: ElasticCluster, ad_ids: Sequence[str]) -> int:
    """Returns how many were there. Raises `DependencyDown` where their text is not out of the files yet."""
    distinct = list(dict.fromkeys(ad_ids))
    steps = (distinct[start : start + _STEP] for start in range(0, len(distinct), _STEP))
    removed = sum(_delete(client, cluster, some) for some in steps)
    client.indices.refresh(index=cluster.name)
    if cluster.letting_go and _holds_deleted(client, cluster):  # also those of a call that was broken off
        _expunge(client, cluster)
    return removed


def _delete(client: Elasticsearch, cluster: ElasticCluster, ad_ids: Sequence[str]) -> int:
    found = client.mget(index=cluster.name, ids=ad_ids, source=False)["docs"]
    # Only those: also the deletion of what is not there is written down, and kept for half a minute.
    operations = [{"delete": {"_id": each["_id"]}} for each in found if each.get("found")]
    if not operations:
        return 0
    answer = client.bulk(index=cluster.name, operations=operations, require_alias=True)
    removed = 0
    for entry in answer["items"]:
        status = entry["delete"]["status"]
        if status >= 300 and status != 404:
            raise cluster.told(status, str(entry["delete"].get("error", "")))
        removed += status < 300
    return removed


def _expunge(client: Elasticsearch, cluster: ElasticCluster) -> None:
    name, patient = cluster.name, client.options(request_timeout=_MERGING)
    newest = [shard["seq_no"]["max_seq_no"] for shard in _shards(client, cluster)]
    deadline = time.monotonic() + cluster.letting_go
    patient.indices.flush(index=name, force=True, wait_if_ongoing=True)
    while any(
        _kept_from(shard) <= last for shard, last in zip(_shards(client, cluster), newest, strict=True)
    ):
        if time.monotonic() > deadline:
            raise DependencyDown(
                f"The ads are gone from every answer of Elasticsearch at {cluster.urls}, but a copy that lags behind "
                "keeps their text in its files; repeat the call when all its nodes are well."
            )
        time.sleep(0.5)
    patient.indices.forcemerge(index=name, only_expunge_deletes=True)
    patient.indices.flush(index=name, force=True, wait_if_ongoing=True)


def _holds_deleted(client: Elasticsearch, cluster: ElasticCluster) -> bool:
    return any(shard["docs"]["deleted"] for shard in _shards(client, cluster))


def _shards(client: Elasticsearch, cluster: ElasticCluster) -> Sequence[Any]:
    """The first copies of all shards, in order."""
    indices = client.indices.stats(index=cluster.name, level="shards")["indices"]
    return list(_first_copies(indices))


def _first_copies(indices: Any) -> Iterator[Any]:
    for _, index in sorted(indices.items()):
        for _, copies in sorted(index["shards"].items()):
            yield from (copy for copy in copies if copy["routing"]["primary"])


def _kept_from(shard: Any) -> int:
    """The oldest operation that is kept for a copy; what was deleted after it stays in the files."""
    leases = shard["retention_leases"]["leases"]
    kept: int = min(
        (lease["retaining_seq_no"] for lease in leases), default=shard["seq_no"]["max_seq_no"] + 1
    )
    return kept
