import numpy as np
import pytest

from models.training.drift import ALARM, mix_stability, new_words, stability

RANDOM = np.random.default_rng(5)
SCORES = RANDOM.beta(1, 20, size=4000)


@pytest.mark.parametrize("seed", range(20))
def test_a_resample_is_silent(seed: int) -> None:
    drawn = np.random.default_rng(seed).choice(SCORES, size=1000)
    assert stability(SCORES, drawn) < 0.1


@pytest.mark.parametrize("shifted", [SCORES + 0.05, SCORES * 2, np.zeros(4000)])
def test_an_injected_shift_fires(shifted: np.ndarray) -> None:
    assert stability(SCORES, shifted) > ALARM


def test_a_language_that_was_rare_and_is_common_fires() -> None:
    then, now = ["en"] * 90 + ["te"] * 10, ["en"] * 50 + ["te"] * 50
    assert mix_stability(then, now) > ALARM
    assert mix_stability(then, then * 3) < 0.01
    assert mix_stability(then, ["ta"] * 100) > ALARM


def test_the_share_of_words_never_met_is_counted() -> None:
    assert new_words(frozenset({"cook"}), [["cook", "wanted"], ["cook", "cook"]]) == 0.25
    assert new_words(frozenset(), []) == 0.0
