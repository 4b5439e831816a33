"""This module notices when a Kafka client has stopped to do anything without saying so."""

import time
from collections.abc import Callable, Mapping
from typing import Any

_MOST_MISSED = 2  # looks; a member that has only just joined may be missing at one


class Pulse:
    """What one consumer's empty polls tell; made anew with every message that comes.

    `patience` in seconds is how long it may stay where it is though messages wait, and how long the brokers may
    take to notice who has gone.
    """

    def __init__(self, patience: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience, self._clock = patience, clock
        self._places: Mapping[Any, int] = {}
        self._since = self._looked = clock()
        self._missed = 0
        self._stuck = False

    def note(self, places: Mapping[Any, int], *, waiting: bool) -> None:
        """An empty poll: where it stands in each partition, and whether messages wait behind one of these places."""
        if not waiting or places != self._places:
            self._places, self._since = places, self._clock()
        self._stuck = self._clock() - self._since > self._patience

    def is_due(self) -> bool:
        """Whether it is time to ask the brokers again if they know this consumer."""
        return self._clock() - self._looked > self._patience

    def note_membership(self, *, is_member: bool) -> None:
        """What the brokers said."""
        self._looked = self._clock()
        self._missed = 0 if is_member else self._missed + 1

    def stands_still(self) -> bool:
        """Whether to give it up."""
        return self._stuck or self._missed >= _MOST_MISSED
