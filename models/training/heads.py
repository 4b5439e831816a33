"""This module fits the heads of a model: a line for each kind, and one multinomial line for the ad's class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class _Spreads:
    """How far examples may move the weight of a sign, a fact and the rarest word before the loss resists."""

    sign: float
    fact: float
    gram: float


_INTERCEPT_SPREAD = 0.3
_ANY_KIND, _ONE_KIND = _Spreads(0.5, 0.5, 4.0), _Spreads(0.5, 0.3, 2.0)


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

    A line that tells leads of any kind from harmless ads is fitted first; the kinds, each with far fewer examples,
    begin from its facts and words.
    """
    any_kind, _ = _fit(examples, examples.kinds.max(axis=1), lead_beliefs(examples, signs))
    lines = [
        _fit(examples, examples.kinds[:, k], kind_beliefs(kind, examples, signs=signs, any_kind=any_kind))
        for k, kind in enumerate(KINDS)
    ]
    class_weights, class_intercepts, source_weights = _fit_classes(examples)
    weights = np.column_stack([*(line for line, _ in lines), class_weights])
    intercepts = np.concatenate([[intercept for _, intercept in lines], class_intercepts])
    return Heads(examples.layout, weights.astype(np.float32).astype(np.float64), intercepts, source_weights)


def lead_beliefs(examples: Examples, signs: Sequence[Sign]) -> Beliefs:
    """What is known beforehand of leads whatever their kind: every sign counts."""
    of_signs = np.array([one.prior for one in signs])
    return _beliefs(examples, of_signs, centre=np.zeros(examples.layout.width), spreads=_ANY_KIND)


def kind_beliefs(kind: Kind, examples: Examples, *, signs: Sequence[Sign], any_kind: Floats) -> Beliefs:
    """What is known of `kind` beforehand: a sign counts only for the kinds it speaks for; the rest is as for any kind.

    A dozen examples in three families do not tell how common a kind is: its intercept is pulled towards the rate of
    all kinds, and calibration moves it afterwards.
    """
    of_signs = np.array([one.prior if kind in one.kinds else 0.0 for one in signs])
    known = _beliefs(examples, of_signs, centre=any_kind, spreads=_ONE_KIND)
    usual = float(examples.counts @ examples.kinds.mean(axis=1) / examples.counts.sum())
    return replace(known, intercept=logit(usual), intercept_spread=_INTERCEPT_SPREAD)


def _fit(examples: Examples, target: Floats, beliefs: Beliefs) -> tuple[Floats, float]:
    return fit_line(examples.rows, target, examples.counts, beliefs)


def _beliefs(examples: Examples, of_signs: Floats, *, centre: Floats, spreads: _Spreads) -> Beliefs:
    """Signs stay on their side of 0. Of words it is known that the rare ones tell more than the common ones."""
    layout, count = examples.layout, len(of_signs)
    spread = _rarity(examples.rows)
    spread[:count] = np.where(of_signs == 0, 0.0, spreads.sign)
    spread[count : layout.named] = [0.0 if fact in _SHAPE_FACTS else spreads.fact for fact in layout.facts]
    spread[layout.named :] *= spreads.gram
    lower, upper = np.full(layout.width, -np.inf), np.full(layout.width, np.inf)
    lower[:count], upper[:count] = np.sort(np.outer(_SIGN_BOUNDS, of_signs), axis=0)
    return Beliefs(np.concatenate([of_signs, centre[count:]]), spread, lower, upper)


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
