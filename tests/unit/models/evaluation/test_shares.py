import pytest

from models.evaluation.shares import exact_share, upper_bound
from models.training.metrics import Figure


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
