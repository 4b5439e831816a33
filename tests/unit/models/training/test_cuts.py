import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.judgement import Band
from models.scoring.calibration import logistic
from models.training.cuts import cut


def test_with_enough_ads_the_alarms_are_counted() -> None:
    scores = np.arange(1, 20_001) / 20_002
    cuts = cut(scores)
    assert cuts.extrapolated == ()
    alarms = [int((scores >= cuts.thresholds[band]).sum()) for band in (Band.LOW, Band.MEDIUM, Band.HIGH)]
    assert alarms == [1000, 100, 20]


def test_with_few_ads_the_tail_is_continued_and_said_so() -> None:
    cuts = cut(np.linspace(0.001, 0.05, 180))
    assert cuts.extrapolated == (Band.LOW, Band.MEDIUM, Band.HIGH)
    assert cuts.harmless == 180
    assert cuts.told()["continued_beyond_the_data"] == ["low", "medium", "high"]
    assert cuts.thresholds[Band.HIGH] > 0.05


def test_a_continued_cut_keeps_its_promise_on_the_scores_to_come() -> None:
    """Scores with an exponential tail in log-odds; the promise is checked on 100,000 that were never seen."""
    random = np.random.default_rng(5)

    def drawn(size: int) -> np.ndarray:
        return np.array([logistic(z) for z in random.exponential(0.7, size) - 6])

    fresh = drawn(100_000)
    medium = [float((fresh >= cut(drawn(200)).thresholds[Band.MEDIUM]).mean()) for _ in range(40)]
    assert np.median(medium) <= 0.005
    assert np.mean(medium) <= 0.01


@given(st.lists(st.floats(0, 1), min_size=20, max_size=120))
def test_thresholds_always_rise(scores: list[float]) -> None:
    found = cut(np.array(scores)).thresholds
    assert found[Band.LOW] < found[Band.MEDIUM] < found[Band.HIGH] or found[Band.HIGH] == pytest.approx(1.0)
