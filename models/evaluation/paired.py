"""This module compares two models on the same ads, each as it judged them while their group was unseen.

Figures of two cards rest on other ads each: a model that learned from harder ones would look worse than it is, one that
was tested on few leads better. So only ads that both judged count, with the challenger's labels, and the difference
gets an interval from resamples of whole groups, in which both are measured on the same draw.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from models.measures.ranking import (
    TOPS,
    Ranking,
    group_draws,
    macro_precision,
    precision_at_top,
    ranking,
    recall_at_alarms,
)
from models.scoring.ngrams import Floats
from models.training.examples import targets
from models.training.unseen import UnseenAnswer

_ALARMS = 5  # per 1,000 harmless ads: where the queue of a field is cut
_FEWEST_OF_A_KIND = 5
_NOTICED = 0.01  # with thousands of ads in common resampling tells apart what makes no difference to a person


@dataclass(frozen=True, slots=True)
class Difference:
    """`ours` beside `theirs`, and the 95 % interval of how far ours lies above."""

    what: str
    ours: float
    theirs: float
    low: float
    high: float

    @property
    def fall(self) -> float:
        """By how much ours is lower; below 0 where it is higher."""
        return self.theirs - self.ours

    @property
    def is_no_chance(self) -> bool:
        """Whether it is lower beyond what resampling explains, and by so much that anybody would notice."""
        return self.high < 0 and self.fall > _NOTICED


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two models differ over the `ads` that both judged unseen, `leads` of which are leads."""

    ads: int
    leads: int
    precision: tuple[tuple[int, Difference], ...]
    recall: Difference | None
    macro: Difference | None


def compared(ours: Sequence[UnseenAnswer], theirs: Sequence[UnseenAnswer], *, seed: int = 0) -> Comparison:
    """The comparison. The precision is told for as many places as there are leads to fill them."""
    of_theirs = {one.ad: one for one in theirs}
    pairs = [(one, of_theirs[one.ad]) for one in ours if one.ad in of_theirs]
    leads = sum(bool(one.kinds) for one, _ in pairs)
    if not leads or leads == len(pairs):
        return Comparison(len(pairs), leads, (), None, None)
    target = np.array([float(bool(one.kinds)) for one, _ in pairs])
    weights = np.array([one.weight for one, _ in pairs])
    draws = group_draws(np.array([one.group for one, _ in pairs]), seed=seed) * weights
    queues = [ranking(target, np.array([pair[i].overall for pair in pairs])) for i in (0, 1)]
    lift = partial(_difference, counts=weights, draws=draws)

    def precise(top: int) -> Difference:
        return lift(
            f"precision among the top {top}", *(partial(precision_at_top, one, top=top) for one in queues)
        )

    return Comparison(
        ads=len(pairs),
        leads=leads,
        precision=tuple((top, precise(top)) for top in TOPS if leads >= top),
        recall=lift(
            f"recall at {_ALARMS} alarms per 1,000 harmless ads",
            *(partial(recall_at_alarms, one, per_1000=_ALARMS) for one in queues),
        ),
        macro=_macro(pairs, weights, draws),
    )


def _macro(
    pairs: Sequence[tuple[UnseenAnswer, UnseenAnswer]], weights: Floats, draws: Floats
) -> Difference | None:
    """The macro average precision over the kinds that the ads hold often enough; None where they hold none so."""
    target = targets([one for one, _ in pairs])
    told = np.flatnonzero(target.sum(axis=0) >= _FEWEST_OF_A_KIND)
    if not len(told):
        return None

    def rankings(which: int) -> list[Ranking]:
        scores = np.array([pair[which].scores for pair in pairs])
        return [ranking(target[:, k], scores[:, k]) for k in told]

    return _difference(
        "the mean of the kinds' average precision",
        partial(macro_precision, rankings(0)),
        partial(macro_precision, rankings(1)),
        counts=weights,
        draws=draws,
    )


def _difference(
    what: str,
    ours: Callable[[Floats], float],
    theirs: Callable[[Floats], float],
    *,
    counts: Floats,
    draws: Floats,
) -> Difference:
    drawn = np.array([ours(draw) - theirs(draw) for draw in draws])
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Difference(what, ours(counts), theirs(counts), float(low), float(high))
