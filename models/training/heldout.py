"""This module scores every labelled ad with a model that has seen nothing of its group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from models.domain.judgement import AdClass, Kind
from models.scoring.calibration import Calibrator
from models.scoring.classifier import KINDS, known_share
from models.scoring.ngrams import SKETCH_BITS, Floats, Grams, Ints
from models.scoring.signs import Sign
from models.training.examples import Examples
from models.training.fitting import Beliefs, fit_line
from models.training.heads import Heads, fit_heads
from models.training.weighing import best_weighing

_SLOPE_SPREAD = 0.5


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Out-of-fold answers: raw scores of (ads, kinds), their calibrated values, the class, the known share.

    `heads` are for each ad those that gave them.
    """

    raw: Floats
    calibrated: Floats
    classes: tuple[AdClass, ...]
    known_shares: Floats
    heads: tuple[Heads, ...]

    def probabilities(
        self, calibrators: Sequence[Calibrator], *, prevalence: float
    ) -> list[dict[Kind, float]]:
        """For each ad the probability of each kind, at the stated prevalence."""
        return [
            {
                kind: one.probability(float(z), prevalence=prevalence)
                for kind, one, z in zip(KINDS, calibrators, row, strict=True)
            }
            for row in self.raw
        ]


def hold_out(
    examples: Examples,
    grams: Sequence[Grams],
    folds: Ints,
    *,
    signs: Sequence[Sign],
    progress: Callable[[int], None] = lambda _fitted: None,
) -> HeldOut:
    """Each ad's answer by heads fitted to the other folds; `calibrated` by calibrators fitted to the other folds.

    `progress` hears how many folds are done.
    """
    raw = np.zeros_like(examples.kinds)
    classes = np.empty(len(folds), dtype=np.int64)
    known = np.zeros(len(folds))
    by_fold: dict[int, Heads] = {}
    for done, fold in enumerate(np.unique(folds)):
        progress(done)
        learned, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        shown = examples.take(learned)
        weighed = best_weighing(shown, folds[learned]).apply(examples, learned=shown)
        heads = by_fold[int(fold)] = fit_heads(weighed.take(learned), signs=signs)
        raw[held], of_classes = heads.raw(weighed.take(held))
        classes[held] = of_classes.argmax(axis=1)
        seen = sketch([grams[int(i)] for i in learned])
        known[held] = [known_share(grams[int(i)], seen) for i in held]
    calibrated = _cross_calibrated(raw, examples, folds)
    told = tuple(list(AdClass)[i] for i in classes)
    return HeldOut(raw, calibrated, told, known, tuple(by_fold[int(fold)] for fold in folds))


def fit_calibrators(raw: Floats, examples: Examples) -> tuple[Calibrator, ...]:
    """One calibrator per kind from out-of-fold scores, pulled towards the identity where positives are few."""
    return tuple(_fit_calibrator(raw[:, k], examples.kinds[:, k], examples.counts) for k in range(len(KINDS)))


def sketch(grams: Sequence[Grams]) -> np.ndarray:
    """The letter runs of `grams` as a field of bits."""
    known = np.zeros(SKETCH_BITS, dtype=bool)
    for one in grams:
        known[one.sketch] = True
    return known


def at_base_rate(calibrator: Calibrator, z: Floats) -> Floats:
    """Probabilities at the rate of the examples, where calibration is measured."""
    return np.array([calibrator.probability(float(one), prevalence=calibrator.base_rate) for one in z])


def _cross_calibrated(raw: Floats, examples: Examples, folds: Ints) -> Floats:
    calibrated = np.zeros_like(raw)
    for fold in np.unique(folds):
        learned, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        calibrators = fit_calibrators(raw[learned], examples.take(learned))
        for k, calibrator in enumerate(calibrators):
            calibrated[held, k] = at_base_rate(calibrator, raw[held, k])
    return calibrated


def _fit_calibrator(z: Floats, target: Floats, counts: Floats) -> Calibrator:
    base_rate = float((target @ counts + 0.5) / (counts.sum() + 1))
    if not target.any():
        return Calibrator(1.0, 0.0, base_rate)
    centre, spread, lower, upper = (np.array([value]) for value in (1.0, _SLOPE_SPREAD, 0.1, 10.0))
    identity = Beliefs(centre, spread, lower, upper)
    (slope,), shift = fit_line(csr_matrix(z[:, None]), target, counts, identity)
    return Calibrator(float(slope), shift, base_rate)
