"""What only Elasticsearch has: mappings, aliases, nodes that go away or are full. The common promises are in `contract/`."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from models.domain.errors import DependencyDown, WrongUsage
from pipeline.stack import stack
from search.index.elastic import ElasticIndex
from search.index.elastic_cluster import ElasticCluster
from search.index.port import Page, PutOutcome
from search.query.query import And, Expression, Filters, Not, Or, Query, Sort, Term
from tests.contract.documents import ad

pytestmark = pytest.mark.services


@pytest.fixture
def cluster(elastic_server: str) -> Iterator[ElasticCluster]:
    made = ElasticCluster(elastic_server, name=f"t{uuid4().hex}", patience=20.0)
    yield made
    with closing(made.client()) as client:
        for index in client.indices.get(index=f"{made.name}*"):
            client.indices.delete(index=index)


@pytest.fixture
def client(cluster: ElasticCluster) -> Iterator[Elasticsearch]:
    with closing(cluster.client()) as opened:
        yield opened


@pytest.fixture
def index(cluster: ElasticCluster) -> Iterator[ElasticIndex]:
    with closing(ElasticIndex(cluster)) as opened:
        yield opened


def test_the_index_carries_its_version_behind_an_alias(
    index: ElasticIndex, cluster: ElasticCluster, client: Elasticsearch
) -> None:
    found = client.indices.get(index=cluster.name)
    assert list(found) == [f"{cluster.name}-v1"]
    assert found[f"{cluster.name}-v1"]["mappings"]["dynamic"] == "strict"
    with closing(ElasticIndex(cluster)) as again:  # a second start finds it
        again.put([ad("a1")])
    assert index.get("a1") == ad("a1")


def test_first_starts_at_once_make_the_index_once(cluster: ElasticCluster) -> None:
    failed: list[Exception] = []

    def start() -> None:
        try:
            ElasticIndex(cluster).close()
        except (DependencyDown, WrongUsage) as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []


def test_an_index_of_somebody_else_is_refused(cluster: ElasticCluster, client: Elasticsearch) -> None:
    client.indices.create(index=f"{cluster.name}-x", aliases={cluster.name: {}})
    with pytest.raises(WrongUsage, match="is not an index of Nigah"):
        ElasticIndex(cluster)


def test_an_index_in_the_place_of_the_alias_is_refused(
    cluster: ElasticCluster, client: Elasticsearch
) -> None:
    client.indices.create(index=cluster.name)
    with pytest.raises(WrongUsage, match="is not an index of Nigah"):
        ElasticIndex(cluster)


def test_an_index_without_its_alias_is_named(cluster: ElasticCluster, client: Elasticsearch) -> None:
    client.indices.create(index=f"{cluster.name}-v1")
    with pytest.raises(WrongUsage, match="does not lead to it"):
        ElasticIndex(cluster)


@pytest.mark.parametrize(
    ("meta", "sentence"),
    [({"nigah": 2}, "made by a newer Nigah"), ({"nigah": 1}, "laid out for another Nigah")],
)
def test_an_index_of_another_version_is_refused(
    cluster: ElasticCluster, client: Elasticsearch, meta: dict[str, int], sentence: str
) -> None:
    client.indices.create(index=f"{cluster.name}-x", mappings={"_meta": meta}, aliases={cluster.name: {}})
    with pytest.raises(WrongUsage, match=sentence):
        ElasticIndex(cluster)


def test_an_index_that_was_removed_is_not_made_again_by_a_put(
    index: ElasticIndex, cluster: ElasticCluster, client: Elasticsearch
) -> None:
    client.indices.delete(index=f"{cluster.name}-v1")
    with pytest.raises(WrongUsage, match="is gone"):
        index.put([ad("a1")])
    with pytest.raises(WrongUsage, match="is gone"):
        index.get("a1")
    assert not client.indices.exists(index=cluster.name)


def test_at_the_flood_stage_nothing_goes_in_and_the_sentence_says_why(
    index: ElasticIndex, cluster: ElasticCluster, client: Elasticsearch
) -> None:
    index.put([ad("a1")])
    # What the node itself sets when its disk is nearly full.
    client.indices.put_settings(index=cluster.name, settings={"index.blocks.read_only_allow_delete": True})
    with pytest.raises(DependencyDown, match=r"disk of Elasticsearch at .* is full"):
        index.put([ad("a2")])
    assert index.get("a1") == ad("a1")
    client.indices.put_settings(index=cluster.name, settings={"index.blocks.read_only_allow_delete": None})
    assert list(index.put([ad("a2")])) == [PutOutcome.INDEXED]


def test_a_forgotten_ad_is_in_no_file_of_the_engine(
    index: ElasticIndex, cluster: ElasticCluster, client: Elasticsearch
) -> None:
    word = f"zq{uuid4().hex}"
    index.put([ad("a1", "maid"), replace(ad("a2"), tokens=f"cook {word}"), ad("a3", "driver")])
    index.refresh()
    (node,) = client.nodes.stats(metric="fs")["nodes"].values()
    number = client.indices.get(index=cluster.name)[f"{cluster.name}-v1"]["settings"]["index"]["uuid"]
    folder = Path(node["fs"]["data"][0]["path"], "indices", number)

    def files_with_the_word() -> list[str]:
        return [
            path.name for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()
        ]

    assert files_with_the_word()
    assert index.forget(["a2"]) == 1
    assert files_with_the_word() == []
    assert index.count(Query()) == 2


def test_two_writers_at_once_end_like_one_after_the_other(cluster: ElasticCluster) -> None:
    captures = [
        ad(f"a{number % 10}", captured_at=number // 10, content_hash=f"h{number:03}") for number in range(200)
    ]
    outcomes: list[PutOutcome] = []

    def write(order: int) -> None:
        with closing(ElasticIndex(cluster)) as own:
            for start in range(0, 200, 20):
                outcomes.extend(own.put(captures[::order][start : start + 20]))

    ElasticIndex(cluster).close()
    threads = [threading.Thread(target=write, args=(order,)) for order in (1, -1, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == 600
    with closing(ElasticIndex(cluster)) as index:
        index.refresh()
        kept = index.search(Query(), page=Page(size=50)).documents
    assert sorted((each.ad_id, each.content_hash) for each in kept) == [
        (f"a{number}", f"h19{number}") for number in range(10)
    ]


def test_an_ad_of_five_megabytes_goes_in_beside_small_ones(index: ElasticIndex) -> None:
    big = ad("big", "maid " * 400_000, sealed=os.urandom(5_000_000))
    assert (
        list(index.put([ad("a1", "maid"), big, *[ad(f"b{n}", sealed=b"x" * 3_000_000) for n in range(8)]]))
        == [PutOutcome.INDEXED] * 10
    )
    index.refresh()
    assert index.get("big") == big
    assert index.count(Query(match=Term("maid"))) == 2


def test_a_filter_of_a_hundred_thousand_ads_is_one_question(index: ElasticIndex) -> None:
    index.put([ad("a7"), ad("b7")])
    index.refresh()
    ids = frozenset(f"a{number}" for number in range(100_000))
    assert index.count(Query(filters=Filters(ad_ids=ids))) == 1


def test_many_negations_are_few(index: ElasticIndex) -> None:
    index.put([ad("a1", "maid"), ad("a2", "cook")])
    index.refresh()
    expression: Expression = Term("maid")
    for _ in range(101):
        expression = Not(expression)
    assert [each.ad_id for each in index.search(Query(match=expression), page=Page()).documents] == ["a2"]


def nested(depth: int) -> Expression:
    expression: Expression = Term("maid")
    for level in range(depth):
        expression = And((expression, Term("cook"))) if level % 2 else Or((expression, Term("driver")))
    return expression


def test_a_search_may_be_nested_as_deep_as_the_engine_bears_and_no_deeper(index: ElasticIndex) -> None:
    index.put([ad("a1", "maid cook"), ad("a2", "maid")])
    index.refresh()
    deep = Query(match=nested(25), filters=Filters(sources=frozenset({"board"})), sort=Sort.RELEVANCE)
    assert [each.ad_id for each in index.search(deep, page=Page()).documents] == ["a1"]
    with pytest.raises(WrongUsage, match="nested too deeply"):
        index.count(Query(match=nested(26)))


def test_a_node_that_nobody_answers_for_is_told_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(DependencyDown, match=r"Elasticsearch at http://127\.0\.0\.1:9 is out of reach"):
        ElasticIndex(ElasticCluster("http://127.0.0.1:9", patience=5.0))
    assert time.monotonic() - began < 5


class _Stranger(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        pass


def test_another_product_at_the_address_is_told() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Stranger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with pytest.raises(WrongUsage, match="is not Elasticsearch"):
        ElasticIndex(ElasticCluster(f"http://127.0.0.1:{server.server_port}"))
    server.shutdown()
    server.server_close()


def test_a_node_that_speaks_no_tls_is_told(elastic_server: str) -> None:
    with pytest.raises(WrongUsage, match=r"speaks no TLS; write http:// in NIGAH_ELASTIC_URL"):
        ElasticIndex(ElasticCluster(elastic_server.replace("http:", "https:")))


@pytest.mark.parametrize("address", ["nowhere", "http://", "://x"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(WrongUsage, match="The address of Elasticsearch is wrong"):
        ElasticIndex(ElasticCluster(address))


def test_what_was_acknowledged_survives_a_killed_node(tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    try:
        url = stack.up(folder, names=["elasticsearch"])["NIGAH_ELASTIC_URL"]
        cluster = ElasticCluster(url, patience=5.0)
        with closing(ElasticIndex(cluster)) as index:
            index.put([ad(f"a{number}") for number in range(300)])
            (server,) = stack.status(folder)
            os.killpg(server.pid, signal.SIGKILL)
            with pytest.raises(DependencyDown, match="out of reach"):
                index.put([ad("b1")])
            with pytest.raises(DependencyDown):
                index.search(Query(), page=Page())
            stack.up(folder, names=["elasticsearch"])
            assert list(index.put([ad("a1"), ad("b1")])) == [PutOutcome.UNCHANGED, PutOutcome.INDEXED]
            index.refresh()
            assert index.count(Query()) == 301
    finally:
        stack.down(folder, erase=True)


def test_a_rejected_document_of_the_engine_leaves_the_others_in(index: ElasticIndex) -> None:
    unbearable = replace(ad("bad"), source="x" * 40_000)  # a keyword takes 32,766 bytes
    assert list(index.put([ad("a1"), unbearable, ad("a2")])) == [
        PutOutcome.INDEXED,
        PutOutcome.REJECTED,
        PutOutcome.INDEXED,
    ]
    assert index.get("bad") is None
