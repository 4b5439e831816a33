"""This module holds the thresholds of the bands: what a model may bring along, and how far rules let an ad reach."""

from collections.abc import Mapping

from models.domain.errors import WrongUsage
from models.domain.judgement import Band, Kind
from models.scoring.rules import Cap

CUT_BANDS = (Band.LOW, Band.MEDIUM, Band.HIGH)


def checked_thresholds(thresholds: Mapping[Band, float]) -> dict[Band, float]:
    """`thresholds` in order, or `WrongUsage` where one is missing or they do not rise from low to high."""
    if set(thresholds) != set(CUT_BANDS):
        raise WrongUsage("A model needs exactly the thresholds low, medium and high.")
    low, medium, high = (thresholds[band] for band in CUT_BANDS)
    if not 0 < low < medium < high < 1:
        raise WrongUsage("A model's thresholds must rise from low to high, between 0 and 1.")
    return {band: thresholds[band] for band in CUT_BANDS}


def reach(probabilities: Mapping[Kind, float], caps: Mapping[Kind, Cap]) -> dict[Band, float]:
    """For each band the highest probability of a kind that the rules let so far; absent where they let none."""
    reached: dict[Band, float] = {}
    for band in CUT_BANDS:
        allowed = [p for kind, p in probabilities.items() if caps[kind].band.rank >= band.rank]
        reached |= {band: max(allowed)} if allowed else {}
    return reached


def reached_band(reached: Mapping[Band, float], thresholds: Mapping[Band, float]) -> Band:
    """The strongest band whose threshold an ad with this `reach` meets."""
    met = [band for band, probability in reached.items() if probability >= thresholds[band]]
    return max(met, key=lambda band: band.rank, default=Band.NONE)


def band_of(score: float, thresholds: Mapping[Band, float], *, urgent: bool) -> Band:
    """The band of a capped score; `urgent` is `high` plus a span that says held now or gone within 48 hours."""
    band = reached_band(dict.fromkeys(CUT_BANDS, score), thresholds)
    return Band.URGENT if urgent and band is Band.HIGH else band
