"""This module holds what a model answered for labelled ads, whether as it is or refitted in folds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.domain.judgement import AdClass, Band, Kind
from models.indicators.catalogue import Catalogue
from models.scoring.assessment import Assessment, Classifier
from models.scoring.bands import reach, reached_band
from models.scoring.calibration import corrected, logit
from models.scoring.ngrams import Floats
from models.scoring.rules import Cap, counting, held_as_read, lifted
from models.training.heads import KINDS
from models.training.labelled import LabelledAd
from models.training.train import Proof, ReadAd


@dataclass(frozen=True, slots=True)
class Answers:
    """One row or item per ad: `scores` rank the ads for each kind, `calibrated` are probabilities at their rate here.

    `overall` ranks them whatever the kind; `bands` come after the rules' caps, everything else before.
    """

    scores: Floats
    calibrated: Floats
    overall: Floats
    bands: Sequence[Band]
    classes: Sequence[AdClass]
    abstained: Sequence[bool]


def answers_as_it_is(
    classifier: Classifier,
    read: Sequence[ReadAd],
    target: Floats,
    *,
    prevalence: float,
    catalogue: Catalogue,
    counts: Floats | None = None,
) -> Answers:
    """What `classifier`, whose probabilities are stated at `prevalence`, says of ads it never learned from.

    `counts` is how many ads of the field each stands for, one without it.
    """
    weights = np.ones(len(target)) if counts is None else counts
    assessed = classifier.assess([one.features for one in read])
    stated = np.array([[one.probabilities[kind] for kind in KINDS] for one in assessed])
    rates = (weights @ target + 0.5) / (weights.sum() + 1)
    moved = [
        [
            corrected(p, base_rate=prevalence, prevalence=float(rate))
            for p, rate in zip(row, rates, strict=True)
        ]
        for row in stated.tolist()
    ]
    reaches = [
        reach(one.probabilities, _caps(one, seen, classifier, catalogue))
        for one, seen in zip(assessed, read, strict=True)
    ]
    return Answers(
        scores=_log_odds(stated),
        calibrated=np.array(moved),
        overall=_log_odds(stated).max(axis=1),
        bands=[reached_band(one, classifier.thresholds) for one in reaches],
        classes=[one.ad_class for one in assessed],
        abstained=[one.abstained for one in assessed],
    )


def answers_in_folds(proof: Proof) -> Answers:
    """What the same recipe said of each ad when it had seen nothing of the ad's group."""
    stated = np.array([[one[kind] for kind in KINDS] for one in proof.probabilities])
    return Answers(
        scores=proof.held.raw,
        calibrated=proof.held.calibrated,
        overall=_log_odds(stated).max(axis=1),
        bands=proof.bands,
        classes=proof.held.classes,
        abstained=[bool(share < proof.known_cut) for share in proof.held.known_shares],
    )


def _caps(
    answer: Assessment, seen: ReadAd, classifier: Classifier, catalogue: Catalogue
) -> Mapping[Kind, Cap]:
    """How far the rules let an ad go, with the words that are like those of signs."""
    likeliest = max(Kind, key=lambda kind: answer.probabilities[kind])
    is_read = answer.ad_class is AdClass.LEAD
    learned = classifier.likeness.findings(seen.passages, likeliest, catalogue) if is_read else ()
    known, caps = seen.features.findings, held_as_read(seen.caps, answer.ad_class)
    return lifted(caps, known, counting(known, learned, catalogue), catalogue)


def targets(labelled: Sequence[LabelledAd]) -> Floats:
    """(ads, kinds) of 0 and 1."""
    return np.array([[float(kind in one.kinds) for kind in KINDS] for one in labelled])


def _log_odds(probabilities: Floats) -> Floats:
    return np.array([[logit(float(p)) for p in row] for row in probabilities])
