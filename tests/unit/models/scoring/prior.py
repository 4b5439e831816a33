"""This module holds a classifier for tests of what stands around one: prior weights counted, nothing learned.

So what a test says of reading, rules and screening does not move with the shipped model.
"""

import math
from collections.abc import Mapping, Sequence

from models.domain.judgement import AdClass, Band, Kind
from models.indicators.catalogue import Catalogue
from models.scoring.assessment import AdFeatures, Assessment, Contribution
from models.scoring.likeness import Likeness
from models.scoring.signs import prior_strength

_INTERCEPT = math.log(0.01 / 0.99)  # one ad in a hundred, before anything is read
_THRESHOLDS = {Band.LOW: 0.03, Band.MEDIUM: 0.10, Band.HIGH: 0.35}  # one mid sign; two; two of weight high


class PriorClassifier:
    """Adds up the prior weights of the findings for each kind; a repeated finding adds half of the one before."""

    __slots__ = ("_catalogue",)

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @property
    def version(self) -> str:
        """The name under which its judgements are kept."""
        return "prior-1"

    @property
    def thresholds(self) -> Mapping[Band, float]:
        """Fixed cuts, not measured on any background."""
        return _THRESHOLDS

    @property
    def likeness(self) -> Likeness:
        """None: nothing was learned."""
        return Likeness()

    def assess(self, batch: Sequence[AdFeatures]) -> Sequence[Assessment]:
        """One assessment each, in order."""
        return [self._assess(features) for features in batch]

    def _assess(self, features: AdFeatures) -> Assessment:
        contributions = {kind: self._contributions(features, kind) for kind in Kind}
        probabilities = {
            kind: 1 / (1 + math.exp(-_INTERCEPT - sum(c.weight for c in contributions[kind])))
            for kind in Kind
        }
        return Assessment(
            probabilities=probabilities,
            intercepts=dict.fromkeys(Kind, _INTERCEPT),
            contributions=contributions,
            ad_class=_ad_class(max(probabilities.values()), features.facts),
            abstained=False,
        )

    def _contributions(self, features: AdFeatures, kind: Kind) -> tuple[Contribution, ...]:
        seen: dict[str, int] = {}
        found = []
        for number, finding in enumerate(features.findings):
            sign = self._catalogue[finding.indicator]
            if sign.scores and sign.speaks_for(kind):
                earlier = seen[sign.id] = seen.get(sign.id, -1) + 1
                found.append(Contribution(sign.id, math.ldexp(prior_strength(sign), -earlier), number))
        return tuple(found)


def _ad_class(highest: float, facts: Mapping[str, float]) -> AdClass:
    if highest >= _THRESHOLDS[Band.MEDIUM]:
        return AdClass.LEAD
    if "posted_as_matrimonial" in facts:
        return AdClass.MATRIMONIAL
    return AdClass.ORDINARY_JOB if "posted_as_job" in facts else AdClass.ORDINARY_CLASSIFIED
