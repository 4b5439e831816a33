"""This module measures one scorer, a model or a baseline, over labelled ads: every figure with its interval."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from models.measures.intervals import Figure
from models.measures.ranking import (
    ALARMS_PER_1000,
    PREVALENCES,
    TOPS,
    Measure,
    Ranking,
    at_prevalence,
    average_precision,
    figure,
    macro_precision,
    precision_at_top,
    precision_figure,
    precisions,
    ranking,
    recall_at_alarms,
)
from models.scoring.classifier import KINDS
from models.scoring.ngrams import Floats


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
            f"{prevalence:g}": _any_lead(
                field, queue, partial(macro_precision, rankings, prevalence=prevalence)
            )
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
        return macro_precision(ours, counts) - macro_precision(theirs, counts)

    return figure(difference, field.counts, field.draws, positives=int(field.leads.sum()))


def rare_differences(field: Field, scores: Floats, others: Floats) -> dict[str, Figure]:
    """`macro_difference` where each kind is as rare as each of the prevalences says."""
    ours, theirs = _rankings(field, scores), _rankings(field, others)

    def difference(prevalence: float, counts: Floats) -> float:
        return macro_precision(ours, counts, prevalence=prevalence) - macro_precision(
            theirs, counts, prevalence=prevalence
        )

    return {
        f"{rate:g}": figure(
            partial(difference, rate), field.counts, field.draws, positives=int(field.leads.sum())
        )
        for rate in field.prevalences
    }


def rare_macro(field: Field, scores: Floats) -> dict[str, float]:
    """The macro average precision of `scores` at each of the prevalences, without intervals."""
    rankings = _rankings(field, scores)
    return {
        f"{rate:g}": macro_precision(rankings, field.counts, prevalence=rate) for rate in field.prevalences
    }


def _precisions(field: Field, scores: Floats, overall: Floats, own: Floats) -> dict[str, Any]:
    counts = field.counts * own
    of_kinds, macro = precisions(field.target, scores, counts, field.draws)
    return {
        "ads": int(own.sum()),
        "macro_average_precision": asdict(macro),
        "average_precision": {kind.value: asdict(one) for kind, one in zip(KINDS, of_kinds, strict=True)},
        "any_lead": asdict(precision_figure(ranking(field.leads, overall), counts, field.draws)),
    }


def _rankings(field: Field, scores: Floats) -> list[Ranking]:
    return [ranking(field.target[:, k], scores[:, k]) for k in range(len(KINDS))]


def _any_lead(field: Field, queue: Ranking, measure: Measure) -> dict[str, Any]:
    return asdict(figure(measure, field.counts, field.draws, positives=queue.positives))


def _rare(queue: Ranking, prevalence: float, counts: Floats) -> float:
    return average_precision(queue, at_prevalence(queue.target, counts, prevalence))
