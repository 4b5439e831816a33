import numpy as np
import pytest

from models.training.drift import ALARM, mix_shift, new_words, shift

ERROR = 0.001  # how often two draws of one field may exceed the noise
RANDOM = np.random.default_rng(5)
SCORES = RANDOM.beta(1, 20, size=4000)


@pytest.mark.parametrize("seed", range(20))
def test_a_resample_is_silent(seed: int) -> None:
    drawn = np.random.default_rng(seed).choice(SCORES, size=1000)
    found = shift(SCORES, drawn, error=ERROR)
    assert found.value < 0.1
    assert not found.fires


@pytest.mark.parametrize("shifted", [SCORES + 0.05, SCORES * 2, np.zeros(4000)])
def test_an_injected_shift_fires(shifted: np.ndarray) -> None:
    found = shift(SCORES, shifted, error=ERROR)
    assert found.value > ALARM
    assert found.fires


def test_a_language_that_was_rare_and_is_common_fires() -> None:
    then, now = ["en"] * 90 + ["te"] * 10, ["en"] * 50 + ["te"] * 50
    assert mix_shift(then, now, error=ERROR).fires
    assert mix_shift(then, ["ta"] * 100, error=ERROR).fires
    assert mix_shift(then, then * 3, error=ERROR).value < 0.01


def test_the_share_of_words_never_met_is_counted() -> None:
    assert new_words(frozenset({"cook"}), [["cook", "wanted"], ["cook", "cook"]]) == 0.25
    assert new_words(frozenset(), []) == 0.0
