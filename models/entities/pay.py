"""This module reads what an ad pays or asks for, in rupees."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pay:
    """An amount or range in rupees at published code points `start` to `end` (half-open).

    `period` is `hour`, `day`, `week`, `month`, `year` or None where the ad does not say.
    """

    start: int
    end: int
    low: int
    high: int
    period: str | None


def pay(published: str) -> tuple[Pay, ...]:
    """Every amount of money in rupees, in order of appearance."""
    return ()
