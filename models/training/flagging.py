"""This module measures whether harmless ads of one language are flagged more often than those of the others (R31).

Names, places and communities are masked, and swapping them must not move a score; what a language is read worse or
better by shows here alone. A ratio counts only with its interval: too few ads say "insufficient data", which is no pass
and no failure.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from models.domain.judgement import Band
from models.measures.ratios import ratio_of_shares
from models.training.labelled import UNKNOWN, LabelledAd

LEAST, MOST = 0.8, 1.25  # of the rate of all other languages
_FEWEST = 100  # harmless ads of a language

WITHIN, OUTSIDE, INSUFFICIENT = "within", "outside", "insufficient data"


def flag_rates(labelled: Sequence[LabelledAd], bands: Sequence[Band]) -> dict[str, Any]:
    """For each language that is known how many harmless ads reach `low` or more, and that rate as a multiple of all others'.

    `bands` are held-out answers.
    """
    harmless = [(one.lang, band) for one, band in zip(labelled, bands, strict=True) if not one.is_lead]
    sizes = Counter(lang for lang, _ in harmless)
    flagged = Counter(lang for lang, band in harmless if band.rank >= Band.LOW.rank)
    return {lang: _rate(lang, flagged, sizes) for lang in sorted(sizes) if lang != UNKNOWN}


def _rate(lang: str, flagged: Mapping[str, int], sizes: Mapping[str, int]) -> dict[str, Any]:
    hits, size = flagged.get(lang, 0), sizes[lang]
    others, of_others = sum(flagged.values()) - hits, sum(sizes.values()) - size
    found = ratio_of_shares((hits, size), (others, of_others))
    return {
        "flagged": hits,
        "size": size,
        "ratio": round(found.value, 3),
        "low": round(found.low, 3),
        "high": round(found.high, 3),
        "verdict": _verdict(found.low, found.high) if min(size, of_others) >= _FEWEST else INSUFFICIENT,
    }


def _verdict(low: float, high: float) -> str:
    if low > MOST or high < LEAST:
        return OUTSIDE
    return WITHIN if low >= LEAST and high <= MOST else INSUFFICIENT
