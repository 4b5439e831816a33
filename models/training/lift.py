"""This module applies rule 9: a sign whose measured lift includes 1 weighs nothing at the next training."""

from collections.abc import Sequence

from models.domain.judgement import Kind
from models.measures.ratios import ratio_of_shares
from models.scoring.assessment import AdFeatures
from models.scoring.signs import Sign
from models.training.labelled import LabelledAd

_MEASURABLE = 30  # ads with the sign, below which its lift is not measured and the prior stands


def measured_signs(
    signs: Sequence[Sign], labelled: Sequence[LabelledAd], read: Sequence[AdFeatures]
) -> tuple[tuple[Sign, ...], tuple[str, ...]]:
    """The signs that keep their weight, and the ids of those that lose it."""
    found = [frozenset(finding.indicator for finding in ad.findings) for ad in read]
    kinds = [ad.kinds for ad in labelled]
    lost = tuple(one.indicator for one in signs if _says_nothing(one, kinds, found))
    return tuple(one for one in signs if one.indicator not in lost), lost


def _says_nothing(one: Sign, kinds: Sequence[frozenset[Kind]], found: Sequence[frozenset[str]]) -> bool:
    shown = [bool(own & one.kinds) for own, signs in zip(kinds, found, strict=True) if one.indicator in signs]
    other = [
        bool(own & one.kinds) for own, signs in zip(kinds, found, strict=True) if one.indicator not in signs
    ]
    if len(shown) < _MEASURABLE or not other:
        return False
    lift = ratio_of_shares((sum(shown), len(shown)), (sum(other), len(other)))
    return lift.low <= 1 if one.prior > 0 else lift.high >= 1
