"""This module fits one logistic line whose weights are pulled towards what is known beforehand.

scikit-learn's logistic regression pulls every weight towards 0 and knows no signs. Here each weight has a centre
(the indicator's prior strength, 0 for facts and n-grams), a spread (how far examples may move it) and bounds (a
sign for exploitation never counts against it, however few examples there are). The loss is convex, so the same
data give the same line. Weights are sought in units of their spread, as deviations from the centre.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags
from scipy.special import expit

from models.scoring.calibration import logit
from models.scoring.ngrams import Floats

_MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is known of each weight before fitting; arrays as long as the columns. A spread of 0 fixes a weight."""

    centre: Floats
    spread: Floats
    lower: Floats
    upper: Floats


def fit_line(rows: csr_matrix, target: Floats, counts: Floats, beliefs: Beliefs) -> tuple[Floats, float]:
    """Weights and intercept for `target` (0 to 1 per row), each row counted `counts` times.

    Without both a positive and a negative row nothing can be learned: the beliefs are kept, with the intercept at
    the smoothed rate of positives.
    """
    if target.max(initial=0.0) == target.min(initial=1.0) or not len(target):
        return beliefs.centre.copy(), logit(float((target @ counts + 0.5) / (counts.sum() + 1)))
    active = np.flatnonzero((beliefs.spread > 0) & (np.diff(rows.tocsc().indptr) > 0))
    scaled = rows[:, active] @ diags(beliefs.spread[active])
    fixed = rows @ beliefs.centre
    deviation, intercept = _minimised(scaled, target, counts, offset=fixed, bounds=_bounds(beliefs, active))
    weights = beliefs.centre.copy()
    weights[active] += beliefs.spread[active] * deviation
    return weights, intercept


def _minimised(
    rows: csr_matrix, target: Floats, counts: Floats, *, offset: Floats, bounds: list[tuple[float, float]]
) -> tuple[Floats, float]:
    transposed = rows.T.tocsr()

    def loss(point: Floats) -> tuple[float, Floats]:
        weights, intercept = point[:-1], point[-1]
        z = rows @ weights + offset + intercept
        residual = counts * (expit(z) - target)
        value = counts @ (np.logaddexp(0.0, z) - target * z) + weights @ weights / 2
        return float(value), np.append(transposed @ residual + weights, residual.sum())

    start = np.zeros(rows.shape[1] + 1)
    start[-1] = logit(float(target @ counts / counts.sum()))
    free = [*bounds, (-np.inf, np.inf)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=free, options={"maxiter": _MOST_STEPS})
    return found.x[:-1], float(found.x[-1])


def _bounds(beliefs: Beliefs, active: np.ndarray) -> list[tuple[float, float]]:
    centre, spread = beliefs.centre[active], beliefs.spread[active]
    low, high = (beliefs.lower[active] - centre) / spread, (beliefs.upper[active] - centre) / spread
    return list(zip(low.tolist(), high.tolist(), strict=True))
