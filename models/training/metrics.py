"""This module measures a model on ads that it was not fitted to: figures with their intervals, or null."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta
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


def average_precision(
    target: Floats, score: Floats, of: Numbers, *, seed: int, counts: Floats | None = None
) -> Figure:
    """Average precision with an interval over resampled groups; None below five positives.

    Of each ad: whether it is positive (`target`, 0 or 1), its score, its group (`of`), and how many ads of the field
    it stands for (`counts`, one without it).
    """
    positives, weights = int(target.sum()), _weights(counts, target)
    if positives < _FEWEST or positives == len(target):
        return Figure(None, None, None, positives)
    drawn = resampled(lambda rows: _precision(target[rows], score[rows], weights[rows]), of, seed=seed)
    return Figure(_rounded(_precision(target, score, weights)), *_interval(drawn), positives)


def calibration_error(
    target: Floats, probability: Floats, of: Numbers, *, seed: int, counts: Floats | None = None
) -> Figure:
    """Expected calibration error over ten fixed bins of equal width; `counts` as for `average_precision`."""
    weights = _weights(counts, target)
    drawn = resampled(lambda rows: _gap(target[rows], probability[rows], weights[rows]), of, seed=seed)
    return Figure(_rounded(_gap(target, probability, weights)), *_interval(drawn), len(target))


def tally(flags: Sequence[bool], counts: Sequence[float]) -> tuple[float, float]:
    """Hits and size of a share whose ads each stand for `counts` of the field, as if so many had been drawn alike.

    Unequal counts make a share less sure: the size is the effective one after Kish, the share is weighed (Korn and
    Graubard 1998). Equal counts leave both as they are counted.
    """
    total = math.fsum(counts)
    if not total:
        return 0.0, 0.0
    size = total * total / math.fsum(count * count for count in counts)
    told = math.fsum(count for count, flag in zip(counts, flags, strict=True) if flag)
    return _whole(size * told / total), _whole(size)


def share(hits: float, size: float) -> Figure:
    """A share with its 95 % Wilson interval; None of nothing."""
    if not size:
        return Figure(None, None, None, 0)
    p, z = hits / size, 1.959964
    middle = (p + z * z / (2 * size)) / (1 + z * z / size)
    half = z * np.sqrt(p * (1 - p) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    return Figure(
        _rounded(p), _rounded(max(0.0, middle - half)), _rounded(min(1.0, middle + half)), round(size)
    )


def exact_upper_bound(hits: Floats | float, size: float, *, sure: float) -> Floats:
    """The share that `size` ads with so many `hits`, fewer than all, do not exceed with confidence `sure` (Clopper and Pearson 1934)."""
    bound: Floats = beta.ppf(sure, np.asarray(hits) + 1, size - np.asarray(hits))
    return bound


def resampled(measure: Callable[[Numbers], float], of: Numbers, *, seed: int) -> Floats:
    """`measure` over 200 draws of whole groups with replacement; `of` is each ad's group, `measure` takes ads' numbers."""
    members = [np.flatnonzero(of == group) for group in np.unique(of)]
    random = np.random.default_rng(seed)
    draws = (random.integers(len(members), size=len(members)) for _ in range(_RESAMPLES))
    return np.array([measure(np.concatenate([members[i] for i in draw])) for draw in draws])


def _weights(counts: Floats | None, target: Floats) -> Floats:
    return np.ones(len(target)) if counts is None else counts


def _whole(number: float) -> float:
    """`number` without what adding up in floating point leaves beside a whole one."""
    return round(number, 9)


def _precision(target: Floats, score: Floats, weights: Floats) -> float:
    return (
        float(average_precision_score(target, score, sample_weight=weights)) if target.any() else float("nan")
    )


def _gap(target: Floats, probability: Floats, weights: Floats) -> float:
    bins = np.minimum((probability * 10).astype(int), 9)
    gaps = np.bincount(bins, weights=weights * (probability - target), minlength=10)
    total = float(weights.sum())
    return float(np.abs(gaps).sum() / total) if total else 0.0


def _interval(drawn: Floats) -> tuple[float | None, float | None]:
    measured = drawn[~np.isnan(drawn)]
    if not len(measured):
        return None, None
    low, high = np.quantile(measured, [0.025, 0.975])
    return _rounded(float(low)), _rounded(float(high))


def _rounded(value: float) -> float:
    return round(float(value), 4)
