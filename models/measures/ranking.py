"""This module measures a ranking: at the prevalence of the field, at the top of the queue, at a fixed rate of alarms.

Written examples hold far more leads than any board. Counts bring leads and harmless ads to a stated prevalence, as
if each harmless ad stood for many: the figure then says what a queue would look like where leads are that rare.
Every figure takes counts, one per ad, so that a drawn resample is nothing but other counts over the same order.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from models.measures.intervals import Figure
from models.scoring.ngrams import Floats, Ints

PREVALENCES = (0.001, 0.01, 0.05)
ALARMS_PER_1000 = (1, 5, 50)
TOPS = (10, 50, 100)
_DRAWS = 300
_FEWEST = 5  # positives below which a figure says nothing

Measure = Callable[[Floats], float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ads in the order of a score: `target` of 0 and 1, `places` their numbers, `ends` where a run of ties ends."""

    target: Floats
    places: Ints
    ends: Ints

    @property
    def positives(self) -> int:
        """How many positives there are."""
        return int(self.target.sum())


def ranking(target: Floats, score: Floats) -> Ranking:
    """Ads ranked by `score`, highest first."""
    places = np.argsort(-score, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(score[places])), len(score) - 1).astype(np.int64)
    return Ranking(target, places, ends)


def average_precision(ranked: Ranking, counts: Floats) -> float:
    """Average precision, ties taken together; NaN without a positive."""
    hits, all_ads = _reached(ranked, counts)
    if not hits[-1]:
        return math.nan
    precision = np.divide(hits, all_ads, out=np.zeros_like(hits), where=all_ads > 0)
    return float(np.diff(hits, prepend=0.0) @ precision / hits[-1])


def precision_at_top(ranked: Ranking, counts: Floats, *, top: int) -> float:
    """The share of positives among the `top` highest; of a run of ties as if drawn. NaN of fewer ads."""
    hits, all_ads = _reached(ranked, counts)
    if all_ads[-1] < top:
        return math.nan
    return float(np.interp(top, np.append(0.0, all_ads), np.append(0.0, hits)) / top)


def recall_at_alarms(ranked: Ranking, counts: Floats, *, per_1000: float) -> float:
    """The share of positives reached before more than `per_1000` of 1,000 negatives are; NaN without either.

    Where the negatives are too few to show so rare an alarm, none may be reached.
    """
    hits, all_ads = _reached(ranked, counts)
    alarms = all_ads - hits
    if not hits[-1] or not alarms[-1]:
        return math.nan
    within = int(np.searchsorted(alarms, per_1000 / 1000 * alarms[-1] * (1 + 1e-9), side="right"))
    return float(hits[within - 1] / hits[-1]) if within else 0.0


def at_prevalence(target: Floats, counts: Floats, prevalence: float) -> Floats:
    """`counts`, scaled so that positives make up `prevalence` of all; as they are where one side is missing."""
    positive = float(target @ counts)
    negative = float(counts.sum()) - positive
    if not positive or not negative:
        return counts
    scaled: Floats = counts * np.where(target > 0, prevalence / positive, (1 - prevalence) / negative)
    return scaled


def group_draws(groups: Ints, *, seed: int) -> Floats:
    """(draws, ads): how often each ad stands in a resample of whole groups, drawn with replacement."""
    names, of = np.unique(groups, return_inverse=True)
    random = np.random.default_rng(seed)
    taken = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=_DRAWS)
    drawn: Floats = taken[:, of].astype(np.float64)
    return drawn


def figure(measure: Measure, counts: Floats, draws: Floats, *, positives: int) -> Figure:
    """`measure` of `counts` with the 95 % interval over `draws`; None below five positives, or of nothing."""
    value = measure(counts) if positives >= _FEWEST else math.nan
    if math.isnan(value):
        return Figure(None, None, None, positives)
    return Figure(round(value, 4), *interval(measure, counts, draws), positives)


def interval(measure: Measure, counts: Floats, draws: Floats) -> tuple[float, float]:
    """Between what values `measure` of `counts` lies in 95 % of `draws`, those left out in which it is not known."""
    low, high = np.nanquantile([measure(counts * draw) for draw in draws], [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def precision_figure(ranked: Ranking, counts: Floats, draws: Floats) -> Figure:
    """Average precision with its interval; None below five positives, or where everything is one.

    An ad that counts 0 is not there.
    """
    here = counts > 0
    positives = int(ranked.target[here].sum())
    if positives == here.sum():
        return Figure(None, None, None, positives)
    return figure(partial(average_precision, ranked), counts, draws, positives=positives)


def macro_precision(rankings: Sequence[Ranking], counts: Floats, *, prevalence: float | None = None) -> float:
    """The mean average precision over the kinds that have a positive, each as rare as `prevalence` says; NaN of none."""
    of_kinds = [
        average_precision(
            one, counts if prevalence is None else at_prevalence(one.target, counts, prevalence)
        )
        for one in rankings
    ]
    known = [value for value in of_kinds if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def precisions(
    target: Floats, scores: Floats, counts: Floats, draws: Floats
) -> tuple[Sequence[Figure], Figure]:
    """The average precision of each kind, and its mean over those that have one; arrays are (ads, kinds)."""
    rankings = [ranking(target[:, k], scores[:, k]) for k in range(target.shape[1])]
    of_kinds = [precision_figure(one, counts, draws) for one in rankings]
    told = [one for one, found in zip(rankings, of_kinds, strict=True) if found.value is not None]
    leads = int(target[counts > 0].any(axis=1).sum())
    macro = figure(partial(macro_precision, told), counts, draws, positives=leads if told else 0)
    return of_kinds, macro


def _reached(ranked: Ranking, counts: Floats) -> tuple[Floats, Floats]:
    """Positives and ads down to the end of each run of ties."""
    ordered = counts[ranked.places]
    hits = np.cumsum(ordered * ranked.target[ranked.places])[ranked.ends]
    return hits, np.cumsum(ordered)[ranked.ends]
