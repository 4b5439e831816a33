"""This module says how sure a share that was counted is: exactly, after Clopper and Pearson."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

from models.scoring.ngrams import Floats

_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval; `size` says over how many ads or positives. None: too few."""

    value: float | None
    low: float | None
    high: float | None
    size: int


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


def exact_share(hits: float, size: float) -> Figure:
    """A share with its exact two-sided 95 % interval; None of nothing. Of weighed ads hits and size are those of `tally`."""
    if not size:
        return Figure(None, None, None, 0)
    low, high = exact_interval(hits, size)
    return Figure(round(hits / size, 4), round(low, 4), round(high, 4), round(size))


def exact_interval(hits: float, size: float) -> tuple[float, float]:
    """The two-sided 95 % interval of a share of something (Clopper and Pearson 1934)."""
    low = float(beta.ppf(_TAIL, hits, size - hits + 1)) if hits else 0.0
    return low, float(exact_upper_bounds(hits, size, sure=1 - _TAIL)) if hits < size else 1.0


def upper_bound(hits: float, size: float) -> float | None:
    """The share that is not exceeded with 95 % confidence: one-sided, after Clopper and Pearson; None of nothing."""
    if not size:
        return None
    return 1.0 if hits == size else round(float(exact_upper_bounds(hits, size, sure=0.95)), 4)


def exact_upper_bounds(hits: Floats | float, size: float, *, sure: float) -> Floats:
    """For each of `hits`, fewer than all: the share that `size` ads with so many do not exceed with confidence `sure`."""
    bounds: Floats = beta.ppf(sure, np.asarray(hits) + 1, size - np.asarray(hits))
    return bounds


def _whole(number: float) -> float:
    """`number` without what adding up in floating point leaves beside a whole one."""
    return round(number, 9)
