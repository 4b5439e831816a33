"""This module feeds a stage from a topic, batch by batch, until it is told to stop; nothing is lost on the way.

While a dependency is down the same messages come again after a pause, and no attempt is counted. What is damaged
is not waited for.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import structlog

from models.domain.errors import Damaged, DependencyDown
from pipeline.bus.port import EventBus, Subscription, Topic
from pipeline.clock import now_us
from pipeline.handling import End, Handler
from pipeline.stages.port import Stage
from search.records.port import Records

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a worker works. `size` messages at once; all other values are seconds.

    `wait`: longest wait for messages before looking whether to stop. `first_pause` doubles up to `most_pause`
    while a dependency is down. `retry_pause`: before a counted retry.
    """

    size: int = 200
    wait: float = 1.0
    first_pause: float = 0.2
    most_pause: float = 15.0
    retry_pause: float = 0.1


@dataclass(frozen=True, slots=True)
class Tally:
    """What a worker has done: messages that reached an end, those of them set aside, pauses for a dependency."""

    handled: int = 0
    quarantined: int = 0
    pauses: int = 0


class Worker:
    """One consumer of `topic` in the group of its stage; several may run at once.

    `quarantine_public` is the key that messages are sealed to when they are set aside. `progress` is told after
    each batch, in the thread that works.
    """

    def __init__(
        self,
        bus: EventBus,
        stage: Stage,
        *,
        topic: Topic,
        records: Records,
        quarantine_public: str,
        pace: Pace | None = None,
        now: Callable[[], int] = now_us,
        progress: Callable[[Tally], None] = lambda _: None,
    ) -> None:
        self._bus, self._topic, self._group = bus, topic, stage.name
        self._records, self._pace = records, pace or Pace()
        self._handler = Handler(
            stage, records, public=quarantine_public, now=now, retry_pause=self._pace.retry_pause
        )
        self._progress = progress
        self._handled = self._quarantined = self._pauses = 0

    @property
    def tally(self) -> Tally:
        """What was done since this worker was made."""
        return Tally(self._handled, self._quarantined, self._pauses)

    def run(self, stop: threading.Event) -> Tally:
        """Work until `stop` is set; the batch in hand is finished first."""
        return self._work(stop, is_over=lambda: False, patience=inf)

    def drain(self, stop: threading.Event, *, patience: float = 60.0) -> Tally:
        """Work until the group has nothing left to do, or `stop` is set.

        Raises `DependencyDown` where one has been down for `patience` seconds; nothing is lost.
        """
        return self._work(
            stop, is_over=lambda: not self._bus.lag(self._topic, group=self._group), patience=patience
        )

    def _work(self, stop: threading.Event, *, is_over: Callable[[], bool], patience: float) -> Tally:
        pause, well = 0.0, time.monotonic()
        with self._bus.subscribe(self._topic, group=self._group) as subscription:
            while not stop.is_set():
                try:
                    if pause:
                        subscription.rewind()
                    if is_over():
                        break
                    self._step(subscription)
                    pause, well = 0.0, time.monotonic()
                except DependencyDown as error:
                    if isinstance(error, Damaged) or time.monotonic() - well > patience:
                        raise
                    pause = min(2 * pause or self._pace.first_pause, self._pace.most_pause)
                    self._pauses += 1
                    _log.warning("waiting", stage=self._group, seconds=pause, why=str(error))
                    stop.wait(pause)
        _log.info("stopped", stage=self._group, handled=self._handled, quarantined=self._quarantined)
        return self.tally

    def _step(self, subscription: Subscription) -> None:
        received = subscription.poll(limit=self._pace.size, timeout=self._pace.wait)
        if not received:
            return
        ends = self._handler.ends(received)
        # The ledger first: after a crash between the two the messages come again and end as before.
        self._records.enter([entry for end in ends for entry in end.entries])
        forgotten = [end.forget for end in ends if end.forget]
        if forgotten:
            self._bus.forget(forgotten)
        subscription.commit(received, publish=[message for end in ends for message in end.publish])
        self._handler.forget_attempts()
        self._report(ends)

    def _report(self, ends: Sequence[End]) -> None:
        self._handled += len(ends)
        self._quarantined += sum(end.quarantined for end in ends)
        _log.debug("batch_done", stage=self._group, size=len(ends))
        self._progress(self.tally)
