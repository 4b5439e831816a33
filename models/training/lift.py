"""This module applies rule 9: a sign whose measured lift includes 1 weighs nothing at the next training."""

import math
from collections.abc import Sequence

from models.domain.judgement import Kind
from models.scoring.assessment import AdFeatures
from models.scoring.signs import Sign
from models.training.labelled import LabelledAd

_MEASURABLE = 30  # ads with the sign, below which its lift is not measured and the prior stands
_Z = 1.959964


def measured_signs(
    signs: Sequence[Sign], labelled: Sequence[LabelledAd], read: Sequence[AdFeatures]
) -> tuple[tuple[Sign, ...], tuple[str, ...]]:
    """The signs that keep their weight, and the ids of those that lose it."""
    found = [frozenset(finding.indicator for finding in ad.findings) for ad in read]
    kinds = [ad.kinds for ad in labelled]
    lost = tuple(one.indicator for one in signs if _says_nothing(one, kinds, found))
    return tuple(one for one in signs if one.indicator not in lost), lost


def lift_interval(*, with_sign: tuple[int, int], without: tuple[int, int]) -> tuple[float, float]:
    """The 95 % interval of the ratio of two shares, each (positives, ads), by Katz's logarithm with halves added."""
    (hits, size), (other_hits, other_size) = with_sign, without
    a, n, b, m = hits + 0.5, size + 0.5, other_hits + 0.5, other_size + 0.5
    middle = math.log(a / n) - math.log(b / m)
    half = _Z * math.sqrt(max(0.0, 1 / a - 1 / n + 1 / b - 1 / m))
    return math.exp(middle - half), math.exp(middle + half)


def _says_nothing(one: Sign, kinds: Sequence[frozenset[Kind]], found: Sequence[frozenset[str]]) -> bool:
    shown = [bool(own & one.kinds) for own, signs in zip(kinds, found, strict=True) if one.indicator in signs]
    other = [
        bool(own & one.kinds) for own, signs in zip(kinds, found, strict=True) if one.indicator not in signs
    ]
    if len(shown) < _MEASURABLE or not other:
        return False
    low, high = lift_interval(with_sign=(sum(shown), len(shown)), without=(sum(other), len(other)))
    return low <= 1 if one.prior > 0 else high >= 1
