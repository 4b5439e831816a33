"""This module measures whether harmless ads of one language are flagged more often than those of the others (R31).

Names, places and communities are masked, and swapping them must not move a score; what a language is read worse or
better by shows here alone. A ratio counts only with its interval: too few ads say "insufficient data", which is no pass
and no failure.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from models.domain.judgement import Band
from models.training.labelled import UNKNOWN, LabelledAd

LEAST, MOST = 0.8, 1.25  # of the rate of all other languages
_FEWEST = 100  # harmless ads of a language
_Z = 1.959964

WITHIN, OUTSIDE, INSUFFICIENT = "within", "outside", "insufficient data"


def flag_rates(labelled: Sequence[LabelledAd], bands: Sequence[Band]) -> dict[str, Any]:
    """For each language that is known how many harmless ads reach `low` or more, and that rate as a multiple of all others'.

    The 95 % interval is that of a ratio of two shares by its logarithm (Katz), with half an ad added to each count. `bands` are held-out answers.
    """
    harmless = [(one.lang, band) for one, band in zip(labelled, bands, strict=True) if not one.is_lead]
    sizes = Counter(lang for lang, _ in harmless)
    flagged = Counter(lang for lang, band in harmless if band.rank >= Band.LOW.rank)
    return {lang: _rate(lang, flagged, sizes) for lang in sorted(sizes) if lang != UNKNOWN}


def _rate(lang: str, flagged: Mapping[str, int], sizes: Mapping[str, int]) -> dict[str, Any]:
    hits, size = flagged.get(lang, 0), sizes[lang]
    others, of_others = sum(flagged.values()) - hits, sum(sizes.values()) - size
    ratio = ((hits + 0.5) / (size + 1)) / ((others + 0.5) / (of_others + 1))
    spread = _Z * math.sqrt(1 / (hits + 0.5) - 1 / (size + 1) + 1 / (others + 0.5) - 1 / (of_others + 1))
    low, high = ratio * math.exp(-spread), ratio * math.exp(spread)
    return {
        "flagged": hits,
        "size": size,
        "ratio": round(ratio, 3),
        "low": round(low, 3),
        "high": round(high, 3),
        "verdict": _verdict(low, high) if min(size, of_others) >= _FEWEST else INSUFFICIENT,
    }


def _verdict(low: float, high: float) -> str:
    if low > MOST or high < LEAST:
        return OUTSIDE
    return WITHIN if low >= LEAST and high <= MOST else INSUFFICIENT
