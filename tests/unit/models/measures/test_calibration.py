import numpy as np
import pytest

from models.measures.calibration import calibration_error, reliability

ONCE, DRAWS = np.ones(6), np.ones((2, 6))
TARGET = np.array([1.0, 0, 0, 0, 1, 1])
PROBABILITY = np.array([0.25, 0.25, 0.25, 0.25, 0.95, 1.0])


def test_the_calibration_error_is_the_mean_gap_over_ten_bins() -> None:
    assert calibration_error(TARGET, PROBABILITY, ONCE, DRAWS).value == pytest.approx(0.05 / 6, abs=1e-4)


def test_kinds_side_by_side_are_pooled_pair_by_pair() -> None:
    both = calibration_error(np.array([TARGET, TARGET]).T, np.array([PROBABILITY, TARGET]).T, ONCE, DRAWS)
    assert both.value == pytest.approx(0.05 / 12, abs=1e-4)
    assert both.size == 12


def test_the_interval_is_that_of_the_draws() -> None:
    without_the_last = np.array([[1.0] * 4 + [0.0, 0.0]])
    found = calibration_error(TARGET, np.full(6, 0.25), ONCE, without_the_last)
    assert (found.value, found.low, found.high) == (0.25, 0.0, 0.0)


def test_of_nothing_there_is_no_error() -> None:
    assert calibration_error(TARGET, PROBABILITY, np.zeros(6), DRAWS).value == 0.0


def test_the_bins_tell_what_was_predicted_and_what_was_so() -> None:
    assert reliability(TARGET[:, None], PROBABILITY[:, None], ONCE) == [
        {"from": 0.2, "pairs": 4, "predicted": 0.25, "observed": 0.25},
        {"from": 0.9, "pairs": 2, "predicted": 0.975, "observed": 1.0},
    ]
