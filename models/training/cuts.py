"""This module cuts the thresholds of the bands by how many harmless ads may cross them.

Five alarms per 1,000 cannot be counted on 180 ads. Below the size at which they can, the tail of the harmless
scores is continued as an exponential beyond its upper tenth (peaks over a threshold) with a slope one standard error
flatter than measured: a threshold that is too high costs leads, one that is too low costs the analysts' trust.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.domain.judgement import Band
from models.scoring.calibration import logistic, logit
from models.scoring.ngrams import Floats

ALARMS_PER_1000: Mapping[Band, float] = {Band.LOW: 50.0, Band.MEDIUM: 5.0, Band.HIGH: 1.0}
_COUNTABLE = 10  # alarms expected on the sample, below which a count is no estimate
_NOTE = (
    "Cut by alarms per 1,000 harmless ads held out (low 50, medium 5, high 1), before the rules cap. Bands named as "
    "continued rest on the shape of the tail, not on counted alarms."
)
_STEP = 0.05  # log-odds between bands, where two cuts fall together


@dataclass(frozen=True, slots=True)
class Cuts:
    """The least score of each band, how many harmless ads they were cut on, and which were continued, not counted."""

    thresholds: Mapping[Band, float]
    harmless: int
    extrapolated: tuple[Band, ...]

    def told(self) -> dict[str, object]:
        """What the card says of the thresholds."""
        return {
            "least_score": {band.value: least for band, least in self.thresholds.items()},
            "harmless_ads": self.harmless,
            "continued_beyond_the_data": [band.value for band in self.extrapolated],
            "note": _NOTE,
        }


def cut(harmless: Floats) -> Cuts:
    """Thresholds from the scores (0 to 1) of harmless ads that the model was not fitted to."""
    tails = np.sort(np.array([logit(float(score)) for score in harmless]))[::-1]
    counted = {band: rate * len(tails) / 1000 >= _COUNTABLE for band, rate in ALARMS_PER_1000.items()}
    thresholds: dict[Band, float] = {}
    least = -math.inf
    for band, rate in ALARMS_PER_1000.items():
        share = rate / 1000
        found = _counted(tails, share) if counted[band] else _continued(tails, share)
        least = max(found, least + _STEP)
        thresholds[band] = logistic(least)
    return Cuts(thresholds, len(tails), tuple(band for band, known in counted.items() if not known))


def _counted(tails: Floats, share: float) -> float:
    """Just above the first score that must stay below."""
    return float(tails[math.floor(share * len(tails))]) + 1e-6


def _continued(tails: Floats, share: float) -> float:
    upper = max(2, len(tails) // 10)
    start = float(tails[upper - 1])
    excess = float(np.mean(tails[: upper - 1] - start)) if upper > 1 else 0.0
    flatter = excess * (1 + 1 / math.sqrt(upper - 1))
    return start + flatter * math.log(upper / len(tails) / share)
