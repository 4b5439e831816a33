"""This module holds the mark that leaves a person alone: an adult who acts for herself is not referred again (R41)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

LIKE_ENOUGH: Final = 2  # bands that two texts share, from which on one counts as a copy of the other


@dataclass(frozen=True, slots=True)
class DoNotRefer:
    """One decision to leave somebody alone, as keyed hashes of which nobody can be told.

    `keys` stand for ads and contacts: whoever shows one is meant. `bands` stand for the wording: whoever shares
    `LIKE_ENOUGH` of them is. It holds from `since` until before `until` (microseconds, UTC).
    """

    mark_id: str
    since: int
    until: int
    keys: frozenset[str]
    bands: frozenset[str] = frozenset()

    @property
    def is_met(self) -> bool:
        """Of a mark cut to what an ad shows: whether that is enough to know the ad by."""
        return bool(self.keys) or len(self.bands) >= LIKE_ENOUGH


def twelve_months_after(moment: int) -> int:
    """The same day and time a year later; both are microseconds, UTC."""
    begun = datetime.fromtimestamp(moment // 1_000_000, UTC)
    day = 28 if (begun.month, begun.day) == (2, 29) else begun.day
    return int(begun.replace(year=begun.year + 1, day=day).timestamp()) * 1_000_000 + moment % 1_000_000
