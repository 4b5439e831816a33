import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scoring.doubt import doubt, share_of_doubt

log_odds = st.floats(-40, 40)


def test_an_ad_that_is_as_likely_a_lead_as_not_loses_a_factor_of_two() -> None:
    assert doubt(0.0) == pytest.approx(-0.693, abs=1e-3)


@given(log_odds, log_odds)
def test_doubt_never_raises_a_kind_and_is_less_the_more_an_ad_reads_like_a_lead(
    one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assert doubt(low) <= doubt(high) <= 0


@given(st.lists(log_odds, min_size=1, max_size=5), log_odds)
def test_the_shares_add_up_to_what_they_change(shares: list[float], intercept: float) -> None:
    total = sum(shares)
    factor = share_of_doubt(total, intercept)
    assert -1e-6 < factor < 1 + 1e-6  # rounding apart, a part of each share
    changed = float(doubt(intercept + total) - doubt(intercept))
    assert sum(share * factor for share in shares) == pytest.approx(changed, abs=1e-6)
