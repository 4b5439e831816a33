"""This module keeps the ad index in Elasticsearch 8 or 9, for more ads and readers than one machine serves."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from elasticsearch import ApiError, NotFoundError, TransportError

from search.index.document import AdDocument
from search.index.elastic_cluster import ElasticCluster
from search.index.elastic_forgetting import forget
from search.index.elastic_query import condition, counting, order, ranked
from search.index.elastic_schema import document
from search.index.elastic_writing import put
from search.index.port import Hits, Page, PutOutcome
from search.query.cursor import from_cursor, to_cursor
from search.query.query import Facet, FacetCounts, Query

_MOST_HITS = (
    9_999  # of one page; an index gives ten thousand at once, and one more tells whether there is more
)
_STEP = 500  # documents read at a time in a scan
_KEEP_ALIVE = "5m"  # how long a scan may rest between two steps


class ElasticIndex:
    """`AdIndex` behind an alias of an Elasticsearch cluster. No scripts, no calls by query: any node can do it."""

    def __init__(self, cluster: ElasticCluster) -> None:
        self._cluster = cluster
        self._client = cluster.client()
        try:
            cluster.prepare(self._client)
        except BaseException:  # an interrupt too: nothing is left open, and it goes on
            self._client.close()
            raise

    def put(self, documents: Sequence[AdDocument]) -> Sequence[PutOutcome]:
        """Upsert in bulks; each document is durable on its own, so after `DependencyDown` some may be in."""
        with self._cluster.explained():
            return put(self._client, self._cluster, documents)

    def refresh(self) -> None:
        """Make all that was put findable."""
        with self._cluster.explained():
            self._client.indices.refresh(index=self._cluster.name)

    def get(self, ad_id: str) -> AdDocument | None:
        """The document, or None; also one that is not findable yet."""
        with self._cluster.explained():
            try:
                return document(self._client.get(index=self._cluster.name, id=ad_id)["_source"])
            except NotFoundError as error:
                if error.error == "index_not_found_exception":
                    raise
                return None

    def search(self, query: Query, *, page: Page) -> Hits:
        """One page of at most 9,999, total and facets. A page begins behind the last hit of the one before it.

        No point in time is held for a reader who may never ask for the next page: an ad that comes meanwhile
        may show on it, but none shows twice.
        """
        after = from_cursor(query, page.after) if page.after is not None else None
        size = min(page.size, _MOST_HITS)
        with self._cluster.explained():
            answer = self._client.search(
                index=self._cluster.name,
                query=ranked(query),
                sort=order(query),
                search_after=after,
                size=size + 1,
                track_total_hits=True,
                aggs=counting(query.facets) or None,
            )
        hits = answer["hits"]["hits"]
        documents = tuple(document(hit["_source"]) for hit in hits[:size])
        more = 0 < size < len(hits)
        following = to_cursor(query, hits[size - 1]["sort"][0], documents[-1].ad_id) if more else None
        facets = _facets(query.facets, answer.get("aggregations", {}))
        return Hits(documents, answer["hits"]["total"]["value"], facets, following)

    def count(self, query: Query) -> int:
        """How many documents match."""
        with self._cluster.explained():
            return int(self._client.count(index=self._cluster.name, query=condition(query))["count"])

    def scan(self, query: Query) -> Iterator[AdDocument]:
        """Every match as of the call, in steps; an ad forgotten meanwhile is left out."""
        with self._cluster.explained():
            opened = self._client.open_point_in_time(index=self._cluster.name, keep_alive=_KEEP_ALIVE)
        return self._steps(query, opened["id"])

    def forget(self, ad_ids: Sequence[str]) -> int:
        """Remove these ads, also from the segments and the log of the engine; see `ElasticCluster.letting_go`."""
        with self._cluster.explained():
            return forget(self._client, self._cluster, ad_ids)

    def close(self) -> None:
        """Release what is held; closing twice is allowed."""
        self._client.close()

    def _steps(self, query: Query, point: str) -> Iterator[AdDocument]:
        after: Sequence[Any] | None = None
        try:
            while True:
                with self._cluster.explained():
                    answer = self._client.search(
                        pit={"id": point, "keep_alive": _KEEP_ALIVE},
                        query=condition(query),
                        sort=["_shard_doc"],
                        search_after=after,
                        size=_STEP,
                        track_total_hits=False,
                    )
                    point, hits = answer["pit_id"], answer["hits"]["hits"]
                    left = self._still_there([hit["_id"] for hit in hits])
                yield from (document(hit["_source"]) for hit in hits if hit["_id"] in left)
                if len(hits) < _STEP:
                    return
                after = hits[-1]["sort"]
        finally:
            with suppress(ApiError, TransportError):  # else it closes by itself
                self._client.close_point_in_time(id=point)

    def _still_there(self, ad_ids: Sequence[str]) -> frozenset[str]:
        if not ad_ids:
            return frozenset()
        answer = self._client.mget(index=self._cluster.name, ids=ad_ids, source=False)
        return frozenset(found["_id"] for found in answer["docs"] if found.get("found"))


def _facets(facets: frozenset[Facet], told: Mapping[str, Any]) -> FacetCounts:
    return {
        facet: {bucket["key"]: bucket["doc_count"] for bucket in told[str(facet)]["buckets"]}
        for facet in facets
    }
