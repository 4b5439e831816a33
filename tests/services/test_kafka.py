"""What only Kafka has: transactions, partitions, brokers that go away. The common promises are in `contract/`."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from models.domain.errors import DependencyDown, WrongUsage
from pipeline.bus.kafka import KafkaBus
from pipeline.bus.kafka_cluster import KafkaCluster
from pipeline.bus.port import Message, Received, Subscription, Topic
from pipeline.stack import stack

pytestmark = pytest.mark.services

HOUR = 3_600_000


@pytest.fixture
def cluster(kafka_server: str) -> KafkaCluster:
    return KafkaCluster(kafka_server, prefix=f"t{uuid4().hex}.", session=2.0, patience=10.0, transaction=4.0)


@pytest.fixture
def bus(cluster: KafkaCluster) -> Iterator[KafkaBus]:
    with closing(KafkaBus(cluster, partitions=3)) as opened:
        yield opened


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Path]:
    """A broker that may be killed: the folder of its stack."""
    folder = tmp_path / "stack"
    stack.up(folder, names=["kafka"])
    yield folder
    stack.down(folder, erase=True)


def message(key: str, value: bytes = b"{}", *, topic: Topic = Topic.COLLECTED) -> Message:
    return Message(topic, key, value)


def many(count: int, *, topic: Topic = Topic.COLLECTED) -> list[Message]:
    return [message(f"a{number}", b"%d" % number, topic=topic) for number in range(count)]


def take(subscription: Subscription, count: int, *, patience: float = 15.0) -> list[Received]:
    taken: list[Received] = []
    deadline = time.monotonic() + patience
    while len(taken) < count and time.monotonic() < deadline:
        taken += subscription.poll(limit=count - len(taken), timeout=0.5)
    return taken


def values(received: Sequence[Received]) -> list[int]:
    return sorted(int(each.message.value) for each in received)


def create(cluster: KafkaCluster, topic: Topic, **settings: Any) -> None:
    admin = cluster.admin()
    admin.create_topics({cluster.topic(topic): settings}, wait_for_metadata=True)
    admin.close()


def test_topics_are_made_with_their_retention_and_partitions(bus: KafkaBus, cluster: KafkaCluster) -> None:
    from kafka.admin import ConfigResource, ConfigResourceType

    admin = cluster.admin()
    names = {topic: cluster.topic(topic) for topic in Topic}
    asked = [ConfigResource(ConfigResourceType.TOPIC, name, ["retention.ms"]) for name in names.values()]
    kept = admin.describe_configs(asked, config_filter="all")["topic"]
    counts = {each["name"]: len(each["partitions"]) for each in admin.describe_topics(list(names.values()))}
    admin.close()
    hours = {topic: int(kept[name]["retention.ms"]["value"]) // HOUR for topic, name in names.items()}
    assert hours == {Topic.COLLECTED: 72, Topic.SCORED: 168, Topic.RESTRICTED: 72, Topic.QUARANTINE: 336}
    assert set(counts.values()) == {3}


def test_a_topic_with_too_few_partitions_is_refused_and_the_sentence_says_what_to_do(
    cluster: KafkaCluster,
) -> None:
    create(cluster, Topic.SCORED, num_partitions=1, configs={"retention.ms": str(HOUR)})
    with pytest.raises(
        WrongUsage, match=r"ads\.scored has 1 partitions and the settings ask for 3.*--partitions 3"
    ):
        KafkaBus(cluster, partitions=3)
    KafkaBus(cluster, partitions=1).close()


def test_a_topic_that_keeps_ads_too_long_is_refused(cluster: KafkaCluster) -> None:
    create(cluster, Topic.COLLECTED, num_partitions=3)  # the broker's own retention: a week
    with pytest.raises(
        WrongUsage, match=r"longer than the 72 hours it may; set its retention\.ms to 259200000"
    ):
        KafkaBus(cluster, partitions=3)


def test_two_first_starts_at_once_make_the_topics_once(cluster: KafkaCluster) -> None:
    failed: list[Exception] = []

    def start() -> None:
        try:
            KafkaBus(cluster, partitions=3).close()
        except (DependencyDown, WrongUsage) as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []


def test_two_deployments_on_one_cluster_do_not_see_each_other(bus: KafkaBus, cluster: KafkaCluster) -> None:
    with closing(KafkaBus(replace(cluster, prefix=f"o{uuid4().hex}."), partitions=3)) as other:
        bus.publish([message("a1")])
        assert (bus.lag(Topic.COLLECTED, group="screen"), other.lag(Topic.COLLECTED, group="screen")) == (
            1,
            0,
        )


def test_the_marks_of_transactions_are_no_messages(bus: KafkaBus) -> None:
    for _ in range(5):
        bus.publish(many(4))
    assert bus.lag(Topic.COLLECTED, group="screen") == 20
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        subscription.commit(take(subscription, 20), publish=many(20, topic=Topic.SCORED))
    assert (bus.lag(Topic.COLLECTED, group="screen"), bus.lag(Topic.SCORED, group="index")) == (0, 20)


def test_a_long_lag_is_an_upper_bound(bus: KafkaBus) -> None:
    for start in range(0, 1_500, 500):
        bus.publish([message(f"a{number}") for number in range(start, start + 500)])
    assert (
        1_500 <= bus.lag(Topic.COLLECTED, group="screen") <= 1_500 + 9
    )  # three transactions, three partitions


def test_what_others_write_there_is_delivered_too(bus: KafkaBus, cluster: KafkaCluster) -> None:
    producer = cluster.producer()
    for key, value in ((None, b"no key"), (b"\xff", b"no text"), (b"a1", None)):
        producer.send(cluster.topic(Topic.COLLECTED), key=key, value=value).get(timeout=10)
    producer.close()
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 3)
    assert sorted((each.message.key, each.message.value) for each in received) == [
        ("", b"no key"),
        ("a1", b""),
        ("\ufffd", b"no text"),
    ]


def die_within_a_transaction(cluster: KafkaCluster) -> None:
    """Publish without end of the transaction, and be killed."""
    producer = cluster.producer(transactional_id=uuid4().hex, transaction_timeout_ms=2_000)
    producer.init_transactions()
    producer.begin_transaction()
    producer.send(cluster.topic(Topic.COLLECTED), key=b"a1", value=b"1").get(timeout=10)
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_process_left_half_published_is_never_delivered(
    bus: KafkaBus, cluster: KafkaCluster
) -> None:
    child = multiprocessing.get_context("forkserver").Process(
        target=die_within_a_transaction, args=(cluster,)
    )
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    bus.publish([message("a1", b"2"), message("a2", b"3")])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        assert values(take(subscription, 2)) == [2, 3]
        assert list(subscription.poll(limit=1, timeout=0.5)) == []
    assert bus.lag(Topic.COLLECTED, group="screen") == 2


def test_a_batch_may_take_longer_than_a_session(bus: KafkaBus) -> None:
    bus.publish(many(3))
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 3)
        time.sleep(5)
        subscription.commit(received)
    assert bus.lag(Topic.COLLECTED, group="screen") == 0


def passed_on(received: Received) -> Message:
    return message(received.message.key, received.message.value, topic=Topic.SCORED)


def work(
    cluster: KafkaCluster, stop: threading.Event, done: list[int], *, patience: float = 0.2
) -> Callable[[], None]:
    """A worker that republishes what it gets, and begins again whenever something goes wrong."""

    def run() -> None:
        with (
            closing(KafkaBus(cluster, partitions=3)) as bus,
            bus.subscribe(Topic.COLLECTED, group="screen") as subscription,
        ):
            while not stop.is_set():
                try:
                    received = subscription.poll(limit=7, timeout=patience)
                    subscription.commit(received, publish=[passed_on(each) for each in received])
                    done.extend(int(each.message.value) for each in received)
                except DependencyDown:
                    stop.wait(0.3)
                    with suppress(DependencyDown):
                        subscription.rewind()

    return run


def scored(bus: KafkaBus, count: int, *, patience: float = 60.0) -> list[int]:
    """All that was published on, and two seconds more, in case something comes twice."""
    with bus.subscribe(Topic.SCORED, group=f"check{uuid4().hex}") as subscription:
        received = take(subscription, count, patience=patience)
        received += take(subscription, 1, patience=2.0)
    return values(received)


def test_workers_that_come_and_go_lose_nothing_and_double_nothing(
    bus: KafkaBus, cluster: KafkaCluster
) -> None:
    done: list[int] = []
    stops = [threading.Event() for _ in range(4)]
    threads = [threading.Thread(target=work(cluster, stop, done)) for stop in stops]
    for start in range(0, 600, 100):
        bus.publish([message(f"a{number}", b"%d" % number) for number in range(start, start + 100)])
        if start // 100 < len(threads):
            threads[start // 100].start()
        time.sleep(0.3)
    stops[0].set()
    threads[0].join(30)
    assert scored(bus, 600) == list(range(600))
    for stop in stops:
        stop.set()
    for thread in threads:
        thread.join(30)
    assert bus.lag(Topic.COLLECTED, group="screen") == 0


@pytest.mark.parametrize("how", ["killed", "stopped"])
def test_a_broker_that_goes_away_under_a_worker_loses_nothing_and_doubles_nothing(
    own_broker: Path, how: str
) -> None:
    cluster = KafkaCluster(
        stack.settings(own_broker)["NIGAH_KAFKA_SERVERS"], session=2.0, patience=3.0, transaction=4.0
    )
    with closing(KafkaBus(cluster, partitions=3)) as bus:
        bus.publish(many(300))
        done: list[int] = []
        stop = threading.Event()
        worker = threading.Thread(target=work(cluster, stop, done, patience=0.1))
        worker.start()
        deadline = time.monotonic() + 30
        while len(done) < 30:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        (server,) = stack.status(own_broker)
        if how == "killed":
            os.kill(server.pid, signal.SIGKILL)
            with pytest.raises(DependencyDown, match="out of reach"):
                bus.publish(many(2))
            stack.up(own_broker, names=["kafka"])
        else:
            os.kill(server.pid, signal.SIGSTOP)
            time.sleep(5)
            os.kill(server.pid, signal.SIGCONT)
        assert scored(bus, 300) == list(range(300))
        stop.set()
        worker.join(30)
        assert not worker.is_alive()


class Deaf:
    """A consumer to which no answer comes any more."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def poll(self, timeout_ms: int, **_: object) -> dict[Any, Any]:
        time.sleep(timeout_ms / 1_000)
        return {}


def test_a_client_that_stands_still_though_messages_wait_is_made_anew(bus: KafkaBus) -> None:
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        bus.publish(many(1))
        subscription.commit(take(subscription, 1))
        subscription._consumer = Deaf(subscription._consumer)
        for _ in range(30):  # three seconds with nothing to do: no reason to begin anew
            assert list(subscription.poll(limit=1, timeout=0.1)) == []
        bus.publish(many(5))
        with pytest.raises(
            DependencyDown, match=r"stands still at .*ads\.collected\.screen; it is made anew"
        ):
            take(subscription, 5)
        assert values(take(subscription, 5)) == [0, 1, 2, 3, 4]


class Outcast(Deaf):
    """A consumer that the group has given up, and that does not know it."""

    def assignment(self) -> set[Any]:
        return set()


def test_a_client_that_is_no_member_of_its_group_any_more_is_made_anew(bus: KafkaBus) -> None:
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        bus.publish(many(1))
        subscription.commit(take(subscription, 1))
        gone = subscription._consumer
        subscription._consumer = Outcast(gone)
        gone.unsubscribe()
        bus.publish(many(5))
        with pytest.raises(
            DependencyDown, match=r"stands still at .*ads\.collected\.screen; it is made anew"
        ):
            take(subscription, 5, patience=30)
        assert values(take(subscription, 5)) == [0, 1, 2, 3, 4]


def test_a_worker_that_stands_by_is_left_in_peace(cluster: KafkaCluster) -> None:
    with (
        closing(KafkaBus(replace(cluster, session=4.0), partitions=1)) as bus,
        bus.subscribe(Topic.RESTRICTED, group="one") as first,
        bus.subscribe(Topic.RESTRICTED, group="one") as second,
    ):
        kept = first._consumer, second._consumer
        began = time.monotonic()
        while time.monotonic() - began < 10:  # longer than two looks
            assert list(first.poll(limit=1, timeout=0.1)) == []
            assert list(second.poll(limit=1, timeout=0.1)) == []
        assert (first._consumer, second._consumer) == kept


def test_a_rejoin_that_takes_longer_than_one_poll_is_carried_through(cluster: KafkaCluster) -> None:
    with (
        closing(KafkaBus(cluster, partitions=1)) as bus,
        bus.subscribe(Topic.COLLECTED, group="screen") as subscription,
    ):
        bus.publish(many(1))
        subscription.commit(take(subscription, 1))
        admin = cluster.admin()
        admin.create_partitions({cluster.topic(Topic.COLLECTED): 3})
        admin.close()
        subscription._consumer.partitions_for_topic("one it does not know")  # so it hears of the new ones
        assert list(subscription.poll(limit=1, timeout=0)) == []  # begins to join, and has no time to end it
        time.sleep(0.5)
        bus.publish(many(12))
        assert values(take(subscription, 12)) == list(range(12))


def test_a_client_whose_commits_are_refused_again_and_again_is_made_anew(bus: KafkaBus) -> None:
    bus.publish(many(3))
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 3)
        subscription._membership = subscription._membership._replace(member_id="gone")
        for _ in range(3):
            with pytest.raises(DependencyDown):
                subscription.commit(received, publish=many(3, topic=Topic.SCORED))
        before = subscription._consumer
        subscription.rewind()
        assert subscription._consumer is not before
        again = take(subscription, 3)
        subscription.commit(again, publish=many(3, topic=Topic.SCORED))
    assert (bus.lag(Topic.COLLECTED, group="screen"), bus.lag(Topic.SCORED, group="index")) == (0, 3)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_ours_within_a_transaction_marks_nothing_as_done(bus: KafkaBus) -> None:
    bus.publish(many(3))
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 3)
        subscription._membership = object.__new__(type("Other", (), {"member_id": "one"}))
        with pytest.raises(RuntimeError, match="reason of our own"):
            subscription.commit(received, publish=many(3, topic=Topic.SCORED))
    assert bus.lag(Topic.COLLECTED, group="screen") == 3


def test_a_bus_that_nobody_answers_for_is_told_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(DependencyDown, match=r"Kafka at 127\.0\.0\.1:9 is out of reach"):
        KafkaBus(KafkaCluster("127.0.0.1:9", patience=5.0))
    assert time.monotonic() - began < 5


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(DependencyDown, match="Kafka at nowhere is out of reach"):
        KafkaBus(KafkaCluster("nowhere", patience=2.0))
