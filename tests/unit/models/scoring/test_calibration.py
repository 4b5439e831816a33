import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.errors import WrongUsage
from models.scoring.calibration import Calibrator, corrected, logistic, logit


@pytest.mark.parametrize(
    ("p", "base_rate", "prevalence", "expected"),
    [
        (0.5, 0.5, 0.01, 0.01),  # no evidence: the stated prevalence
        (0.8, 0.5, 0.01, 0.038834951),  # odds 4 · (1/99)
        (0.9, 0.2, 0.01, 0.266666667),  # odds 9 · (1/99) / (1/4)
        (0.25, 0.25, 0.25, 0.25),  # nothing to correct
        (0.5, 0.01, 0.5, 0.99),  # and the other way
    ],
)
def test_prevalence_correction(p: float, base_rate: float, prevalence: float, expected: float) -> None:
    assert corrected(p, base_rate=base_rate, prevalence=prevalence) == pytest.approx(expected)


def test_a_calibrator_is_platts_line_moved_to_the_stated_prevalence() -> None:
    line = Calibrator(slope=2.0, shift=-1.0, base_rate=0.2)
    assert line.probability(0.5, prevalence=0.2) == pytest.approx(0.5)
    assert line.probability(0.5, prevalence=0.01) == pytest.approx(0.038834951)


@given(st.floats(-40, 40), st.floats(-40, 40))
def test_a_higher_raw_score_never_has_a_lower_probability(one: float, other: float) -> None:
    line = Calibrator(slope=0.7, shift=0.1, base_rate=0.1)
    low, high = sorted([one, other])
    assert line.probability(low, prevalence=0.01) <= line.probability(high, prevalence=0.01)


@given(st.floats(0.001, 0.999))
def test_logistic_undoes_logit(p: float) -> None:
    assert logistic(logit(p)) == pytest.approx(p)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_logistic_is_total(x: float) -> None:
    assert 0 <= logistic(x) <= 1


@pytest.mark.parametrize(
    ("slope", "shift", "rate"), [(0.0, 0.0, 0.1), (-1.0, 0.0, 0.1), (1.0, math.inf, 0.1), (1.0, 0.0, 1.0)]
)
def test_a_calibrator_that_could_turn_scores_over_is_refused(slope: float, shift: float, rate: float) -> None:
    with pytest.raises(WrongUsage, match="positive slope"):
        Calibrator(slope, shift, rate)
