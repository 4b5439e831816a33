import pytest

from models.measures.intervals import Figure, exact_share, tally, upper_bound
from models.measures.ratios import ratio_of_shares


@pytest.mark.parametrize(
    ("hits", "size", "expected"),
    [
        (0, 300, 0.0099),  # the rule of three: 3 / 300
        (0, 250, 0.0119),
        (1, 100, 0.0466),
        (10, 10, 1.0),
        (0, 0, None),
    ],
)
def test_the_upper_bound_is_clopper_and_pearsons(hits: int, size: int, expected: float | None) -> None:
    assert upper_bound(hits, size) == expected


def test_an_exact_interval_is_wider_than_the_share_is_precise() -> None:
    assert exact_share(3, 10) == Figure(0.3, 0.0667, 0.6525, 10)
    assert exact_share(0, 0) == Figure(None, None, None, 0)


def test_the_ratio_of_two_shares_has_its_interval() -> None:
    found = ratio_of_shares((30, 40), (10, 200))
    assert [found.value, found.low, found.high] == pytest.approx([14.380, 7.777, 26.589], abs=0.001)


def test_of_equal_shares_the_ratio_is_one_and_lies_within_its_interval() -> None:
    found = ratio_of_shares((3, 10), (3, 10))
    assert (found.value, found.low, found.high) == pytest.approx((1.0, 0.2983, 3.3525), abs=1e-4)


def test_equal_counts_leave_hits_and_size_as_they_are() -> None:
    assert tally([True, False, True], [7.0, 7.0, 7.0]) == (2.0, 3.0)
    assert tally([], []) == (0.0, 0.0)


def test_unequal_counts_make_a_share_less_sure() -> None:
    hits, size = tally([True, False, False], [2.0, 1.0, 1.0])
    assert hits == pytest.approx(4 / 3)
    assert size == pytest.approx(8 / 3)
