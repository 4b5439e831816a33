"""What an operator meets: servers that are away, full, or somebody else's. A sentence, a status, and nothing lost."""

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch
from pydantic import SecretStr

from models.codec import encode
from models.domain.errors import DependencyDown
from models.domain.events import AdCollected
from pipeline import bootstrap
from pipeline.bootstrap import StageName
from pipeline.bus.kafka_cluster import KafkaCluster
from pipeline.bus.port import Message, Topic
from pipeline.jobs.drain import drain_stage
from pipeline.ledger import totals
from pipeline.settings import BusEngine, IndexEngine, Settings
from pipeline.stack import stack
from search.index.port import PutOutcome
from search.query.query import Query
from search.records.port import LedgerState
from tests.contract.documents import ad as document
from tests.services.commands import begin_nigah, nigah
from tests.services.test_landing import publish
from tests.unit.pipeline.builders import ad
from tests.unit.search.builders import scored

pytestmark = pytest.mark.services

NOBODY = "127.0.0.1:9"


@pytest.fixture
def given(servers: Mapping[str, str], tmp_path: Path) -> Mapping[str, str]:
    """Settings that are right, with names of their own on the servers."""
    name = f"t{uuid4().hex}"
    own = {"NIGAH_KAFKA_PREFIX": f"{name}.", "NIGAH_ELASTIC_NAME": name}
    return {**servers, **own, "NIGAH_RECORDS_URL": f"sqlite:///{tmp_path / 'records.sqlite3'}"}


AWAY: list[tuple[tuple[str, ...], str, str, str]] = [
    (("work", "screen", "--drain"), "NIGAH_KAFKA_SERVERS", NOBODY, rf"Kafka at {NOBODY} is out of reach"),
    (("crawl", "sample.yaml"), "NIGAH_KAFKA_SERVERS", NOBODY, rf"Kafka at {NOBODY} is out of reach"),
    (
        ("work", "index", "--drain"),
        "NIGAH_ELASTIC_URL",
        f"http://{NOBODY}",
        r"Elasticsearch at \S+ is out of reach",
    ),
    (("search", "maid"), "NIGAH_ELASTIC_URL", f"http://{NOBODY}", r"Elasticsearch at \S+ is out of reach"),
    (("digest",), "NIGAH_ELASTIC_URL", f"http://{NOBODY}", r"Elasticsearch at \S+ is out of reach"),
    (
        ("ledger",),
        "NIGAH_RECORDS_URL",
        f"postgresql+psycopg://u@{NOBODY}/d",
        r"records database \S+ is out of reach",
    ),
    (("doctor",), "NIGAH_KAFKA_SERVERS", NOBODY, rf"Kafka at {NOBODY} is out of reach"),
]


@pytest.mark.parametrize("away", AWAY, ids=lambda away: f"{away[0][0]}-{away[1]}")
def test_a_server_that_is_away_at_the_start_is_named_with_status_3(
    given: Mapping[str, str], tmp_path: Path, away: tuple[tuple[str, ...], str, str, str]
) -> None:
    arguments, setting, value, sentence = away
    if arguments[0] == "crawl":
        arguments = ("crawl", str(a_card(tmp_path)))
    if arguments[0] == "doctor":
        (tmp_path / "home").mkdir(mode=0o700)
    code, out, told = nigah({**given, setting: value}, tmp_path / "home", *arguments)
    assert code == 3, told
    assert re.search(sentence, out + told), told
    assert "Traceback" not in told


def a_card(folder: Path) -> Path:
    from pipeline.sampleboard.card import write_card

    write_card(folder, "http://127.0.0.1:9")
    (card,) = folder.glob("*.yaml")
    return card


def test_an_index_with_a_foreign_mapping_is_refused_with_status_2(
    given: Mapping[str, str], tmp_path: Path
) -> None:
    name = given["NIGAH_ELASTIC_NAME"]
    with closing(Elasticsearch(given["NIGAH_ELASTIC_URL"])) as client:
        client.indices.create(
            index=f"{name}-x", mappings={"properties": {"title": {"type": "text"}}}, aliases={name: {}}
        )
        code, _, told = nigah(given, tmp_path / "home", "work", "index", "--drain")
        client.indices.delete(index=f"{name}-x")
    assert code == 2
    assert "is not an index of Nigah (its mapping is another); name another in NIGAH_ELASTIC_NAME." in told
    assert "Traceback" not in told


def test_a_topic_with_too_few_partitions_is_refused_with_status_2(
    given: Mapping[str, str], tmp_path: Path
) -> None:
    admin = KafkaCluster(given["NIGAH_KAFKA_SERVERS"]).admin()
    name = f"{given['NIGAH_KAFKA_PREFIX']}ads.scored"
    admin.create_topics(
        {name: {"num_partitions": 2, "configs": {"retention.ms": "3600000"}}}, wait_for_metadata=True
    )
    admin.close()
    code, _, told = nigah(given, tmp_path / "home", "work", "screen", "--drain")
    assert code == 2
    assert f"Kafka's topic {name} has 2 partitions and the settings ask for 6" in told
    assert "set NIGAH_KAFKA_PARTITIONS lower" in told


def settings_of(given: Mapping[str, str], home: Path) -> Settings:
    return Settings(
        home=home,
        bus=BusEngine.KAFKA,
        index=IndexEngine.ELASTICSEARCH,
        kafka_servers=given["NIGAH_KAFKA_SERVERS"],
        kafka_prefix=given["NIGAH_KAFKA_PREFIX"],
        elastic_url=given["NIGAH_ELASTIC_URL"],
        elastic_name=given["NIGAH_ELASTIC_NAME"],
        records_url=SecretStr(given["NIGAH_RECORDS_URL"]),
    )


@pytest.fixture
def own(
    servers: Mapping[str, str], given: Mapping[str, str], tmp_path: Path
) -> Iterator[Callable[[str], Mapping[str, str]]]:
    """Starts a server that a test may mistreat; returns the settings with it in the others' place."""
    folder = tmp_path / "stack"

    def start(name: str) -> Mapping[str, str]:
        return {**given, **stack.up(folder, names=[name])}

    yield start
    stack.down(folder, erase=True)


def wait_for(is_so: Callable[[], bool], *, patience: float = 90) -> None:
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_a_worker_waits_for_a_broker_that_goes_away_in_the_middle_and_says_so(
    own: Callable[[str], Mapping[str, str]], tmp_path: Path
) -> None:
    given, home, log = own("kafka"), tmp_path / "home", tmp_path / "worker.log"
    settings = settings_of(given, home)
    with closing(bootstrap.open_bus(settings)) as bus:
        bus.publish([Message(Topic.COLLECTED, ad(n).ad_id, encode(AdCollected(ad(n)))) for n in range(20)])
    worker = begin_nigah(given, home, "work", "screen", log=log)
    try:
        wait_for(lambda: lag(settings, StageName.SCREEN) == 0)
        (server,) = stack.status(tmp_path / "stack")
        os.kill(server.pid, signal.SIGKILL)
        wait_for(lambda: "is out of reach" in log.read_text())
        assert worker.poll() is None
        own("kafka")
        with closing(bootstrap.open_bus(settings)) as bus:
            bus.publish(
                [Message(Topic.COLLECTED, ad(n).ad_id, encode(AdCollected(ad(n)))) for n in range(20, 30)]
            )
        wait_for(lambda: lag(settings, StageName.SCREEN) == 0)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    finally:
        worker.kill()
    assert "nigah: screen: 30 handled, 0 of them set aside" in log.read_text()
    assert "Traceback" not in log.read_text()


def lag(settings: Settings, stage: StageName) -> int:
    with closing(bootstrap.open_bus(settings)) as bus:
        return bus.lag(stage.topic, group=stage)


def test_elasticsearch_above_its_flood_stage_takes_nothing_says_so_and_nothing_is_lost(
    own: Callable[[str], Mapping[str, str]], tmp_path: Path
) -> None:
    given, home = own("elasticsearch"), tmp_path / "home"
    settings = settings_of(given, home)
    publish(settings, [scored(str(number)) for number in range(50)])
    with (
        closing(Elasticsearch(given["NIGAH_ELASTIC_URL"])) as client,
        closing(bootstrap.open_index(settings)) as index,
    ):
        assert list(index.put([document("a1")])) == [PutOutcome.INDEXED]
        watermarks(client, "0.01%", "0.02%", "0.03%")  # any disk is fuller than that

        numbers = count(2)

        def is_full() -> bool:
            try:
                index.put([document(f"a{next(numbers)}")])
            except DependencyDown as error:
                return "is full, so it takes nothing in; free some space" in str(error)
            return False

        wait_for(is_full)
        with pytest.raises(DependencyDown, match="is full"):
            drain_impatiently(settings)
        assert totals_of(settings)[LedgerState.INDEXED] == 0
        index.refresh()
        assert index.get("a1") == document("a1")
        watermarks(client, None, None, None)
        client.indices.put_settings(  # what the node itself does at its next look at the disk
            index=settings.elastic_name, settings={"index.blocks.read_only_allow_delete": None}
        )
        drain_stage(settings, StageName.INDEX, seconds=60)
        assert totals_of(settings)[LedgerState.INDEXED] == 50
        assert index.count(Query()) >= 51


def watermarks(client: Elasticsearch, low: str | None, high: str | None, flood: str | None) -> None:
    disk = "cluster.routing.allocation.disk.watermark"
    steps = {f"{disk}.low": low, f"{disk}.high": high, f"{disk}.flood_stage": flood}
    client.cluster.put_settings(persistent={**steps, "cluster.info.update.interval": "10s"})


def drain_impatiently(settings: Settings) -> None:
    """One drain that has little patience."""
    with bootstrap.open_worker(settings, StageName.INDEX) as worker:
        worker.drain(threading.Event(), patience=3)


def totals_of(settings: Settings) -> Mapping[LedgerState, int]:
    with closing(bootstrap.open_records(settings)) as records:
        return totals(records.ledger())
