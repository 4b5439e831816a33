"""This module holds what a model answered for labelled ads, whether as it is or refitted in folds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.domain.judgement import AdClass, Band
from models.scoring.assessment import Classifier
from models.scoring.calibration import corrected, logit
from models.scoring.classifier import KINDS
from models.scoring.ngrams import Floats
from models.training.proof import Proof, ReadAd


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
    bands: Sequence[Band],
    counts: Floats | None = None,
) -> Answers:
    """What `classifier`, whose probabilities are stated at `prevalence`, says of ads it never learned from.

    `bands` are those of the ads' judgements by it, so that what is counted is what people see. `counts` is how many ads
    of the field each stands for, one without it.
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
    return Answers(
        scores=_log_odds(stated),
        calibrated=np.array(moved),
        overall=_log_odds(stated).max(axis=1),
        bands=bands,
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


def _log_odds(probabilities: Floats) -> Floats:
    return np.array([[logit(float(p)) for p in row] for row in probabilities])
