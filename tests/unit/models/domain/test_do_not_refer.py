from datetime import UTC, datetime

import pytest

from models.domain.do_not_refer import DoNotRefer, twelve_months_after


@pytest.mark.parametrize(
    ("begun", "ends"),
    [("2026-11-23T02:00:00", "2027-11-23T02:00:00"), ("2028-02-29T12:00:00", "2029-02-28T12:00:00")],
)
def test_twelve_months_end_on_the_same_day_a_year_later(begun: str, ends: str) -> None:
    at, until = (
        int(datetime.fromisoformat(each).replace(tzinfo=UTC).timestamp()) * 1_000_000
        for each in (begun, ends)
    )
    assert twelve_months_after(at + 999_999) == until + 999_999


@pytest.mark.parametrize(
    ("keys", "bands", "met"), [((), ("w1",), False), ((), ("w1", "w2"), True), (("k1",), (), True)]
)
def test_one_key_or_two_bands_are_enough_to_know_an_ad_by(
    keys: tuple[str, ...], bands: tuple[str, ...], *, met: bool
) -> None:
    assert DoNotRefer("m1", 1, 2, frozenset(keys), frozenset(bands)).is_met is met
