"""This module knows what work pays on average, by package data with dates and sources, and how many times that an ad offers."""

from datetime import date
from functools import cache
from typing import Literal

from models.entities.pay import Pay
from models.entities.tables import in_force, rows
from models.entities.wage_floors import DAYS_A_MONTH

Work = Literal["regular", "home"]
_A_MONTH = {"day": float(DAYS_A_MONTH), "week": 52 / 12, "month": 1.0, "year": 1 / 12}


def times_the_level(amount: Pay, work: Work, day: date) -> float | None:
    """How many times the average month of such work even the lower end of `amount` is.

    None where the period allows no comparison, or `day` lies before the first survey.
    """
    level = in_force(_levels()[work], day)
    if level is None or amount.period not in _A_MONTH:
        return None
    return amount.low * _A_MONTH[amount.period] / level


@cache
def _levels() -> dict[str, tuple[tuple[date, int], ...]]:
    found: dict[str, list[tuple[date, int]]] = {}
    for row in rows("pay_levels.csv"):
        found.setdefault(row["work"], []).append(
            (date.fromisoformat(row["from"]), int(row["rupees_a_month"]))
        )
    return {work: tuple(sorted(levels)) for work, levels in found.items()}
