"""This module fits the heads of a model: a line for each kind, and one multinomial line for the ad's class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from models.domain.judgement import AdClass, Kind
from models.scoring.calibration import logit
from models.scoring.features import Columns
from models.scoring.ngrams import Floats, bounded
from models.scoring.signs import Sign
from models.training.fitting import Beliefs, fit_line
from models.training.splits import Numbers

KINDS = tuple(Kind)
# Of its prior strength: a sign is never silenced here (that is rule 9's business) and never a verdict.
_SIGN_BOUNDS = (0.25, 2.0)
# How long an ad is and how many contacts it has tells a written example from a real one, not a lead from a job.
_SHAPE_FACTS = frozenset({"words", "contacts"})
_CLASS_STRENGTH = 10.0  # inverse penalty of the class line; it decides no band
_CLASS_TOLERANCE = 3e-3
_ABSENT = -50.0  # intercept of a class that no example has


# How far examples may move a weight before the loss resists: of a sign, of a fact or concept, of the rarest word.
# Chosen by average precision over folds of corpus/development.
_SIGN_SPREAD, _FACT_SPREAD, _GRAM_SPREAD = 0.5, 2.0, 20.0
_INTERCEPT_SPREAD = 0.3


@dataclass(frozen=True, slots=True)
class Examples:
    """What the heads are fitted to: `kinds` is (ads, kinds) of 0 and 1, `classes` and `sources` one name per ad.

    The first columns of `layout` are the signs, in their order.
    """

    layout: Columns
    rows: csr_matrix
    kinds: Floats
    classes: Sequence[AdClass]
    sources: Sequence[str]
    counts: Floats

    def take(self, which: Numbers) -> "Examples":
        """The examples numbered `which`."""
        return Examples(
            self.layout,
            self.rows[which],
            self.kinds[which],
            [self.classes[i] for i in which],
            [self.sources[i] for i in which],
            self.counts[which],
        )


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights of (columns, kinds then classes), intercepts in that order, and source types' shares to the classes."""

    layout: Columns
    weights: Floats
    intercepts: Floats
    source_weights: Mapping[str, Floats]

    def raw(self, examples: Examples) -> tuple[Floats, Floats]:
        """The raw scores of `examples`: for the kinds, and for the classes with their source type."""
        named, rows = self.layout.named, examples.rows
        of_named = rows[:, :named] @ self.weights[:named] + self.intercepts
        of_words = rows[:, named:] @ self.weights[named:]
        nothing = np.zeros(of_named.shape[1] - len(KINDS))
        by_source = np.array([self.source_weights.get(source, nothing) for source in examples.sources])
        of_kinds = of_named[:, : len(KINDS)] + bounded(of_words[:, : len(KINDS)])
        return of_kinds, of_named[:, len(KINDS) :] + of_words[:, len(KINDS) :] + by_source


def fit_heads(examples: Examples, *, signs: Sequence[Sign]) -> Heads:
    """The heads fitted to `examples`; weights are rounded to what a model file keeps.

    Each kind has a line of its own against everything else, other kinds included: what all leads have in common
    must not be taken for the kind.
    """
    lines = [
        fit_line(
            examples.rows,
            examples.kinds[:, k],
            examples.counts,
            kind_beliefs(kind, examples, signs=signs),
        )
        for k, kind in enumerate(KINDS)
    ]
    class_weights, class_intercepts, source_weights = _fit_classes(examples)
    weights = np.column_stack([*(line for line, _ in lines), class_weights])
    intercepts = np.concatenate([[intercept for _, intercept in lines], class_intercepts])
    return Heads(examples.layout, weights.astype(np.float32).astype(np.float64), intercepts, source_weights)


def kind_beliefs(kind: Kind, examples: Examples, *, signs: Sequence[Sign]) -> Beliefs:
    """What is known of `kind` beforehand: a sign counts only for the kinds it speaks for, and stays on its side of 0.

    A dozen examples in three families do not tell how common a kind is: its intercept is pulled towards the rate of
    all kinds, and calibration moves it afterwards. Of words it is known that the rare ones tell more than the common.
    """
    layout, count = examples.layout, len(signs)
    of_signs = np.array([one.prior if kind in one.kinds else 0.0 for one in signs])
    spread = _rarity(examples.rows)
    spread[:count] = np.where(of_signs == 0, 0.0, _SIGN_SPREAD)
    spread[count : layout.named] = [0.0 if fact in _SHAPE_FACTS else _FACT_SPREAD for fact in layout.facts]
    spread[layout.named :] *= _GRAM_SPREAD
    lower, upper = np.full(layout.width, -np.inf), np.full(layout.width, np.inf)
    lower[:count], upper[:count] = np.sort(np.outer(_SIGN_BOUNDS, of_signs), axis=0)
    centre = np.zeros(layout.width)
    centre[:count] = of_signs
    usual = float(examples.counts @ examples.kinds.mean(axis=1) / examples.counts.sum())
    return Beliefs(centre, spread, lower, upper, logit(usual), _INTERCEPT_SPREAD)


def _rarity(rows: csr_matrix) -> Floats:
    """For each column the logarithm of how rare it is among `rows`, 1 for what only one ad has."""
    holders = np.maximum(np.diff(rows.tocsc().indptr), 1)
    rarity: Floats = (np.log((rows.shape[0] + 1) / (holders + 1)) + 1) / (np.log((rows.shape[0] + 1) / 2) + 1)
    return rarity


def _fit_classes(examples: Examples) -> tuple[Floats, Floats, dict[str, Floats]]:
    """A multinomial line over all classes; those without an example get an intercept that never wins."""
    classes, sources = list(AdClass), sorted(set(examples.sources))
    width = examples.rows.shape[1]
    weights, intercepts = np.zeros((width + len(sources), len(classes))), np.full(len(classes), _ABSENT)
    seen = sorted(set(examples.classes), key=classes.index)
    own = np.array([classes.index(one) for one in seen])
    if len(seen) == 1:
        intercepts[own[0]] = 0.0
    else:
        model = LogisticRegression(C=_CLASS_STRENGTH, max_iter=1000, tol=_CLASS_TOLERANCE)
        flags = csr_matrix([[float(source == one) for one in sources] for source in examples.sources])
        rows = hstack([examples.rows, flags]).tocsr()
        active = np.flatnonzero(np.diff(rows.tocsc().indptr))
        target = [classes.index(one) for one in examples.classes]
        model.fit(rows[:, active], target, sample_weight=examples.counts)
        weights[np.ix_(active, own)], intercepts[own] = _both_ways(model)
    return weights[:width], intercepts, dict(zip(sources, weights[width:], strict=True))


def _both_ways(model: LogisticRegression) -> tuple[Floats, Floats]:
    """Coefficients with a column per class; for two classes scikit-learn keeps only the second's."""
    if len(model.classes_) > 2:
        return model.coef_.T, model.intercept_
    halves = np.array([-0.5, 0.5])
    return np.outer(model.coef_[0], halves), model.intercept_[0] * halves
