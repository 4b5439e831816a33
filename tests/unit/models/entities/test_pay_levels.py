from datetime import date

import pytest

from models.entities.pay import Pay
from models.entities.pay_levels import Work, times_the_level
from models.entities.tables import rows


def test_every_level_names_its_source() -> None:
    assert all(row["source"] for row in rows("pay_levels.csv"))


@pytest.mark.parametrize(
    ("low", "period", "work", "day", "times"),
    [
        (63309, "month", "regular", date(2026, 3, 1), 3.0),
        (21103, "month", "regular", date(2024, 4, 1), 1.0),
        (19492, "month", "regular", date(2024, 3, 31), 1.0),
        (13900, "month", "home", date(2026, 3, 1), 1.0),
        (1000, "day", "home", date(2026, 3, 1), 26000 / 13900),
        (253236, "year", "regular", date(2026, 3, 1), 1.0),
        (21103 * 3, "week", "regular", date(2026, 3, 1), 13.0),
    ],
)
def test_pay_is_told_in_average_months_of_its_day(
    low: int, period: str, work: Work, day: date, times: float
) -> None:
    assert times_the_level(Pay(0, 1, low, low * 2, period), work, day) == pytest.approx(times)


def test_pay_by_the_hour_or_before_the_first_survey_is_not_compared() -> None:
    assert times_the_level(Pay(0, 1, 500, 500, "hour"), "regular", date(2026, 3, 1)) is None
    assert times_the_level(Pay(0, 1, 500, 500, None), "regular", date(2026, 3, 1)) is None
    assert times_the_level(Pay(0, 1, 90000, 90000, "month"), "regular", date(2022, 6, 30)) is None
