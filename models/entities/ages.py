"""This module reads stated ages, and what it is that is so many years old."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Age:
    """A number of years at published code points `start` to `end` (half-open).

    `what` is `person`, or what the years count instead: `experience`, `schooling`, `limit` ("18+ only"),
    `duration` (since 12 years, warranty, bond, course) or `unclear`. `high` is None where the ad gives no upper end.
    """

    start: int
    end: int
    low: int
    high: int | None
    what: str

    @property
    def under_18(self) -> bool:
        """Whether it states a person's age and the whole of it, or its lower end, lies below 18."""
        return self.what == "person" and self.low < 18


def ages(published: str) -> tuple[Age, ...]:
    """Every stated number of years, in order of appearance."""
    return ()
