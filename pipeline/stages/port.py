"""This module holds what a stage is, and what it may answer for one event."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from models.domain.events import AdRestricted, AdScored, AdWithdrawn, Event


@dataclass(frozen=True, slots=True)
class Done:
    """Handled. `events` are published together with the mark that says so."""

    events: tuple[AdScored | AdRestricted | AdWithdrawn, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """Cannot be handled, ever: goes to quarantine with this reason, which names no personal data."""

    reason: str


@dataclass(frozen=True, slots=True)
class Erased:
    """The ad was forgotten: its captures end so in the ledger, and nothing of it may stay on the bus."""


Outcome = Done | SetAside | Erased


class Stage(Protocol):
    """One step of an ad's way, in batches."""

    @property
    def name(self) -> str:
        """`screen` or `index`; also the consumer group."""
        ...

    def handle(self, events: Sequence[Event]) -> Sequence[Outcome]:
        """One outcome for each event, in order. Handling an event twice must leave the same state as once.

        Raises `DependencyDown` to be called again later with the same events (no attempt is counted);
        any other exception makes the worker try event by event, count attempts, and set aside after the third.
        """
        ...
