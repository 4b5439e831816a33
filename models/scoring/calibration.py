"""This module turns a raw score into a probability, and a probability to the prevalence of the field.

Written examples hold far more leads than any board does. The calibrator is fitted at the rate of the examples and
then moved to a stated prevalence: logit(p') = logit(p) + logit(stated) - logit(examples).
"""

import math
from dataclasses import dataclass

from models.domain.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Calibrator:
    """Platt's line for one kind: logit(p) = slope * z + shift, at the rate `base_rate` of its examples."""

    slope: float
    shift: float
    base_rate: float

    def __post_init__(self) -> None:
        if not (self.slope > 0 and math.isfinite(self.shift) and 0 < self.base_rate < 1):
            raise WrongUsage("A calibrator needs a positive slope and a base rate between 0 and 1.")

    def probability(self, z: float, *, prevalence: float) -> float:
        """The probability that belongs to the raw score `z` where leads are as common as `prevalence`."""
        return logistic(self.slope * z + self.shift + logit(prevalence) - logit(self.base_rate))


def corrected(p: float, *, base_rate: float, prevalence: float) -> float:
    """`p`, right where leads are as common as `base_rate`, moved to where they are as common as `prevalence`."""
    return logistic(logit(p) + logit(prevalence) - logit(base_rate))


def logit(p: float) -> float:
    """The log-odds of `p`, kept finite at 0 and 1."""
    kept = min(max(p, 1e-12), 1 - 1e-12)
    return math.log(kept / (1 - kept))


def logistic(x: float) -> float:
    """The inverse of `logit`, without overflow."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))
