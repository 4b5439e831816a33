import numpy as np
import pytest

from models.training.metrics import Figure, average_precision, calibration_error, share


def test_too_few_positives_give_no_figure() -> None:
    found = average_precision(np.array([1.0, 1, 1, 1, 0, 0]), np.arange(6.0), np.arange(6), seed=0)
    assert found == Figure(None, None, None, 4)


def test_a_perfect_ranking_has_precision_one() -> None:
    target = np.array([1.0] * 5 + [0.0] * 15)
    assert average_precision(target, -np.arange(20.0), np.arange(20), seed=0) == Figure(1.0, 1.0, 1.0, 5)


def test_a_known_ranking_has_its_precision() -> None:
    target = np.array([1.0, 0, 1, 0, 1, 0, 1, 0, 1, 0])
    found = average_precision(target, -np.arange(10.0), np.arange(10), seed=0)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.value == pytest.approx((1 + 2 / 3 + 3 / 5 + 4 / 7 + 5 / 9) / 5, abs=1e-4)
    assert found.low < found.value < found.high


def test_one_big_group_makes_the_interval_wide() -> None:
    random = np.random.default_rng(1)
    target = (random.random(200) < 0.3).astype(float)
    score = target + random.normal(size=200)
    single = average_precision(target, score, np.arange(200), seed=0)
    grouped = average_precision(target, score, np.arange(200) // 20, seed=0)
    assert single != grouped
    assert single.value == grouped.value


def test_calibration_error_is_the_mean_gap_over_ten_bins() -> None:
    target = np.array([1.0, 0, 0, 0, 1, 1])
    probability = np.array([0.25, 0.25, 0.25, 0.25, 0.95, 1.0])
    found = calibration_error(target, probability, np.arange(6), seed=0)
    assert found.value == pytest.approx(0.05 / 6, abs=1e-4)


def test_a_share_has_its_wilson_interval() -> None:
    assert share(0, 180) == Figure(0.0, 0.0, 0.0209, 180)
    assert share(9, 10) == Figure(0.9, 0.5958, 0.9821, 10)
    assert share(0, 0) == Figure(None, None, None, 0)
