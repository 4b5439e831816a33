"""This module measures a model on ads that it was not fitted to: figures with their intervals, or null."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import average_precision_score

from models.scoring.ngrams import Floats
from models.training.splits import Numbers

_RESAMPLES = 200
_FEWEST = 5  # positives below which a figure says nothing


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval; `size` says over how many ads or positives. None: too few."""

    value: float | None
    low: float | None
    high: float | None
    size: int


def average_precision(target: Floats, score: Floats, of: Numbers, *, seed: int) -> Figure:
    """Average precision with an interval over resampled groups; None below five positives."""
    positives = int(target.sum())
    if positives < _FEWEST or positives == len(target):
        return Figure(None, None, None, positives)
    drawn = resampled(lambda rows: _precision(target[rows], score[rows]), of, seed=seed)
    return Figure(_rounded(_precision(target, score)), *_interval(drawn), positives)


def calibration_error(target: Floats, probability: Floats, of: Numbers, *, seed: int) -> Figure:
    """Expected calibration error over ten fixed bins of equal width."""
    drawn = resampled(lambda rows: _gap(target[rows], probability[rows]), of, seed=seed)
    return Figure(_rounded(_gap(target, probability)), *_interval(drawn), len(target))


def share(hits: int, size: int) -> Figure:
    """A share with its 95 % Wilson interval; None of nothing."""
    if not size:
        return Figure(None, None, None, 0)
    p, z = hits / size, 1.959964
    middle = (p + z * z / (2 * size)) / (1 + z * z / size)
    half = z * np.sqrt(p * (1 - p) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    return Figure(_rounded(p), _rounded(max(0.0, middle - half)), _rounded(min(1.0, middle + half)), size)


def resampled(measure: Callable[[Numbers], float], of: Numbers, *, seed: int) -> Floats:
    """`measure` over 200 draws of whole groups with replacement."""
    members = [np.flatnonzero(of == group) for group in np.unique(of)]
    random = np.random.default_rng(seed)
    draws = (random.integers(len(members), size=len(members)) for _ in range(_RESAMPLES))
    return np.array([measure(np.concatenate([members[i] for i in draw])) for draw in draws])


def _precision(target: Floats, score: Floats) -> float:
    return float(average_precision_score(target, score)) if target.any() else float("nan")


def _gap(target: Floats, probability: Floats) -> float:
    bins = np.minimum((probability * 10).astype(int), 9)
    counts = np.bincount(bins, minlength=10)
    gaps = np.bincount(bins, weights=probability - target, minlength=10)
    return float(np.abs(gaps).sum() / max(counts.sum(), 1))


def _interval(drawn: Floats) -> tuple[float | None, float | None]:
    measured = drawn[~np.isnan(drawn)]
    if not len(measured):
        return None, None
    low, high = np.quantile(measured, [0.025, 0.975])
    return _rounded(float(low)), _rounded(float(high))


def _rounded(value: float) -> float:
    return round(float(value), 4)
