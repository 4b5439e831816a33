"""This module says which band a score falls into, before any rule caps it."""

from collections.abc import Mapping

from models.domain.errors import WrongUsage
from models.domain.judgement import Band

CUT_BANDS = (Band.LOW, Band.MEDIUM, Band.HIGH)


def threshold_band(score: float, thresholds: Mapping[Band, float]) -> Band:
    """The strongest band whose threshold `score` reaches; `urgent` is never reached by a score alone."""
    reached = [band for band in CUT_BANDS if score >= thresholds[band]]
    return reached[-1] if reached else Band.NONE


def checked_thresholds(thresholds: Mapping[Band, float]) -> dict[Band, float]:
    """`thresholds` in order, or `WrongUsage` where one is missing or they do not rise from low to high."""
    if set(thresholds) != set(CUT_BANDS):
        raise WrongUsage("A model needs exactly the thresholds low, medium and high.")
    low, medium, high = (thresholds[band] for band in CUT_BANDS)
    if not 0 < low < medium < high < 1:
        raise WrongUsage("A model's thresholds must rise from low to high, between 0 and 1.")
    return {band: thresholds[band] for band in CUT_BANDS}
