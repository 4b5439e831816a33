"""This module publishes messages and marks others as done in one transaction: all of it or nothing."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from kafka.errors import KafkaError, KafkaTimeoutError

from pipeline.bus.kafka_cluster import KafkaCluster
from pipeline.bus.port import Message


class KafkaTransactions:
    """A transactional producer that is made at its first use, and made anew after whatever went wrong.

    `name` is its transactional id: a new producer of the same name ends what the old one left open.
    """

    def __init__(self, cluster: KafkaCluster, name: str) -> None:
        self._cluster, self._name = cluster, name
        self._producer: Any = None
        self._ready = False

    def carry_out(
        self, messages: Sequence[Message], *, offsets: Mapping[Any, Any] | None = None, membership: Any = None
    ) -> None:
        """Publish, and mark `offsets` as done by the group that `membership` is of; both or neither.

        Raises `KafkaError`; then neither happened, or it is not known yet. A rewound subscription knows.
        """
        producer = self._begin()
        try:
            self._in_time(lambda: self._transact(producer, messages, offsets, membership))
        except KafkaError:
            self._give_up(producer)
            raise

    def close(self) -> None:
        """Release what is held."""
        if self._producer is not None:
            with suppress(KafkaError):
                self._producer.close(timeout=1)
            self._producer = None

    def _begin(self) -> Any:
        if self._producer is None:
            self._producer = self._cluster.producer(
                transactional_id=self._name, transaction_timeout_ms=int(self._cluster.transaction * 1_000)
            )
        if not self._ready:
            try:
                self._producer.init_transactions()
            except KafkaTimeoutError:
                raise  # the next attempt goes on waiting
            except KafkaError:
                self._give_up(self._producer)
                raise
            self._ready = True
        return self._producer

    def _transact(
        self, producer: Any, messages: Sequence[Message], offsets: Mapping[Any, Any] | None, membership: Any
    ) -> None:
        producer.begin_transaction()
        sent = [
            producer.send(self._cluster.topic(each.topic), key=each.key.encode(), value=each.value)
            for each in messages
        ]
        if offsets:
            producer.send_offsets_to_transaction(offsets, membership)
        producer.commit_transaction()
        for future in sent:
            if not future.succeeded():
                raise future.exception or KafkaTimeoutError("a message was not acknowledged")

    def _give_up(self, producer: Any) -> None:
        """End the transaction if the brokers can still be told, so that readers need not wait until it times out."""
        self._producer, self._ready = None, False
        with suppress(KafkaError):
            self._in_time(producer.abort_transaction, patience=2.0)
        self._cluster.retire(producer)

    def _in_time(self, work: Callable[[], None], *, patience: float | None = None) -> None:
        """Do `work`, but wait no longer than the patience: the client itself waits for a lost broker without end."""
        failed: list[KafkaError] = []
        done: list[bool] = []

        def attempt() -> None:
            try:
                work()
                done.append(True)
            except KafkaError as error:
                failed.append(error)

        thread = threading.Thread(target=attempt, name=f"transaction of {self._name}", daemon=True)
        thread.start()
        thread.join(self._cluster.patience if patience is None else patience)
        if thread.is_alive():
            raise KafkaTimeoutError("the transaction did not end in time")
        if failed:
            raise failed[0]
        if not done:  # the thread has told the fault itself; nothing may be marked by it
            raise RuntimeError("the transaction failed for a reason of our own")
