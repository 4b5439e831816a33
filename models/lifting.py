"""This module reads an ad once more whose score says more than the phrase book's findings let it say.

Only there words that are like the known wordings of a sign are looked for (`scoring.likeness`), and only what lets the
rules go further is told. The score stays as it is: a part of what the ad's words add to it is told of the found ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models.domain.finding import Finding
from models.domain.judgement import AdClass, Band, Kind
from models.indicators.catalogue import Catalogue
from models.indicators.evidence import Evidence
from models.indicators.masking import masked_ad
from models.indicators.passages import passages
from models.indicators.reading import AdReading
from models.scoring.assessment import AdFeatures, Assessment, Classifier, Contribution
from models.scoring.explanation import OTHER_WORDS
from models.scoring.rules import Cap, counting, held_as_read, kind_caps, lifted

_LEAST_SHARE = 0.01  # log-odds


@dataclass(frozen=True, slots=True)
class Lifted:
    """How far the rules let each kind go; `learned` are the findings by likeness that this rests on.

    `shares` are theirs in the score of the kind that is lifted, numbered behind the findings of the phrase book, and what
    is no longer told of other words.
    """

    caps: dict[Kind, Cap]
    learned: tuple[Finding, ...] = ()
    shares: tuple[Contribution, ...] = ()


def lift(
    reading: AdReading,
    evidence: Evidence,
    assessment: Assessment,
    *,
    features: AdFeatures,
    catalogue: Catalogue,
    classifier: Classifier,
) -> Lifted:
    """The rules' caps on an ad, further ones where its score reaches `medium` and its words are like those of signs."""
    found = kind_caps(
        evidence.scoring,
        catalogue,
        about_trafficking=evidence.about_trafficking,
        call_for_help=evidence.call_for_help,
    )
    caps = dict(held_as_read(found, assessment.ad_class, call_for_help=evidence.call_for_help))
    kind = _held_kind(assessment, caps, classifier)
    if kind is None:
        return Lifted(caps)
    likely = classifier.likeness.findings(passages(reading), kind, catalogue)
    likely = counting(evidence.scoring, likely, catalogue)
    words = _Words(reading, evidence, features, classifier, kind, _raw(assessment, kind))
    learned = [finding for finding in likely if carries(words.whole - words.without([finding]))]
    further = dict(lifted(caps, evidence.scoring, learned, catalogue))
    if further[kind].band.rank < Band.MEDIUM.rank:
        return Lifted(caps)
    return Lifted(further, tuple(learned), tuple(words.shares(learned)))


def carries(share: float) -> bool:
    """Whether a found stretch may be told: without it the score must fall (typology, rule 10), by `share` in log-odds."""
    return share >= _LEAST_SHARE


def _held_kind(assessment: Assessment, caps: dict[Kind, Cap], classifier: Classifier) -> Kind | None:
    """The likeliest kind, where the ad reads as a lead, it reaches `medium`, the rules hold it and no other kind gets as far."""
    if assessment.ad_class is not AdClass.LEAD:
        return None
    least = classifier.thresholds[Band.MEDIUM]
    reached = [kind for kind in Kind if assessment.probabilities[kind] >= least]
    if not reached or any(caps[kind].band is not Band.LOW for kind in reached):
        return None
    return max(reached, key=lambda kind: assessment.probabilities[kind])


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of an ad add to its score for `kind`; `whole` is that score before anything is taken away."""

    reading: AdReading
    evidence: Evidence
    features: AdFeatures
    classifier: Classifier
    kind: Kind
    whole: float

    def shares(self, learned: Sequence[Finding]) -> list[Contribution]:
        """A share for each finding, taken away one after the other, and the same less told of other words."""
        left = [self.whole, *(self.without(learned[:taken]) for taken in range(1, len(learned) + 1))]
        told = [
            Contribution(finding.indicator, before - after, number)
            for number, (finding, (before, after)) in enumerate(
                zip(learned, pairwise(left), strict=True), start=len(self.evidence.scoring)
            )
        ]
        return [*told, Contribution(OTHER_WORDS, -sum(one.weight for one in told))]

    def without(self, findings: Sequence[Finding]) -> float:
        """The raw score without the words of `findings`."""
        masked = masked_ad(self.reading, self.evidence, findings)
        (answer,) = self.classifier.assess([replace(self.features, masked=masked)])
        return _raw(answer, self.kind)


def _raw(answer: Assessment, kind: Kind) -> float:
    return sum(one.weight for one in answer.contributions[kind])
