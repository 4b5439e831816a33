"""This module measures one scorer, a model or a baseline, over labelled ads: every figure with its interval."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from models.evaluation.ranking import (
    ALARMS_PER_1000,
    PREVALENCES,
    TOPS,
    Measure,
    Ranking,
    at_prevalence,
    average_precision,
    figure,
    precision_at_top,
    ranking,
    recall_at_alarms,
)
from models.scoring.classifier import KINDS
from models.scoring.ngrams import Floats
from models.training.metrics import Figure


@dataclass(frozen=True, slots=True)
class Field:
    """The ads that scorers are measured on; arrays have a row or an item per ad, `draws` a row per resample.

    `counts` is how many ads of the field each stands for. At each of `prevalences`, the share of leads in a field, the
    queue is measured as it would look there.
    """

    target: Floats
    langs: Sequence[str]
    counts: Floats
    draws: Floats
    prevalences: Sequence[float] = PREVALENCES

    @property
    def leads(self) -> Floats:
        """1 where any kind applies."""
        any_kind: Floats = self.target.max(axis=1)
        return any_kind


def measured(field: Field, scores: Floats, overall: Floats) -> dict[str, Any]:
    """All figures of a scorer: `scores` of (ads, kinds) rank for each kind, `overall` whatever the kind."""
    everywhere = np.ones(len(overall), dtype=bool)
    queue, rankings = ranking(field.leads, overall), _rankings(field, scores)
    return {
        **_precisions(field, scores, overall, everywhere),
        "by_language": {
            lang: _precisions(field, scores, overall, np.array([one == lang for one in field.langs]))
            for lang in sorted(set(field.langs))
        },
        "at_prevalence": {
            f"{prevalence:g}": _any_lead(field, queue, partial(_rare, queue, prevalence))
            for prevalence in field.prevalences
        },
        "macro_at_prevalence": {
            f"{prevalence:g}": _any_lead(field, queue, partial(_rare_macro, rankings, prevalence))
            for prevalence in field.prevalences
        },
        "precision_at_top": {
            str(top): _any_lead(field, queue, partial(precision_at_top, queue, top=top)) for top in TOPS
        },
        "recall_at_alarms_per_1000": {
            str(rate): _any_lead(field, queue, partial(recall_at_alarms, queue, per_1000=rate))
            for rate in ALARMS_PER_1000
        },
    }


def macro_difference(field: Field, scores: Floats, others: Floats) -> Figure:
    """By how much the macro average precision of `scores` exceeds that of `others`, drawn in pairs."""
    ours, theirs = _rankings(field, scores), _rankings(field, others)

    def difference(counts: Floats) -> float:
        return _macro(ours, counts) - _macro(theirs, counts)

    return figure(difference, field.counts, field.draws, positives=int(field.leads.sum()))


def rare_differences(field: Field, scores: Floats, others: Floats) -> dict[str, Figure]:
    """`macro_difference` where each kind is as rare as each of the prevalences says."""
    ours, theirs = _rankings(field, scores), _rankings(field, others)

    def difference(prevalence: float, counts: Floats) -> float:
        return _rare_macro(ours, prevalence, counts) - _rare_macro(theirs, prevalence, counts)

    return {
        f"{rate:g}": figure(
            partial(difference, rate), field.counts, field.draws, positives=int(field.leads.sum())
        )
        for rate in field.prevalences
    }


def rare_macro(field: Field, scores: Floats) -> dict[str, float]:
    """The macro average precision of `scores` at each of the prevalences, without intervals."""
    rankings = _rankings(field, scores)
    return {f"{rate:g}": _rare_macro(rankings, rate, field.counts) for rate in field.prevalences}


def _precisions(field: Field, scores: Floats, overall: Floats, own: Floats) -> dict[str, Any]:
    counts = field.counts * own
    rankings = _rankings(field, scores)
    here = {kind: int((field.target[:, k] * own).sum()) for k, kind in enumerate(KINDS)}
    of_kinds = {
        kind.value: figure(partial(average_precision, one), counts, field.draws, positives=here[kind])
        for kind, one in rankings.items()
    }
    enough = {kind: one for kind, one in rankings.items() if of_kinds[kind.value].value is not None}
    leads = int((field.leads * own).sum())
    whole = ranking(field.leads, overall)
    return {
        "ads": int(own.sum()),
        "macro_average_precision": asdict(
            figure(partial(_macro, enough), counts, field.draws, positives=leads if enough else 0)
        ),
        "average_precision": {kind: asdict(one) for kind, one in of_kinds.items()},
        "any_lead": asdict(figure(partial(average_precision, whole), counts, field.draws, positives=leads)),
    }


def _rankings(field: Field, scores: Floats) -> dict[Any, Ranking]:
    return {kind: ranking(field.target[:, k], scores[:, k]) for k, kind in enumerate(KINDS)}


def _macro(rankings: Mapping[Any, Ranking], counts: Floats) -> float:
    """The mean over the kinds that have a positive in this resample."""
    of_kinds = np.array([average_precision(one, counts) for one in rankings.values()])
    seen = of_kinds[~np.isnan(of_kinds)]
    return float(seen.mean()) if len(seen) else math.nan


def _rare_macro(rankings: Mapping[Any, Ranking], prevalence: float, counts: Floats) -> float:
    of_kinds = np.array([_rare(one, prevalence, counts) for one in rankings.values()])
    seen = of_kinds[~np.isnan(of_kinds)]
    return float(seen.mean()) if len(seen) else math.nan


def _any_lead(field: Field, queue: Ranking, measure: Measure) -> dict[str, Any]:
    return asdict(figure(measure, field.counts, field.draws, positives=queue.positives))


def _rare(queue: Ranking, prevalence: float, counts: Floats) -> float:
    return average_precision(queue, at_prevalence(queue.target, counts, prevalence))
