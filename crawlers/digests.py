"""This module holds what a long crawl must not forget in eight bytes a key, where Python's own sets take a hundred.

Keys are kept as digests in one sorted array; the newest few thousand wait beside it to be sorted in. Of a million
keys two are taken for one with a chance of one in thirty million.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

import numpy as np

_FRESH: Final = 4096  # keys that wait; sorting them in costs less than looking them up does
_NOTHING: Final = -1  # the value of a key that was taken out


def digest(words: str) -> int:
    """Eight bytes that stand for `words`."""
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest())


class DigestSet:
    """A set of digests; so many wait until they are sorted in."""

    def __init__(self, *, waiting: int = _FRESH) -> None:
        self._waiting = waiting
        self._sorted = array("Q")
        self._fresh: set[int] = set()

    def __contains__(self, key: int) -> bool:
        return key in self._fresh or _place(self._sorted, key) is not None

    def __len__(self) -> int:
        return len(self._sorted) + len(self._fresh)

    def add(self, key: int) -> None:
        """Take `key` in; twice is once."""
        if key in self:
            return
        self._fresh.add(key)
        if len(self._fresh) >= self._waiting:
            self._sorted, _ = _sorted_in(self._sorted, array("Q", self._fresh))
            self._fresh.clear()

    def clear(self) -> None:
        """Leave nothing."""
        self._sorted, self._fresh = array("Q"), set()


class DigestMap:
    """Numbers from 0 on, by digest; so many wait until they are sorted in."""

    def __init__(self, *, waiting: int = _FRESH) -> None:
        self._waiting = waiting
        self._sorted, self._numbers = array("Q"), array("q")
        self._fresh: dict[int, int] = {}
        self._gone = 0

    def __len__(self) -> int:
        return len(self._sorted) - self._gone + len(self._fresh)

    def get(self, key: int) -> int | None:
        """The number of `key`, or None."""
        place = _place(self._sorted, key)
        number = self._fresh.get(key, _NOTHING) if place is None else self._numbers[place]
        return None if number == _NOTHING else number

    def put(self, key: int, number: int) -> None:
        """From now on `key` has this number."""
        place = _place(self._sorted, key)
        if place is not None:
            self._gone -= self._numbers[place] == _NOTHING
            self._numbers[place] = number
            return
        self._fresh[key] = number
        if len(self._fresh) >= self._waiting:
            self._sorted, order = _sorted_in(self._sorted, array("Q", self._fresh))
            numbers = np.concatenate([self._numbers, array("q", self._fresh.values())])
            self._numbers = array("q", numbers[order].tobytes())
            self._fresh.clear()

    def drop(self, key: int) -> None:
        """`key` has no number any more."""
        place = _place(self._sorted, key)
        if place is None:
            self._fresh.pop(key, None)
        elif self._numbers[place] != _NOTHING:
            self._numbers[place] = _NOTHING
            self._gone += 1

    def numbers(self) -> Iterator[int]:
        """The numbers of all keys, in no order."""
        yield from (number for number in (*self._numbers, *self._fresh.values()) if number != _NOTHING)


def _place(keys: "array[int]", key: int) -> int | None:
    place = bisect_left(keys, key)
    return place if place < len(keys) and keys[place] == key else None


def _sorted_in(
    keys: "array[int]", fresh: "array[int]"
) -> tuple["array[int]", "np.ndarray[tuple[int], np.dtype[np.intp]]"]:
    """Both in one order, and that order."""
    together = np.concatenate([keys, fresh])
    order = np.argsort(together, kind="stable")
    return array("Q", together[order].tobytes()), order
