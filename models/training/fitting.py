"""This module fits one logistic line whose weights are pulled towards what is known beforehand.

scikit-learn's logistic regression pulls every weight towards 0 and knows no signs. Here each weight has a centre
(the indicator's prior strength, 0 for facts and n-grams), a spread (how far examples may move it) and bounds (a
sign for exploitation never counts against it, however few examples there are). Weights are sought in units of their
spread, as deviations from the centre; one that examples push past a bound is set to it and the rest fitted further.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags
from scipy.special import expit

from models.scoring.calibration import logit
from models.scoring.ngrams import Floats

# Enough for average precision; what more steps would bring is memory of the examples.
_MOST_STEPS, _MORE_STEPS = 60, 15
_MOST_ROUNDS = 5

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is known of each weight before fitting; arrays as long as the columns. A spread of 0 fixes a weight.

    `intercept` and `intercept_spread` say the same of the intercept; without them it is free.
    """

    centre: Floats
    spread: Floats
    lower: Floats
    upper: Floats
    intercept: float = 0.0
    intercept_spread: float = math.inf


def fit_line(rows: csr_matrix, target: Floats, counts: Floats, beliefs: Beliefs) -> tuple[Floats, float]:
    """Weights, one a column, and intercept in log-odds for `target` (0 to 1 per row), each row counted `counts` times.

    Without both a positive and a negative row nothing can be learned: the beliefs are kept; a free intercept then
    is the smoothed rate of positives.
    """
    if not 0 < target.sum() < len(target):
        believed = math.isfinite(beliefs.intercept_spread)
        rate = float((target @ counts + 0.5) / (counts.sum() + 1))
        return beliefs.centre.copy(), beliefs.intercept if believed else logit(rate)
    free = (beliefs.spread > 0) & (np.diff(rows.tocsc().indptr) > 0)
    weights, intercept = beliefs.centre.copy(), logit(float(target @ counts / counts.sum()))
    for turn in range(_MOST_ROUNDS):
        steps = _MORE_STEPS if turn else _MOST_STEPS
        weights[free], intercept = _fitted(
            rows, target, counts, beliefs=beliefs, start=(weights, intercept), free=free, steps=steps
        )
        held = np.clip(weights, beliefs.lower, beliefs.upper)
        outside = free & (held != weights)
        if not outside.any():
            break
        weights, free = held, free & ~outside
    return np.clip(weights, beliefs.lower, beliefs.upper), intercept


def _fitted(
    rows: csr_matrix,
    target: Floats,
    counts: Floats,
    *,
    beliefs: Beliefs,
    start: tuple[Floats, float],
    free: Flags,
    steps: int,
) -> tuple[Floats, float]:
    """The free weights and the intercept that fit best while the others stay as in `start`, where the search begins."""
    centre, spread = beliefs.centre[free], beliefs.spread[free]
    kept = np.where(free, beliefs.centre, start[0])
    deviation, intercept = _minimised(
        (rows[:, np.flatnonzero(free)] @ diags(spread)).tocsr(),
        target,
        counts,
        offset=rows @ kept,
        pull=(beliefs.intercept, beliefs.intercept_spread),
        start=np.append((start[0][free] - centre) / spread, start[1]),
        steps=steps,
    )
    return centre + spread * deviation, intercept


def _minimised(
    rows: csr_matrix,
    target: Floats,
    counts: Floats,
    *,
    offset: Floats,
    pull: tuple[float, float],
    start: Floats,
    steps: int,
) -> tuple[Floats, float]:
    transposed = rows.T.tocsr()

    def loss(point: Floats) -> tuple[float, Floats]:
        weights, intercept = point[:-1], point[-1]
        z = rows @ weights + offset + intercept
        residual = counts * (expit(z) - target)
        away = (intercept - pull[0]) / pull[1]
        value = counts @ (np.logaddexp(0.0, z) - target * z) + weights @ weights / 2 + away * away / 2
        return float(value), np.append(transposed @ residual + weights, residual.sum() + away / pull[1])

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return found.x[:-1], float(found.x[-1])
