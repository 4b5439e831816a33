"""This module holds what every event bus promises; an adapter joins as one more engine, with the same results."""

import multiprocessing
import os
import signal
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from models.domain.errors import DependencyDown, WrongUsage
from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.kafka import KafkaBus
from pipeline.bus.kafka_cluster import KafkaCluster
from pipeline.bus.port import EventBus, Message, Received, Subscription, Topic
from pipeline.clock import now_us

HOUR = 3_600_000_000


class Engine(Protocol):
    """Opens the same bus again and again, also from another process (so it can be pickled)."""

    def open(self) -> EventBus: ...


@dataclass(frozen=True)
class EmbeddedEngine:
    path: Path

    def open(self) -> EventBus:
        return EmbeddedBus(self.path, lease_seconds=1.0)


@dataclass(frozen=True)
class KafkaEngine:
    servers: str
    prefix: str

    def open(self) -> EventBus:
        cluster = KafkaCluster(self.servers, prefix=self.prefix, session=2.0, patience=10.0)
        return KafkaBus(cluster, partitions=3)


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.services)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "embedded":
        return EmbeddedEngine(tmp_path / "bus.sqlite3")
    return KafkaEngine(request.getfixturevalue("kafka_server"), prefix=f"t{uuid.uuid4().hex}.")


@pytest.fixture
def bus(engine: Engine) -> Iterator[EventBus]:
    with closing(engine.open()) as opened:
        yield opened


def message(key: str, value: bytes = b"{}", *, topic: Topic = Topic.COLLECTED) -> Message:
    return Message(topic, key, value)


def take(subscription: Subscription, count: int, *, patience: float = 10.0) -> list[Received]:
    """`count` messages, however the engine cuts them into polls; fewer where they do not come in time."""
    taken: list[Received] = []
    deadline = time.monotonic() + patience
    while len(taken) < count and time.monotonic() < deadline:
        taken += subscription.poll(limit=count - len(taken), timeout=0.5)
    return taken


def values(received: Sequence[Received]) -> list[bytes]:
    return [each.message.value for each in received]


def read_all(bus: EventBus, count: int, *, group: str, topic: Topic = Topic.COLLECTED) -> list[bytes]:
    with bus.subscribe(topic, group=group) as subscription:
        received = take(subscription, count)
        subscription.commit(received)
    return values(received)


def test_messages_of_one_key_keep_their_order(bus: EventBus) -> None:
    for number in range(30):
        bus.publish([message(f"a{number % 3}", b"%d" % number)])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 30)
    by_key = {
        key: [int(each.message.value) for each in received if each.message.key == key]
        for key in ("a0", "a1", "a2")
    }
    assert by_key == {
        "a0": [0, 3, 6, 9, 12, 15, 18, 21, 24, 27],
        "a1": [1, 4, 7, 10, 13, 16, 19, 22, 25, 28],
        "a2": [2, 5, 8, 11, 14, 17, 20, 23, 26, 29],
    }


def test_polls_never_bring_more_than_asked_and_none_twice(bus: EventBus) -> None:
    bus.publish([message(f"a{number}", b"%d" % number) for number in range(10)])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        sizes: list[int] = []
        seen: set[tuple[int, int]] = set()
        while len(seen) < 10:
            part = subscription.poll(limit=4, timeout=5)
            sizes.append(len(part))
            seen |= {(each.partition, each.offset) for each in part}
        assert max(sizes) <= 4
        assert sum(sizes) == 10


def test_each_group_sees_every_message(bus: EventBus) -> None:
    bus.publish([message("a1", b"one"), message("a2", b"two")])
    assert sorted(read_all(bus, 2, group="index")) == [b"one", b"two"]
    assert sorted(read_all(bus, 2, group="asset-trigger")) == [b"one", b"two"]


def test_topics_are_kept_apart(bus: EventBus) -> None:
    bus.publish([message("a1", b"scored", topic=Topic.SCORED), message("a1", b"collected")])
    assert read_all(bus, 1, group="index", topic=Topic.SCORED) == [b"scored"]
    assert bus.lag(Topic.RESTRICTED, group="lane") == 0


def test_a_new_group_begins_at_the_oldest_message(bus: EventBus) -> None:
    bus.publish([message("a1", b"old")])
    assert read_all(bus, 1, group="screen") == [b"old"]
    assert read_all(bus, 1, group="late") == [b"old"]


def test_poll_returns_empty_after_its_timeout(bus: EventBus) -> None:
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        began = time.monotonic()
        assert list(subscription.poll(limit=10, timeout=0.3)) == []
        assert 0.25 <= time.monotonic() - began < 5


def test_poll_returns_as_soon_as_something_is_published(bus: EventBus, engine: Engine) -> None:
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription, closing(engine.open()) as other:
        subscription.poll(limit=1, timeout=0.1)
        other.publish([message("a1", b"news")])
        began = time.monotonic()
        assert values(subscription.poll(limit=10, timeout=20)) == [b"news"]
        assert time.monotonic() - began < 10


def test_what_was_not_committed_comes_again_to_the_next_subscription(bus: EventBus) -> None:
    bus.publish([message("a1", b"one"), message("a1", b"two"), message("a1", b"three")])
    with bus.subscribe(Topic.COLLECTED, group="screen") as first:
        received = take(first, 3)
        first.commit(received[:1])
    assert read_all(bus, 2, group="screen") == [b"two", b"three"]


def poll_and_die(engine: Engine, told: Path) -> None:
    """Take a message and be killed before it is committed."""
    bus = engine.open()
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        told.write_bytes(b"".join(values(take(subscription, 1))))
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_consumer_held_comes_again_to_another(
    bus: EventBus, engine: Engine, tmp_path: Path
) -> None:
    bus.publish([message("a1", b"one")])
    child = multiprocessing.get_context("forkserver").Process(
        target=poll_and_die, args=(engine, tmp_path / "told")
    )
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    assert (tmp_path / "told").read_bytes() == b"one"
    assert read_all(bus, 1, group="screen") == [b"one"]


def test_rewind_begins_again_at_the_first_uncommitted_message(bus: EventBus) -> None:
    bus.publish([message("a1", b"%d" % number) for number in range(4)])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 4)
        subscription.commit(received[:2])
        subscription.rewind()
        assert values(take(subscription, 2)) == [b"2", b"3"]


def test_rewind_before_any_commit_begins_at_the_beginning(bus: EventBus) -> None:
    bus.publish([message("a1", b"one")])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        subscription.rewind()
        take(subscription, 1)
        subscription.rewind()
        assert values(take(subscription, 1)) == [b"one"]


def test_committing_twice_publishes_once(bus: EventBus) -> None:
    bus.publish([message("a1", b"one")])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 1)
        for _ in range(2):
            subscription.commit(received, publish=[message("a1", b"scored", topic=Topic.SCORED)])
    assert bus.lag(Topic.COLLECTED, group="screen") == 0
    assert bus.lag(Topic.SCORED, group="index") == 1


def test_committing_an_earlier_message_later_takes_nothing_back(bus: EventBus) -> None:
    bus.publish([message("a1", b"one"), message("a1", b"two")])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 2)
        subscription.commit(received)
        subscription.commit(received[:1])
    assert bus.lag(Topic.COLLECTED, group="screen") == 0


def test_commit_publishes_in_order_together_with_its_mark(bus: EventBus) -> None:
    bus.publish([message("a1", b"one")])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        results = [message("a1", b"%d" % number, topic=Topic.SCORED) for number in range(5)]
        subscription.commit(take(subscription, 1), publish=results)
    assert read_all(bus, 5, group="index", topic=Topic.SCORED) == [b"0", b"1", b"2", b"3", b"4"]


def test_publishing_twice_delivers_twice(bus: EventBus) -> None:
    bus.publish([message("a1", b"one")])
    bus.publish([message("a1", b"one")])
    assert read_all(bus, 2, group="screen") == [b"one", b"one"]


def test_publishing_nothing_is_allowed(bus: EventBus) -> None:
    bus.publish([])
    assert bus.lag(Topic.COLLECTED, group="screen") == 0


def test_what_was_published_is_there_after_closing_and_opening_again(engine: Engine) -> None:
    with closing(engine.open()) as first:
        first.publish([message("a1", b"kept")])
    with closing(engine.open()) as second:
        assert read_all(second, 1, group="screen") == [b"kept"]


def test_lag_counts_what_a_group_has_not_committed(bus: EventBus) -> None:
    assert bus.lag(Topic.COLLECTED, group="screen") == 0
    bus.publish([message("a1", b"%d" % number) for number in range(5)])
    assert bus.lag(Topic.COLLECTED, group="screen") == 5
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 5)
        assert bus.lag(Topic.COLLECTED, group="screen") == 5
        subscription.commit(received[:3])
    assert bus.lag(Topic.COLLECTED, group="screen") == 2
    assert bus.lag(Topic.COLLECTED, group="another") == 5


def test_replay_delivers_again_what_was_published_since(bus: EventBus) -> None:
    bus.publish([message("a1", b"before")])
    time.sleep(0.05)
    since = now_us()
    bus.publish([message("a1", b"after"), message("a1", b"later")])
    read_all(bus, 3, group="screen")
    assert bus.replay(Topic.COLLECTED, group="screen", since=since) == 2
    assert bus.lag(Topic.COLLECTED, group="screen") == 2
    assert read_all(bus, 2, group="screen") == [b"after", b"later"]


def test_replay_never_skips_what_was_not_read_yet(bus: EventBus) -> None:
    bus.publish([message("a1", b"unread")])
    assert bus.replay(Topic.COLLECTED, group="screen", since=now_us() + HOUR) == 0
    assert read_all(bus, 1, group="screen") == [b"unread"]


def test_replay_of_one_group_leaves_the_others_alone(bus: EventBus) -> None:
    bus.publish([message("a1", b"one")])
    read_all(bus, 1, group="screen")
    read_all(bus, 1, group="other")
    assert bus.replay(Topic.COLLECTED, group="screen", since=0) == 1
    assert bus.lag(Topic.COLLECTED, group="other") == 0


def test_replay_is_refused_while_the_group_is_at_work(bus: EventBus) -> None:
    bus.publish([message("a1", b"one")])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        subscription.commit(take(subscription, 1))
        with pytest.raises(WrongUsage, match="screen"):
            bus.replay(Topic.COLLECTED, group="screen", since=0)
    assert bus.lag(Topic.COLLECTED, group="screen") == 0


def test_messages_expire_by_the_retention_of_their_topic(bus: EventBus) -> None:
    bus.publish([message("a1"), message("a1", topic=Topic.SCORED), message("a1", topic=Topic.QUARANTINE)])
    now = now_us()
    assert bus.expire(now=now + 71 * HOUR) == 0
    assert bus.expire(now=now + 73 * HOUR) == 1
    assert bus.expire(now=now + 169 * HOUR) == 1
    assert [bus.lag(topic, group="any") for topic in (Topic.COLLECTED, Topic.SCORED, Topic.QUARANTINE)] == [
        0,
        0,
        1,
    ]


def test_a_group_goes_on_behind_what_has_expired(bus: EventBus) -> None:
    bus.publish([message("a1", b"old")])
    bus.expire(now=now_us() + 73 * HOUR)
    bus.publish([message("a1", b"new")])
    assert read_all(bus, 1, group="screen") == [b"new"]


def test_two_consumers_of_a_group_share_and_never_double(bus: EventBus, engine: Engine) -> None:
    bus.publish([message(f"a{number}", b"%d" % number) for number in range(40)])
    delivered: list[bytes] = []
    with closing(engine.open()) as second_bus:
        with (
            bus.subscribe(Topic.COLLECTED, group="screen") as first,
            second_bus.subscribe(Topic.COLLECTED, group="screen") as second,
        ):
            for _ in range(6):
                for consumer in (first, second):
                    received = consumer.poll(limit=3, timeout=0.2)
                    consumer.commit(received)
                    delivered += values(received)
        delivered += read_all(bus, 40 - len(delivered), group="screen")
    assert sorted(delivered, key=int) == [b"%d" % number for number in range(40)]


def test_a_consumer_that_stands_by_takes_over_when_the_other_ends(bus: EventBus, engine: Engine) -> None:
    with (
        closing(engine.open()) as second_bus,
        second_bus.subscribe(Topic.COLLECTED, group="screen") as second,
    ):
        with bus.subscribe(Topic.COLLECTED, group="screen") as first:
            first.poll(limit=1, timeout=0.1)
            second.poll(limit=1, timeout=0.1)
        bus.publish([message("a1", b"one")])
        assert values(take(second, 1)) == [b"one"]


def test_a_message_of_five_megabytes_passes_whole(bus: EventBus) -> None:
    big = bytes(range(256)) * 20_480
    bus.publish([message("a1", big)])
    assert read_all(bus, 1, group="screen") == [big]


def test_keys_and_values_pass_unchanged(bus: EventBus) -> None:
    keys = ["नौकरी", "ఉద్యోగం", "চাকরি", "a b\n'\"%;--", "\U0001f4de"]
    bus.publish([message(key, b"\x00\xff") for key in keys])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 5)
    assert sorted(each.message.key for each in received) == sorted(keys)
    assert set(values(received)) == {b"\x00\xff"}


def test_closing_twice_is_allowed(engine: Engine) -> None:
    bus = engine.open()
    bus.close()
    bus.close()


def test_a_consumer_that_was_given_up_for_dead_cannot_commit(bus: EventBus, engine: Engine) -> None:
    """A worker that was stopped (a laptop asleep) comes back after another has taken its messages."""
    bus.publish([message("a1", b"one")])
    stalled = multiprocessing.get_context("forkserver")
    receive, send = stalled.Pipe(duplex=False)
    child = stalled.Process(target=poll_then_commit_late, args=(engine, send))
    child.start()
    assert receive.poll(30)
    assert receive.recv() == "taken"
    assert child.pid is not None
    os.kill(child.pid, signal.SIGSTOP)
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 1)
        subscription.commit(received, publish=[message("a1", b"mine", topic=Topic.SCORED)])
        os.kill(child.pid, signal.SIGCONT)
        assert receive.poll(30)
        assert receive.recv() == "refused"
    child.join(30)
    assert read_all(bus, 1, group="index", topic=Topic.SCORED) == [b"mine"]
    assert bus.lag(Topic.SCORED, group="index") == 0


def poll_then_commit_late(engine: Engine, told: "multiprocessing.connection.Connection[str, str]") -> None:
    """Take a message, say so, sleep through a stop, and try to commit."""
    with closing(engine.open()) as bus, bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 1)
        told.send("taken")
        time.sleep(1.0)
        try:
            subscription.commit(received, publish=[message("a1", b"late", topic=Topic.SCORED)])
        except DependencyDown:
            told.send("refused")
        else:
            told.send("committed")


def test_what_is_forgotten_is_delivered_no_more_and_the_rest_is(bus: EventBus) -> None:
    bus.publish([message("a1", b"one"), message("a2", b"two"), message("a1", b"three")])
    bus.publish([message("a1", b"sealed", topic=Topic.RESTRICTED)])
    removed = bus.forget(["a1", "a3"])
    # An engine that takes out single messages takes out all of them; another says that it took none.
    assert removed in {0, 2}
    expected = [b"one", b"three", b"two"] if removed == 0 else [b"two"]
    assert sorted(read_all(bus, len(expected), group="screen")) == expected
    assert read_all(bus, 1, group="lane", topic=Topic.RESTRICTED) == [b"sealed"]
    assert bus.forget(["a1"]) == 0
    assert bus.lag(Topic.COLLECTED, group="screen") == 0


def test_a_message_forgotten_while_a_consumer_holds_it_can_still_be_marked_done(bus: EventBus) -> None:
    bus.publish([message("a1", b"one"), message("a2", b"two")])
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        received = take(subscription, 2)
        bus.forget(["a1", "a2"])
        subscription.commit(received, publish=[message("a2", b"judged", topic=Topic.SCORED)])
        bus.publish([message("a4", b"four")])
        assert values(take(subscription, 1)) == [b"four"]
    assert read_all(bus, 1, group="index", topic=Topic.SCORED) == [b"judged"]
