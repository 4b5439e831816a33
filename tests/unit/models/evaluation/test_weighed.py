"""This module asks whether a stratum that was labelled more often than it is met moves a figure: it must not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models.domain.judgement import Band
from models.evaluation.evaluation import bands, calibration
from models.measures.calibration import calibration_error
from models.measures.intervals import Figure
from models.measures.ranking import group_draws, precision_figure, ranking
from models.scoring.ngrams import Floats
from tests.unit.models.training.builders import corpus

RANDOM = np.random.default_rng(3)
TARGET = (RANDOM.random(200) < 0.3).astype(float)
SCORE = np.clip(TARGET * 0.3 + RANDOM.random(200) * 0.7, 0, 1)
ONCE = np.arange(200)
OFTEN = np.append(ONCE, np.tile(np.flatnonzero(SCORE > 0.65), 4))  # high scores labelled five times as often
COUNTS = np.where(SCORE > 0.65, 0.2, 1.0)[OFTEN]


def precision(target: Floats, score: Floats, counts: Floats, draws: Floats) -> Figure:
    return precision_figure(ranking(target, score), counts, draws)


@pytest.mark.parametrize("measure", [precision, calibration_error])
def test_an_oversampled_stratum_does_not_move(measure: Callable[..., Figure]) -> None:
    plain = measure(TARGET, SCORE, np.ones(200), group_draws(ONCE, seed=0)).value
    draws = group_draws(OFTEN, seed=0)
    weighed = measure(TARGET[OFTEN], SCORE[OFTEN], COUNTS, draws).value
    blind = measure(TARGET[OFTEN], SCORE[OFTEN], np.ones(len(OFTEN)), draws).value
    assert weighed == plain
    assert blind != plain


def test_an_oversampled_stratum_does_not_move_the_bins() -> None:
    assert bins(OFTEN, COUNTS) == bins(ONCE, np.ones(200))
    assert bins(OFTEN, np.ones(len(OFTEN))) != bins(ONCE, np.ones(200))


def test_an_oversampled_stratum_does_not_move_recall_and_alarms() -> None:
    ads = [one for one, _ in corpus()]
    reached = [Band.MEDIUM if number % 3 == 0 else Band.NONE for number in range(len(ads))]
    drawn = [number for number in range(len(ads)) for _ in range(4 if number % 3 == 0 else 1)]
    often = [replace(ads[n], weight=0.25 if n % 3 == 0 else 1.0) for n in drawn]
    plain, weighed = bands(ads, reached), bands(often, [reached[n] for n in drawn])
    assert values(weighed) == pytest.approx(values(plain), abs=1e-4)
    assert values(bands([ads[n] for n in drawn], [reached[n] for n in drawn])) != values(plain)


def bins(drawn: np.ndarray, counts: Floats) -> list[tuple[float, float]]:
    target, probability = (np.repeat(one[drawn][:, None], 8, axis=1) for one in (TARGET, SCORE))
    told = calibration(target, probability, counts, group_draws(drawn, seed=0))["bins"]
    return [(one["predicted"], one["observed"]) for one in told]


def values(told: dict[str, Any]) -> list[float]:
    return [told[what][band]["value"] for what in ("recall", "alarms") for band in ("low", "medium", "high")]
