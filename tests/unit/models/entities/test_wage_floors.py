from datetime import date

import pytest

from models.entities.pay import Pay
from models.entities.tables import rows
from models.entities.wage_floors import floor_on, is_below_floor

DAY = date(2026, 3, 1)


def test_every_floor_names_its_source() -> None:
    assert all(row["source"] for row in rows("wage_floors.csv"))


@pytest.mark.parametrize(
    ("day", "rupees"),
    [(date(2011, 3, 31), None), (date(2013, 7, 1), 137), (date(2017, 6, 30), 160), (date(2017, 7, 1), 176), (DAY, 176)],
)  # fmt: skip
def test_the_floor_in_force_on_a_day_counts(day: date, rupees: int | None) -> None:
    assert floor_on(day) == rupees


@pytest.mark.parametrize(
    ("low", "high", "period", "below"),
    [
        (4000, 4000, "month", True),
        (4575, 4575, "month", True),
        (4576, 4576, "month", False),
        (4000, 6000, "month", False),
        (175, 175, "day", True),
        (176, 176, "day", False),
        (1055, 1055, "week", True),
        (1056, 1056, "week", False),
        (100, 100, "hour", None),
        (100, 100, None, None),
    ],
)
def test_the_upper_end_of_26_days_a_month_or_six_a_week_is_compared(
    low: int, high: int, *, period: str | None, below: bool | None
) -> None:
    assert is_below_floor(Pay(0, 4, low, high, period), DAY) is below
