"""This module brings every message of a batch to an end: done, or set aside with the reason.

What goes wrong without a reason of ours is tried again message by message, each failed attempt counted in the
records, and set aside after the third.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb

import structlog

from models.codec import CodecError, decode, encode
from models.domain.errors import NigahError
from models.domain.events import AdRestricted, AdScored, AdWithdrawn, Event
from pipeline.bus.port import Message, Received, Topic
from pipeline.ledger import entry, readable_entry
from pipeline.quarantine import quarantine
from pipeline.stages.port import Erased, Outcome, SetAside, Stage
from search.records.port import LedgerEntry, LedgerState, Records

MOST_ATTEMPTS = 3

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class End:
    """What is to be published and written down for one message."""

    publish: tuple[Message, ...] = ()
    entries: tuple[LedgerEntry, ...] = ()
    quarantined: bool = False
    forget: str | None = None  # the key of messages that may not stay on the bus


class Handler:
    """Gives a stage its messages and answers for what the stage cannot.

    `public` is the key that messages are sealed to when they are set aside; `retry_pause` is in seconds.
    """

    def __init__(
        self, stage: Stage, records: Records, *, public: str, now: Callable[[], int], retry_pause: float
    ) -> None:
        self._stage, self._records = stage, records
        self._public, self._now, self._retry_pause = public, now, retry_pause
        self._failed: list[str] = []

    def ends(self, received: Sequence[Received]) -> Sequence[End]:
        """One end each, in order. Raises `DependencyDown` where a dependency is down; then none is reached."""
        read = [(each, _read(each)) for each in received]
        handled = iter(
            self._together([(each, event) for each, event in read if not isinstance(event, SetAside)])
        )
        return [
            self._set_aside(each, event.reason) if isinstance(event, SetAside) else next(handled)
            for each, event in read
        ]

    def forget_attempts(self) -> None:
        """Once ends are committed: the attempts that led to them count no more."""
        if self._failed:
            self._records.clear_attempts(self._stage.name, self._failed)
            self._failed.clear()

    def _together(self, batch: Sequence[tuple[Received, Event]]) -> Sequence[End]:
        if len(batch) > 1:
            try:
                return self._handle(batch)
            except NigahError:  # a setting or a dependency, never this message
                raise
            except Exception as error:  # noqa: BLE001  whatever it is, one bad message must not stop the others
                _log.warning(
                    "batch_failed", stage=self._stage.name, size=len(batch), error=_what_and_where(error)
                )
        return [self._alone(each, event) for each, event in batch]

    def _alone(self, received: Received, event: Event) -> End:
        name = f"{received.message.topic}/{received.partition}/{received.offset}"
        while True:
            try:
                return self._handle([(received, event)])[0]
            except NigahError:  # a setting or a dependency, never this message
                raise
            except Exception as error:  # noqa: BLE001  same
                what = _what_and_where(error)
                attempts = self._records.count_attempt(self._stage.name, name)
                self._failed.append(name)
                _log.warning(
                    "attempt_failed", stage=self._stage.name, message=name, attempt=attempts, error=what
                )
                if attempts >= MOST_ATTEMPTS:
                    return self._set_aside(received, f"{self._stage.name} failed {attempts} times: {what}")
            time.sleep(self._retry_pause * attempts)

    def _handle(self, batch: Sequence[tuple[Received, Event]]) -> Sequence[End]:
        outcomes = self._stage.handle([event for _, event in batch])
        return [self._end(each, outcome) for (each, _), outcome in zip(batch, outcomes, strict=True)]

    def _end(self, received: Received, outcome: Outcome) -> End:
        if isinstance(outcome, SetAside):
            return self._set_aside(received, outcome.reason)
        if isinstance(outcome, Erased):
            return End(forget=received.message.key)
        restricted = (each for each in outcome.events if isinstance(each, AdRestricted))
        return End(
            publish=tuple(_message(event) for event in outcome.events),
            entries=tuple(entry(each, LedgerState.RESTRICTED) for each in restricted),
        )

    def _set_aside(self, received: Received, reason: str) -> End:
        message = quarantine(
            received.message, reason, group=self._stage.name, public=self._public, at=self._now()
        )
        named = readable_entry(received.message.value, LedgerState.QUARANTINED)
        return End(publish=(message,), entries=(named,) if named else (), quarantined=True)


def _read(received: Received) -> Event | SetAside:
    try:
        return decode(received.message.value)
    except CodecError as error:
        return SetAside(str(error))


def _message(event: AdScored | AdRestricted | AdWithdrawn) -> Message:
    if isinstance(event, AdScored):
        return Message(Topic.SCORED, event.ad.ad_id, encode(event))
    topic = Topic.RESTRICTED if isinstance(event, AdRestricted) else Topic.SCORED
    return Message(topic, event.ad_id, encode(event))


def _what_and_where(error: Exception) -> str:
    # Never the error's own words: they may repeat the ad.
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).stem}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
