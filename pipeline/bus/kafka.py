"""This module carries events in Apache Kafka: the bus of many workers on many machines."""

import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from kafka.errors import GroupIdNotFoundError, KafkaError, NonEmptyGroupError, UnknownMemberIdError
from kafka.structs import OffsetAndMetadata

from models.domain.errors import WrongUsage
from pipeline.bus.kafka_cluster import KafkaCluster
from pipeline.bus.kafka_offsets import KafkaOffsets, Places
from pipeline.bus.kafka_subscription import KafkaSubscription
from pipeline.bus.kafka_topics import prepare_topics
from pipeline.bus.kafka_transactions import KafkaTransactions
from pipeline.bus.port import Message, Topic

_HOUR = 3_600_000_000


class KafkaBus:
    """The event bus on a Kafka cluster. Topics are made where they are missing, with `partitions` each.

    A topic shares its messages among as many workers of a group as it has partitions; more of them stand by.
    """

    def __init__(self, cluster: KafkaCluster, *, partitions: int = 6) -> None:
        self._cluster = cluster
        self._name = f"{cluster.prefix}nigah-{uuid.uuid4().hex}"
        self._lock = threading.Lock()
        self._single: Any = None
        self._several = KafkaTransactions(cluster, self._name)
        with cluster.explained():
            self._admin = cluster.admin()
            try:
                self._counts = prepare_topics(self._admin, cluster, count=partitions)
            except BaseException:  # an interrupt too: nothing is left open, and it goes on
                self._admin.close()
                raise
        self._offsets = KafkaOffsets(cluster, self._admin)

    def publish(self, messages: Sequence[Message]) -> None:
        """See `EventBus.publish`. A single message needs no transaction to be whole."""
        with self._lock, self._cluster.explained():
            if len(messages) == 1:
                self._send(messages[0])
            elif messages:
                self._several.carry_out(messages)

    @contextmanager
    def subscribe(self, topic: Topic, *, group: str) -> Iterator[KafkaSubscription]:
        """See `EventBus.subscribe`."""
        with self._cluster.explained():
            subscription = KafkaSubscription(
                self._cluster, topic, group=group, name=f"{self._name}-{uuid.uuid4().hex}"
            )
        try:
            yield subscription
        finally:
            # Where leaving fails, the group notices by itself: no reason to hide the error that led here.
            with suppress(KafkaError):
                subscription.close()

    def replay(self, topic: Topic, *, group: str, since: int) -> int:
        """See `EventBus.replay`. `since` is taken down to the millisecond."""
        name, count = self._cluster.topic(topic), self._counts[topic]
        with self._cluster.explained():
            self._refuse_while_at_work(topic, group)
            first = self._offsets.since(name, count, milliseconds=max(since // 1_000, 0))
            stands = self._offsets.committed(name, count, group=self._cluster.group(topic, group))
            back_to = {
                each: min(place, back)
                for each, place in stands.items()
                if place is not None and (back := first[each]) is not None
            }
            marked = {each: place for each, place in stands.items() if place is not None}
            again = self._offsets.count(back_to, marked)
            self._set_back(topic, group, {each: to for each, to in back_to.items() if to < marked[each]})
        return again

    def lag(self, topic: Topic, *, group: str) -> int:
        """See `EventBus.lag`. Beyond 200 the marks of transactions count as messages."""
        name, count = self._cluster.topic(topic), self._counts[topic]
        with self._cluster.explained():
            stands = self._offsets.committed(name, count, group=self._cluster.group(topic, group))
            oldest = self._offsets.beginning(name, count)
            start = {each: max(stands[each] or 0, oldest[each]) for each in oldest}
            return self._offsets.count(start, self._offsets.end(name, count))

    def forget(self, keys: Sequence[str]) -> int:
        """See `EventBus.forget`. A log gives up its oldest messages, never one out of the middle: none."""
        del keys
        return 0

    def expire(self, *, now: int) -> int:
        """See `EventBus.expire`. The brokers do it too, by whole segments and so up to six hours later."""
        removed = 0
        with self._cluster.explained():
            for topic, count in self._counts.items():
                name = self._cluster.topic(topic)
                oldest_kept = max(now - topic.retention_hours * _HOUR, 0) // 1_000
                first = self._offsets.since(name, count, milliseconds=oldest_kept)
                end, start = self._offsets.end(name, count), self._offsets.beginning(name, count)
                until = {each: min(end[each], _either(first[each], end[each])) for each in end}
                gone = {each: to for each, to in until.items() if to > start[each]}
                if gone:
                    removed += self._offsets.count({each: start[each] for each in gone}, gone)
                    self._admin.delete_records(gone, timeout_ms=self._cluster.milliseconds)
        return removed

    def close(self) -> None:
        """See `EventBus.close`."""
        with self._lock:
            self._offsets.close()
            self._several.close()
            if self._single is not None:
                with suppress(KafkaError):
                    self._single.close(timeout=1)
                self._single = None
            self._admin.close()

    def _send(self, message: Message) -> None:
        if self._single is None:
            self._single = self._cluster.producer()
        try:
            sent = self._single.send(
                self._cluster.topic(message.topic), key=message.key.encode(), value=message.value
            )
            sent.get(timeout=self._cluster.patience + 2)  # the client itself gives up a little earlier
        except KafkaError:
            self._cluster.retire(self._single)
            self._single = None
            raise

    def _refuse_while_at_work(self, topic: Topic, group: str) -> None:
        name = self._cluster.group(topic, group)
        with suppress(GroupIdNotFoundError):
            if self._admin.describe_groups([name])[name]["members"]:
                raise _at_work(topic, group)

    def _set_back(self, topic: Topic, group: str, to: Places) -> None:
        if not to:
            return
        offsets = {each: OffsetAndMetadata(offset, "", -1) for each, offset in to.items()}
        outcomes = self._admin.alter_group_offsets(self._cluster.group(topic, group), offsets)
        for outcome in outcomes.values():
            if issubclass(outcome, UnknownMemberIdError | NonEmptyGroupError):
                raise _at_work(topic, group)
            if outcome.errno:
                raise outcome()


def _either(offset: int | None, otherwise: int) -> int:
    return otherwise if offset is None else offset


def _at_work(topic: Topic, group: str) -> WrongUsage:
    return WrongUsage(f"Group {group} of {topic} is at work; stop its worker, then replay.")
