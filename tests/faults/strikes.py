"""This module strikes at a numbered call of a port: the process dies, an engine is out of reach, or what a test brings."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

from models.domain.errors import DependencyDown


class Deed(StrEnum):
    """What happens."""

    KILL = "kill"  # as kill -9 does
    DOWN = "down"  # the call, and those that follow at once, say `DependencyDown`
    OTHER = "other"  # what the watch was given to do; the call goes on


class Side(StrEnum):
    """When: before the call has its effect, or after it and before its answer arrives."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Strike:
    """One fault: `deed` at the `call`-th call (from 1), `times` calls in a row."""

    call: int
    side: Side
    deed: Deed
    times: int = 1

    def __str__(self) -> str:
        return f"{self.deed}-{self.side}-call-{self.call}-times-{self.times}"


def schedule(seed: int, *, calls: int, strikes: int, deed: Deed) -> list[Strike]:
    """`strikes` different moments among `calls` calls, the same for the same seed."""
    chance = Random(seed)
    moments = [(call, side) for call in range(1, calls + 1) for side in Side]
    times = 3 if deed is Deed.DOWN else 1
    chosen = chance.sample(moments, min(strikes, len(moments)))
    return [Strike(call, side, deed, times=chance.randint(1, times)) for call, side in chosen]


class Watch:
    """Counts the calls of every port that it watches, and strikes."""

    def __init__(self, strike: Strike | None = None, *, other: Callable[[], None] = lambda: None) -> None:
        self._strike, self._other = strike, other
        self.calls = 0
        self.names: list[str] = []
        self.struck = 0

    def over(self, inner: object) -> Any:
        """`inner`, with each of its calls counted."""
        return _Watched(inner, self)

    def call(self, name: str, act: Callable[[], Any]) -> Any:
        """One call of a port."""
        self.calls += 1
        self.names.append(name)
        if self._strikes(Side.BEFORE):
            self._do()
        answer = act()
        if self._strikes(Side.AFTER):
            self._do()
        return answer

    def _strikes(self, side: Side) -> bool:
        strike = self._strike
        return bool(strike and side is strike.side and 0 <= self.calls - strike.call < strike.times)

    def _do(self) -> None:
        self.struck += 1
        if self._strike and self._strike.deed is Deed.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._strike and self._strike.deed is Deed.OTHER:
            self._other()
            return
        raise DependencyDown("Out of reach, says the test.")


class _Watched:
    """A port whose methods are counted; what `subscribe` opens is watched as well."""

    def __init__(self, inner: object, watch: Watch) -> None:
        self._inner, self._watch = inner, watch

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)
        if name in {"close", "rewind"}:  # no effect that could be lost
            return method
        if name == "subscribe":
            return self._subscribe

        def counted(*args: Sequence[Any], **named: Any) -> Any:
            return self._watch.call(name, lambda: method(*args, **named))

        return counted

    @contextmanager
    def _subscribe(self, *args: Any, **named: Any) -> Iterator[Any]:
        with self._inner.subscribe(*args, **named) as subscription:  # type: ignore[attr-defined]  # a bus has it
            yield self._watch.over(subscription)
