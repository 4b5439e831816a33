"""This module draws the ads that a person should label next: unsure ones of every kind, spread out, and a few from below.

Each ad has a chance to be drawn that is known before the draw, so whatever is learned or measured from the labels
can be weighed by 1 / probability. Ads that belong together count once: one of them is drawn for all.
The lower half by score is never asked about by the model's own doubt; of it a few are drawn at random, for what the
model is sure of and wrong about shows nowhere else.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.measures.intervals import Figure, exact_interval
from models.scoring.ngrams import Floats, Ints
from models.training.labelled import LabelledAd

LOW_SHARE = 0.05  # of a batch (R36)
_FURTHEST = 30.0  # log-odds


class Why(StrEnum):
    """Why an ad was drawn; it is the `source` of its label."""

    UNSURE = "active: unsure"
    LOW = "active: random low score"


@dataclass(frozen=True, slots=True)
class Pool:
    """The ads to draw from, a row or an item each.

    `doubt` is (ads, kinds): how far each kind's log-odds lie above (+) or below (-) where an analyst would look.
    `groups` are numbers of ads that belong together; `langs` the languages, which a batch spreads over.
    """

    doubt: Floats
    groups: Ints
    langs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One ad of a batch: its place in the pool, why, and the probability with which it was drawn."""

    place: int
    why: Why
    probability: float


def draw(pool: Pool, *, size: int, seed: int) -> list[Drawn]:
    """`size` ads, or one of each group where there are no more, in the order of the pool.

    The same pool, size and seed give the same batch.
    """
    random = np.random.default_rng(seed)
    chosen, members = _one_of_each(pool.groups, random)
    if not len(chosen) or size < 1:
        return []
    highest = pool.doubt[chosen].max(axis=1)
    low = _lower_half(highest)
    from_below = min(max(math.ceil(LOW_SHARE * size), size - int((~low).sum())), int(low.sum()))
    wanted = {
        Why.LOW: (low, np.where(low, 1.0, 0.0), from_below),
        Why.UNSURE: (~low, unsureness(pool.doubt[chosen]), size - from_below),
    }
    drawn: list[Drawn] = []
    for why, (own, strength, count) in wanted.items():
        chances = inclusion(np.where(own, strength, 0.0), count)
        order = _spread(pool, chosen, random)
        drawn += [
            Drawn(int(chosen[i]), why, float(chances[i] / members[i]))
            for i in _systematic(chances, order, 1.0 - float(random.random()))
        ]
    return sorted(drawn, key=lambda one: one.place)


def unsureness(doubt: Floats) -> Floats:
    """How much each ad is worth asking about: near the line of a kind, with a sum of 1 at most for each kind."""
    near = np.exp(-np.abs(np.clip(doubt, -_FURTHEST, _FURTHEST)))
    of_each: Floats = (near / np.maximum(near.sum(axis=0), 1.0)).sum(axis=1)
    return of_each


def inclusion(strength: Floats, count: int) -> Floats:
    """Chances of at most 1 that add up to `count` (or to the ads there are) and else go by `strength`."""
    chances = np.zeros(len(strength))
    open_to, left = strength > 0, float(min(count, int((strength > 0).sum())))
    while left > 0 and open_to.any():
        share = strength * left / strength[open_to].sum()
        sure = open_to & (share >= 1)
        if not sure.any():
            chances[open_to] = share[open_to]
            break
        chances[sure] = 1.0
        left -= int(sure.sum())
        open_to &= ~sure
    return chances


def missed(labelled: Sequence[LabelledAd]) -> Figure:
    """The share of leads among low scores, from the ads that were drawn at random from there.

    Each counts for 1 / probability ads; the interval is Clopper and Pearson's at the number of equally weighed ads
    that would tell as much (Kish). Where several people labelled an ad, it counts once, for the share of them who saw a lead.
    """
    answers: defaultdict[str, list[LabelledAd]] = defaultdict(list)
    for one in labelled:
        if one.label.source == Why.LOW.value:
            answers[one.ad.content_hash].append(one)
    if not answers:
        return Figure(None, None, None, 0)
    weights = np.array([1 / own[0].label.probability for own in answers.values()])
    leads = np.array([np.mean([one.is_lead for one in own]) for own in answers.values()])
    rate = float(weights @ leads / weights.sum())
    as_many = float(weights.sum() ** 2 / (weights @ weights))
    return Figure(rate, *exact_interval(rate * as_many, as_many), len(answers))


def _systematic(chances: Floats, order: Ints, start: float) -> list[int]:
    """Each place where the running sum of chances passes `start` (above 0, at most 1) or a whole number more."""
    passed = np.floor(np.cumsum(chances[order]) - start + 1e-9)
    before = np.append(-1.0, passed[:-1])
    return [int(order[i]) for i in np.flatnonzero(passed > before)]


def _one_of_each(groups: Ints, random: np.random.Generator) -> tuple[Ints, Ints]:
    """Of each group one ad at random, and how many ads it was drawn from."""
    own = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    picked = [int(random.choice(members)) for members in own]
    return np.array(picked, dtype=np.int64), np.array([len(members) for members in own], dtype=np.int64)


def _lower_half(highest: Floats) -> np.ndarray:
    """Which ads lie in the lower half by score, ties by their place."""
    below = np.zeros(len(highest), dtype=bool)
    below[np.argsort(highest, kind="stable")[: len(highest) // 2]] = True
    return below


def _spread(pool: Pool, chosen: Ints, random: np.random.Generator) -> Ints:
    """The order in which neighbours are alike: kind, language, height; what is the same stands in random order."""
    doubt = pool.doubt[chosen]
    names = sorted(set(pool.langs))
    langs = np.array([names.index(pool.langs[int(i)]) for i in chosen])
    return np.lexsort((random.random(len(chosen)), doubt.max(axis=1), langs, doubt.argmax(axis=1)))
