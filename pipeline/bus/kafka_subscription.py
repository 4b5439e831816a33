"""This module holds a consumer's place in a group of a Kafka topic.

What was polled belongs to the membership it was polled under. Once the group has shared its partitions anew,
those messages come again, to this consumer or another, and a late commit of them is refused.
"""

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from kafka import ConsumerRebalanceListener, TopicPartition
from kafka.errors import CommitFailedError, KafkaError
from kafka.structs import MemberState, OffsetAndMetadata

from models.domain.errors import DependencyDown
from pipeline.bus.kafka_cluster import KafkaCluster
from pipeline.bus.kafka_pulse import Pulse
from pipeline.bus.kafka_transactions import KafkaTransactions
from pipeline.bus.port import Message, Received, Topic

_MOST_BYTES = 32_000_000  # of one fetch, so that big ads do not fill the memory of a worker
_MOST_REFUSALS = 3  # commits in a row; one is what every change of the group brings


class KafkaSubscription:
    """A member of a group; the group gives it partitions, and takes them back when others come."""

    def __init__(self, cluster: KafkaCluster, topic: Topic, *, group: str, name: str) -> None:
        self._cluster, self._topic = cluster, topic
        self._transactions = KafkaTransactions(cluster, name)
        self._polled: dict[Any, int] = {}  # last offset handed out, by partition, under this membership
        self._done: dict[Any, int] = {}  # where we stand as far as we have marked it ourselves
        self._membership: Any = None
        self._group = cluster.group(topic, group)
        self._pulse = Pulse(cluster.session)
        self._refusals = 0
        self._consumer = self._join()

    def poll(self, *, limit: int, timeout: float) -> Sequence[Received]:
        """See `Subscription.poll`."""
        with self._cluster.explained():
            self._hold_on_to_joining()
            fetched = self._consumer.poll(timeout_ms=int(timeout * 1_000), max_records=limit)
            if fetched:
                self._membership = self._consumer.group_metadata()
                self._pulse = Pulse(self._cluster.session)
            else:
                self._ask_for_a_sign_of_life()
        for partition, records in fetched.items():
            self._polled[partition] = records[-1].offset
        return tuple(self._received(record) for records in fetched.values() for record in records)

    def commit(self, received: Sequence[Received], *, publish: Sequence[Message] = ()) -> None:
        """See `Subscription.commit`. Refused with `DependencyDown` once another consumer has taken over."""
        self._refusals += 1
        with self._cluster.explained():
            offsets = self._to_mark(received)
            if received and not offsets:
                self._refusals = 0
                return  # done before
            if publish:
                self._transactions.carry_out(publish, offsets=offsets, membership=self._membership)
            elif offsets:
                self._consumer.commit(offsets, timeout_ms=self._cluster.milliseconds)
            self._done |= {partition: marked.offset for partition, marked in offsets.items()}
        self._refusals = 0

    def rewind(self) -> None:
        """See `Subscription.rewind`."""
        with self._cluster.explained():
            if (
                self._refusals >= _MOST_REFUSALS
            ):  # the group has gone on without us, and the client does not see it
                self._begin_anew()
            for partition in self._consumer.assignment():
                marked = self._consumer.committed(partition, timeout_ms=self._cluster.milliseconds)
                if marked is None:
                    self._consumer.seek_to_beginning(partition)
                else:
                    self._consumer.seek(partition, marked)
                    self._done[partition] = marked
        self._polled.clear()

    def close(self) -> None:
        """Leave the group, so that others take over at once."""
        self._transactions.close()
        self._consumer.close(autocommit=False, timeout_ms=2_000)

    def _received(self, record: Any) -> Received:
        # Whatever others write there must reach the quarantine, and not stop the worker.
        key = (record.key or b"").decode("utf-8", "replace")
        return Received(
            Message(self._topic, key, bytes(record.value or b"")), record.partition, record.offset
        )

    def _to_mark(self, received: Sequence[Received]) -> Mapping[Any, Any]:
        """How far each partition is done by now; only what goes on from where it stands."""
        name = self._cluster.topic(self._topic)
        last: dict[Any, int] = {}
        for each in received:
            partition = TopicPartition(name, each.partition)
            last[partition] = max(each.offset, last.get(partition, -1))
        if not last.keys() <= self._polled.keys() or (last and not self._membership.member_id):
            raise CommitFailedError  # a commit in nobody's name would not be checked by the broker
        return {
            partition: OffsetAndMetadata(self._behind(partition, offset), "", -1)
            for partition, offset in last.items()
            if offset >= self._done.get(partition, 0)
        }

    def _behind(self, partition: Any, offset: int) -> int:
        """The next message's place. Where all that was polled is done, the marks of transactions behind it are too."""
        if offset < self._polled[partition]:
            return offset + 1
        return max(offset + 1, self._consumer.position(partition, timeout_ms=self._cluster.milliseconds) or 0)

    def _ask_for_a_sign_of_life(self) -> None:
        # A poll without a broker is as empty as one without messages.
        wait, ours = self._cluster.milliseconds, self._consumer.assignment()
        first = TopicPartition(self._cluster.topic(self._topic), 0)
        ends = self._consumer.end_offsets(list(ours) or [first], timeout_ms=wait)
        places = {each: self._consumer.position(each, timeout_ms=wait) or 0 for each in ours}
        self._pulse.note(places, waiting=any(place < ends[each] for each, place in places.items()))
        if self._pulse.is_due():
            self._pulse.note_membership(is_member=self._is_member())
        if self._pulse.stands_still():
            # The last resort. The one way into this that we know is closed by `_hold_on_to_joining`.
            self._begin_anew()
            raise DependencyDown(
                f"Kafka's client stands still at {self._group}; it is made anew. Nothing was lost."
            )

    def _is_member(self) -> bool:
        """Whether the group knows us, as the brokers say; the client itself may be mistaken."""
        admin = self._cluster.admin()
        try:
            members = admin.describe_groups([self._group])[self._group]["members"]
        finally:
            admin.close()
        return self._consumer.group_metadata().member_id in {member["member_id"] for member in members}

    def _hold_on_to_joining(self) -> None:
        # kafka-python 3.0.12 forgets that it is joining where new metadata was the reason and one poll was not
        # long enough for it: no heartbeat, no partitions and no error, even after the brokers have given it up.
        coordinator = self._consumer._coordinator  # noqa: SLF001  nothing public says so
        if coordinator.state == MemberState.REBALANCING:
            coordinator.request_rejoin()

    def _begin_anew(self) -> None:
        """Take another consumer. The old one is closed in the background, as it may not answer."""
        threading.Thread(
            target=_close, args=(self._consumer,), name="closing a consumer", daemon=True
        ).start()
        self._polled.clear()
        self._done.clear()
        self._pulse, self._refusals = Pulse(self._cluster.session), 0
        self._consumer = self._join()

    def _join(self) -> Any:
        consumer = self._cluster.consumer(
            group_id=self._group,
            session_timeout_ms=int(self._cluster.session * 1_000),
            heartbeat_interval_ms=int(self._cluster.session * 1_000 / 4),
            fetch_max_bytes=_MOST_BYTES,
        )
        consumer.subscribe([self._cluster.topic(self._topic)], listener=_Forgetting(self._polled, self._done))
        return consumer


def _close(consumer: Any) -> None:
    with suppress(KafkaError):
        consumer.close(autocommit=False, timeout_ms=2_000)


class _Forgetting(ConsumerRebalanceListener):  # type: ignore[misc]  # Kafka's client ships no types
    """Forgets what was polled when the group shares its partitions anew."""

    def __init__(self, *what: dict[Any, int]) -> None:
        self._what = what

    def on_partitions_revoked(self, revoked: object) -> None:
        """Called within `poll`."""
        del revoked
        self._forget()

    def on_partitions_assigned(self, assigned: object) -> None:
        """Called within `poll`."""
        del assigned
        self._forget()

    def on_partitions_lost(self, lost: object) -> None:
        """Called within `poll`."""
        del lost
        self._forget()

    def _forget(self) -> None:
        for each in self._what:
            each.clear()
