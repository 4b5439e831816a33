"""This module knows the wage floors of package data, each with its date and source, and compares pay with them."""

from datetime import date
from functools import cache

from models.entities.pay import Pay
from models.entities.tables import in_force, rows

DAYS_A_MONTH = 26  # six days a week; the divisor that labour law uses for a month's wage
_DAYS = {"day": 1, "week": 6, "month": DAYS_A_MONTH}


def floor_on(day: date) -> int | None:
    """The national floor in rupees a day that was in force on `day`, for work of any kind; None before the first."""
    return in_force(_floors(), day)


def is_below_floor(amount: Pay, day: date) -> bool | None:
    """Whether even the upper end of `amount` is less than the floor; None where its period allows no comparison."""
    floor = floor_on(day)
    if floor is None or amount.period not in _DAYS:
        return None
    return amount.high < floor * _DAYS[amount.period]


@cache
def _floors() -> tuple[tuple[date, int], ...]:
    return tuple(
        sorted((date.fromisoformat(row["from"]), int(row["rupees_a_day"])) for row in rows("wage_floors.csv"))
    )
