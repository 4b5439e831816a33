"""This module fits the heads of a model: a line for each kind, one for leads of any kind, and a multinomial one for the ad's class."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.linear_model import LogisticRegression

from models.domain.judgement import AdClass, Kind
from models.indicators.fields import PREFIX
from models.scoring.classifier import KINDS, LEAD
from models.scoring.doubt import SURELY_A_LEAD, doubt
from models.scoring.features import Columns
from models.scoring.ngrams import Floats, bounded
from models.scoring.resemblance import Resemblance
from models.scoring.signs import Sign
from models.training.examples import GRAM_SPREAD, Examples
from models.training.fitting import Beliefs, fit_line
from models.training.resemblance import known_ads, resembling

# Of its prior strength: a sign is never silenced here (that is rule 9's business) and never a verdict.
_SIGN_BOUNDS = (0.125, 1.0)
_BELIEVED = 0.5  # of the prior strength: a sign is met together with words that say the same
# How long an ad is and how many contacts it has tells a written example from a real one, not a lead from a job.
_SHAPE_FACTS = frozenset({"words", "contacts"})
_CLASS_STRENGTH = 10.0  # inverse penalty of the class line; it decides no band
_CLASS_TOLERANCE = 3e-3
_ABSENT = -50.0  # intercept of a class that no example has


# How far examples may move a weight before the loss resists: of a sign, of a fact or concept.
# Chosen by average precision over folds of corpus/development.
_SIGN_SPREAD, _FACT_SPREAD = 1.0, 0.3
_MOST_BALANCE = 20.0
# What fitted weights of signs, and of facts and concepts, are worth beside those of words in ads of a writer never met: the
# book grew beside examples, so what it finds looks surer there than it is. And what a kind's line is worth beside that for
# leads: an honest ad misleads an analyst, a lead of another kind seldom does. Chosen by leaving out one of eight writers of
# corpus/development after the other: average precision, and recall while few harmless ads pass.
_WORTH_IN_A_KIND, _WORTH_IN_LEADS = (0.6, 1.0), (0.7, 0.4)
_WORTH_OF_A_KIND = 0.6
_OF_ANOTHER_KIND = 4.0  # what a lead of another kind counts: the harmless are told by the line for leads
_READINGS = (0.35, 0.4, 0.25)  # what an ad counts as judged, unaided, and as its cited signs alone


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights of (columns, kinds then lead then classes), and intercepts in that order."""

    layout: Columns
    weights: Floats
    intercepts: Floats
    resemblance: Resemblance = field(default_factory=Resemblance)

    def raw(self, examples: Examples) -> tuple[Floats, Floats]:
        """The raw scores of `examples`: for the kinds, and for the classes."""
        named, rows, lines = self.layout.named, examples.rows, LEAD + 1
        of_named = rows[:, :named] @ self.weights[:named] + self.intercepts
        of_words = rows[:, named:] @ self.weights[named:]
        of_words[:, :LEAD] += resembling(self.resemblance, rows, self.layout)
        told = of_named[:, :lines] + bounded(of_words[:, :lines])
        of_kinds = told[:, :LEAD] + doubt(told[:, LEAD:])
        return of_kinds, of_named[:, lines:] + of_words[:, lines:]


def fit_heads(examples: Examples, *, signs: Sequence[Sign]) -> Heads:
    """The heads fitted to `examples`; weights are rounded to what a model file keeps.

    Each kind has a line of its own against everything else, other kinds above all: what all leads have in common must not
    be taken for the kind, and has the line for leads; where leads are of one kind, its line is that for leads. Phrases are
    written beside examples and so know them better than any ad to come: a line that saw only what they find would trust
    them too much, and learn nothing of the words that they cover.
    """
    *of_kinds, of_leads = _fit_lines(examples, signs)
    worth = partial(_worth, layout=examples.layout, signs=len(signs))
    lines = [
        worth(line, of_leads=False) if known else line  # without leads a line is what is believed of its kind
        for line, known in zip(of_kinds, map(np.any, examples.kinds.T), strict=True)
    ]
    lines.append(worth(of_leads, of_leads=True))
    class_weights, class_intercepts = _fit_classes(examples)
    weights = np.column_stack([*(line for line, _ in lines), class_weights])
    intercepts = np.concatenate([[intercept for _, intercept in lines], class_intercepts])
    return Heads(
        examples.layout,
        _kept(weights, named=examples.layout.named),
        intercepts,
        known_ads(examples),
    )


def _fit_lines(examples: Examples, signs: Sequence[Sign]) -> list[tuple[Floats, float]]:
    """The lines of the kinds, then that for leads."""
    rows, counts = _three_readings(examples, signs=len(signs))
    leads = np.tile(examples.kinds.max(axis=1), 3)
    targets = np.tile(examples.kinds, (3, 1))
    spoken_for = [frozenset({kind}) for kind in KINDS]
    if np.count_nonzero(examples.kinds.any(axis=0)) == 1:
        further = [(np.zeros(examples.layout.width), SURELY_A_LEAD)]
    else:
        further = []
        targets, spoken_for = np.column_stack([targets, leads]), [*spoken_for, frozenset(KINDS)]
    fitted = [
        fit_line(
            rows,
            target,
            balanced(target, counts * np.where(leads > target, _OF_ANOTHER_KIND, 1.0)),
            beliefs(kinds, examples, signs=signs),
        )
        for target, kinds in zip(targets.T, spoken_for, strict=True)
    ]
    return [*fitted, *further]


def beliefs(kinds: frozenset[Kind], examples: Examples, *, signs: Sequence[Sign]) -> Beliefs:
    """What is known of `kinds` beforehand: a sign counts only for the kinds it speaks for, and stays on its side of 0.

    Nothing is known of the intercept: calibration moves it afterwards.
    """
    layout, count = examples.layout, len(signs)
    of_signs = np.array([one.prior if kinds & set(one.kinds) else 0.0 for one in signs])
    spread = np.full(layout.width, examples.gram_spread)
    spread[:count] = np.where(of_signs == 0, 0.0, _SIGN_SPREAD)
    spread[count : layout.named] = [_fact_spread(fact) for fact in layout.facts]
    lower, upper = np.full(layout.width, -np.inf), np.full(layout.width, np.inf)
    lower[:count], upper[:count] = np.sort(np.outer(_SIGN_BOUNDS, of_signs), axis=0)
    centre = np.zeros(layout.width)
    centre[:count] = _BELIEVED * of_signs
    return Beliefs(centre, spread, lower, upper)


def _worth(
    line: tuple[Floats, float], *, layout: Columns, signs: int, of_leads: bool
) -> tuple[Floats, float]:
    """A `line` at what it is worth: its weights, of which the first `signs` are those of signs, and its intercept."""
    weights, intercept = line
    of_signs, of_facts = _WORTH_IN_LEADS if of_leads else _WORTH_IN_A_KIND
    share = np.repeat([of_signs, of_facts, 1.0], [signs, layout.named - signs, layout.width - layout.named])
    whole = 1.0 if of_leads else _WORTH_OF_A_KIND
    return weights * share * whole, intercept * whole


def _fact_spread(fact: str) -> float:
    if fact in _SHAPE_FACTS:
        return 0.0
    # One value of a list, or a call for help, is as rare and as telling as a word; yes and no are said of every ad.
    telling = fact == "call_for_help" or (fact.startswith(PREFIX) and "=" in fact)
    return GRAM_SPREAD if telling else _FACT_SPREAD


def _three_readings(examples: Examples, *, signs: int) -> tuple[csr_matrix, Floats]:
    """Each ad as judged, as it looks unaided, and as its cited signs alone, with how much each counts.

    The last teaches that missing words are no words for the harmless: what is cited should keep the band (rule 10).
    """
    unaided = examples.rows if examples.unaided is None else examples.unaided
    of_signs = diags((np.arange(examples.layout.width) < signs).astype(np.float64))
    rows = vstack([examples.rows, unaided, examples.rows @ of_signs]).tocsr()
    return rows, np.concatenate([share * examples.counts for share in _READINGS])


def balanced(target: Floats, counts: Floats) -> Floats:
    """`counts` scaled so that positives weigh together what the others do, but none more than twenty times itself.

    A kind is one ad in twenty: unscaled, the line would rather learn what the nineteen are. Calibration undoes it.
    """
    positive = float(target @ counts)
    if not 0 < positive < counts.sum():
        return counts
    ratio = min((counts.sum() - positive) / positive, _MOST_BALANCE)
    scaled: Floats = counts * np.where(target > 0, ratio, 1.0)
    return scaled * float(counts.sum() / scaled.sum())


def _kept(weights: Floats, *, named: int) -> Floats:
    """`weights` as a model's file keeps them: those of grams are many and need three digits only."""
    kept = weights.astype(np.float32)
    kept[named:] = weights[named:].astype(np.float16)
    return kept.astype(np.float64)


def _fit_classes(examples: Examples) -> tuple[Floats, Floats]:
    """A multinomial line over all classes; those without an example get an intercept that never wins."""
    classes, rows = list(AdClass), examples.rows
    weights, intercepts = np.zeros((rows.shape[1], len(classes))), np.full(len(classes), _ABSENT)
    seen = sorted(set(examples.classes), key=classes.index)
    own = np.array([classes.index(one) for one in seen])
    if len(seen) == 1:
        intercepts[own[0]] = 0.0
    else:
        model = LogisticRegression(C=_CLASS_STRENGTH, max_iter=1000, tol=_CLASS_TOLERANCE)
        active = np.flatnonzero(np.diff(rows.tocsc().indptr))
        target = [classes.index(one) for one in examples.classes]
        model.fit(rows[:, active], target, sample_weight=examples.counts)
        weights[np.ix_(active, own)], intercepts[own] = _both_ways(model)
    return weights, intercepts


def _both_ways(model: LogisticRegression) -> tuple[Floats, Floats]:
    """Coefficients with a column per class; for two classes scikit-learn keeps only the second's."""
    if len(model.classes_) > 2:
        return model.coef_.T, model.intercept_
    halves = np.array([-0.5, 0.5])
    return np.outer(model.coef_[0], halves), model.intercept_[0] * halves
