"""This module cuts the thresholds of the bands by how many harmless ads may cross them.

A rate is promised where the upper 95 % bound of what was counted keeps it: ads to come hold what no ad held out did.
Five alarms per 1,000 cannot be counted on 200 ads. Of n ads the highest stands for one in n + 1; a rarer alarm is
continued from there, as an exponential in log-odds whose slope is that of the upper tenth of all harmless scores,
one standard error flatter than measured: a threshold too high costs leads, one too low the analysts' trust.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.domain.judgement import Band
from models.measures.intervals import exact_upper_bounds
from models.scoring.bands import CUT_BANDS
from models.scoring.calibration import logistic, logit
from models.scoring.ngrams import Floats

ALARMS_PER_1000: Mapping[Band, float] = {Band.LOW: 50.0, Band.MEDIUM: 5.0, Band.HIGH: 1.0}
_SURE = 0.95
_ABOVE = 1e-6  # log-odds
_STEP = 0.05  # log-odds between bands, where two cuts fall together
_HIGHEST = 12.0  # log-odds; beyond it no ad is
_NOTE = (
    "Cut by alarms per 1,000 harmless ads held out (low 50, medium 5, high 1, at the upper 95 % bound where it can be "
    "counted), counting only what the rules let so far. Bands named as continued rest on the shape of the tail, not on counted alarms."
)


@dataclass(frozen=True, slots=True)
class Cuts:
    """The least score of each band, how many harmless ads they were cut on, and which were continued, not counted."""

    thresholds: Mapping[Band, float]
    harmless: int
    continued: tuple[Band, ...]

    def told(self) -> dict[str, object]:
        """What the card says of the thresholds."""
        return {
            "least_score": {band.value: least for band, least in self.thresholds.items()},
            "harmless_ads": self.harmless,
            "continued_beyond_the_data": [band.value for band in self.continued],
            "note": _NOTE,
        }


def cut(reaches: Sequence[Mapping[Band, float]], scores: Floats) -> Cuts:
    """Thresholds from harmless ads that the model was not fitted to: how far each reaches, and its uncapped score."""
    slope = _slope(np.array([logit(float(score)) for score in scores]))
    thresholds: dict[Band, float] = {}
    least, before = -_HIGHEST, 1.0
    for band in CUT_BANDS:
        share = ALARMS_PER_1000[band] / 1000
        reached = sorted((logit(one[band]) for one in reaches if band in one), reverse=True)
        found = _cut(reached, len(reaches), share=share, slope=slope)
        if found is None:  # the rules let no harmless ad so far
            found = least + slope * math.log(before / share)
        least, before = min(max(found, least + _STEP), _HIGHEST + _STEP * band.rank), share
        thresholds[band] = logistic(least)
    rare = tuple(band for band, rate in ALARMS_PER_1000.items() if rate / 1000 * (len(reaches) + 1) < 1)
    return Cuts(thresholds, len(reaches), rare)


def _cut(reached: Sequence[float], size: int, *, share: float, slope: float) -> float | None:
    """The log-odds that `share` of `size` ads cross, of which only `reached` (highest first) can cross at all."""
    if not reached:
        return None
    expected = share * (size + 1)
    if expected < 1:
        return reached[0] + slope * -math.log(expected)
    return reached[min(_allowed(size, share), len(reached) - 1)] + _ABOVE


def _allowed(size: int, share: float) -> int:
    """How many of `size` ads may cross for a rate of at most `share` among those to come; at least none."""
    counts = np.arange(math.floor(share * (size + 1)), dtype=np.float64)
    return max(0, int((exact_upper_bounds(counts, size, sure=_SURE) <= share).sum()) - 1)


def _slope(scores: Floats) -> float:
    """The mean excess of the upper tenth, one standard error up."""
    upper = np.sort(scores)[::-1][: max(3, len(scores) // 10)]
    excess = upper[:-1] - upper[-1]
    return float(excess.mean()) * (1 + 1 / math.sqrt(len(excess)))
