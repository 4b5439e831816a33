import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.judgement import Band
from models.scoring.bands import CUT_BANDS, checked_thresholds
from models.scoring.calibration import logistic, logit
from models.training.cuts import Cuts, cut


def freely(scores: np.ndarray) -> Cuts:
    return cut([dict.fromkeys(CUT_BANDS, float(score)) for score in scores], scores)


def exponential(size: int, random: np.random.Generator) -> np.ndarray:
    return np.array([logistic(z) for z in random.exponential(0.7, size) - 6])


def test_with_enough_ads_the_alarms_are_counted() -> None:
    scores = np.arange(1, 20_000) / 20_002
    cuts = freely(scores)
    assert cuts.continued == ()
    crossing = [int((scores >= cuts.thresholds[band]).sum()) for band in CUT_BANDS]
    assert crossing == [949, 83, 12]  # of 999, 99 and 19 the most whose upper bound keeps the promise


def test_of_1721_ads_three_may_cross_for_five_in_a_thousand() -> None:
    scores = np.arange(1, 1722) / 1723
    assert int((scores >= freely(scores).thresholds[Band.MEDIUM]).sum()) == 3


def test_with_few_ads_what_cannot_be_counted_is_continued_and_said_so() -> None:
    cuts = freely(np.linspace(0.001, 0.05, 150))
    assert cuts.told()["continued_beyond_the_data"] == ["medium", "high"]
    assert cuts.harmless == 150
    assert 0.05 < cuts.thresholds[Band.MEDIUM] < cuts.thresholds[Band.HIGH]


def test_the_highest_of_199_ads_stands_for_five_in_a_thousand() -> None:
    cuts = freely(np.linspace(0.001, 0.5, 199))
    assert logit(cuts.thresholds[Band.MEDIUM]) == pytest.approx(logit(0.5), abs=0.02)


def test_a_continued_cut_keeps_its_promise_on_the_scores_to_come() -> None:
    """Scores with an exponential tail in log-odds; the promise is checked on 100,000 that were never seen."""
    random = np.random.default_rng(5)
    fresh = exponential(100_000, random)
    cuts = [freely(exponential(150, random)).thresholds for _ in range(60)]
    alarms = {band: np.array([(fresh >= own[band]).mean() for own in cuts]) for band in CUT_BANDS}
    assert np.median(alarms[Band.MEDIUM]) <= 0.005
    assert np.median(alarms[Band.HIGH]) <= 0.001
    assert np.median(alarms[Band.MEDIUM]) >= 0.001  # and is no cut that nothing could cross


def test_only_ads_that_the_rules_let_so_far_are_alarms() -> None:
    scores = np.linspace(0.001, 0.9, 400)
    held_back = [{Band.LOW: float(s)} | ({Band.MEDIUM: 0.02} if s < 0.02 else {}) for s in scores]
    cuts = cut(held_back, scores).thresholds
    assert cuts[Band.LOW] > 0.8
    assert cuts[Band.LOW] < cuts[Band.MEDIUM] < freely(scores).thresholds[Band.MEDIUM] + 0.1


@given(st.lists(st.floats(0, 1), min_size=20, max_size=120), st.sets(st.sampled_from(CUT_BANDS)))
def test_thresholds_always_rise_and_stay_below_one(scores: list[float], let: set[Band]) -> None:
    found = cut(
        [{band: score for band in CUT_BANDS if band in let} for score in scores], np.array(scores)
    ).thresholds
    assert checked_thresholds(found) == found
