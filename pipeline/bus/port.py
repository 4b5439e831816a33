"""This module holds the port of the event bus. Every adapter passes `tests/contract/test_event_bus.py`."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Topic(StrEnum):
    """The topics; `retention_hours` is how long a message stays."""

    COLLECTED = "ads.collected"
    SCORED = "ads.scored"
    RESTRICTED = "ads.restricted"
    QUARANTINE = "ads.quarantine"

    @property
    def retention_hours(self) -> int:
        """Short where text is in clear; long enough to replay a weekend's failure."""
        return {Topic.COLLECTED: 72, Topic.SCORED: 168, Topic.RESTRICTED: 72, Topic.QUARANTINE: 336}[self]


@dataclass(frozen=True, slots=True)
class Message:
    """One message to publish. Messages with the same `key` (an ad id) keep their order."""

    topic: Topic
    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """One message as delivered; (topic, partition, offset) names it for good."""

    message: Message
    partition: int
    offset: int


class Subscription(Protocol):
    """One consumer's place in a group. Used by one thread."""

    def poll(self, *, limit: int, timeout: float) -> Sequence[Received]:
        """Up to `limit` messages after those already polled, in order per key; empty after `timeout` seconds.

        What was polled and never committed is delivered again to the next subscription of the group,
        and to this one after `rewind`. Raises `DependencyDown` while the bus is out of reach.
        """
        ...

    def commit(self, received: Sequence[Received], *, publish: Sequence[Message] = ()) -> None:
        """Publish and mark `received` (and all before them) done, both or neither.

        Committing twice changes nothing. Raises `DependencyDown`; then nothing was published or marked.
        """
        ...

    def rewind(self) -> None:
        """Begin again at the first message that is not committed."""
        ...


class EventBus(Protocol):
    """Topics of events, at least once, kept for a time."""

    def publish(self, messages: Sequence[Message]) -> None:
        """Publish all of `messages` or none; on return they survive a crash. Publishing twice delivers twice.

        Raises `DependencyDown` while the bus is out of reach or full.
        """
        ...

    def subscribe(self, topic: Topic, *, group: str) -> AbstractContextManager[Subscription]:
        """A place in `group`; a new group begins at the oldest message. Each group sees every message.

        Within a group a message goes to one live consumer at a time; when one ends, or dies, another takes over.
        """
        ...

    def replay(self, topic: Topic, *, group: str, since: int) -> int:
        """Set `group` back to the first message published at `since` (microseconds, UTC) or later.

        Returns how many messages will be delivered again. Refused (`WrongUsage`) while the group has a live consumer.
        """
        ...

    def lag(self, topic: Topic, *, group: str) -> int:
        """How many messages `group` has not committed yet."""
        ...

    def forget(self, keys: Sequence[str]) -> int:
        """Remove every message with one of these keys, delivered or not; returns how many. Twice is once.

        `Topic.RESTRICTED` is left alone: what a child sign obliges to is not for the asker to undo. An engine that
        cannot take out single messages removes none, and retention does it.
        """
        ...

    def expire(self, *, now: int) -> int:
        """Remove what is older than its topic's retention at `now` (microseconds, UTC); returns how many."""
        ...

    def close(self) -> None:
        """Release what is held; closing twice is allowed."""
        ...
