"""This module tells whether the ads of today still look like those of before, or of those that a model was cut on.

The population stability index compares shares over bins cut on the reference: sum of (now - then) * ln(now / then).
Below 0.1 nothing moved, above 0.25 something did (the usual reading in credit scoring; no law of nature). Two draws
of one and the same field differ too, the more the fewer they are: their index is about (1/n + 1/m) times a chi-square
of one less than the bins, and what lies within that is no shift, however large.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri

from models.scoring.ngrams import Floats

ALARM = 0.25
_BINS = 10
_FLOOR = 0.5  # added to each count, so that an empty bin is rare and not impossible
_RARE = 10  # of both sides together, below which a name counts as one of the others
_SPLITS = 20
_NEW_WORDS_ALARM = 0.05  # more new words than two draws of the same ads would have
_SURE = 5.0  # standard deviations


@dataclass(frozen=True, slots=True)
class Shift:
    """How far something moved: its index, and what two draws of one field stay below. `fires`: a person should look."""

    value: float
    noise: float
    fires: bool


def shift(then: Floats, now: Floats, *, error: float) -> Shift:
    """Of a number; `error` is how often two draws of one field may exceed the noise."""
    first, second = _binned(then, now)
    return _shift(first, second, error=error)


def mix_shift(then: Sequence[Hashable], now: Sequence[Hashable], *, error: float) -> Shift:
    """Of a name; those that are rare on both sides count as one."""
    both = Counter(then) + Counter(now)
    kept = {name for name, count in both.items() if count >= _RARE}
    own = [[name if name in kept else None for name in side] for side in (then, now)]
    return _shift(*_counted(*own), error=error)


def word_shift(then: Sequence[Sequence[str]], now: Sequence[Sequence[str]], *, seed: int = 0) -> Shift:
    """Of the vocabulary: the share of today's words never met before, beside that of random splits of the same ads."""
    value = new_words(frozenset(word for ad in then for word in ad), now)
    ads, random = [*then, *now], np.random.default_rng(seed)
    usual = []
    for _ in range(_SPLITS):
        mixed = [ads[i] for i in random.permutation(len(ads))]
        usual.append(
            new_words(frozenset(word for ad in mixed[: len(then)] for word in ad), mixed[len(then) :])
        )
    noise = float(np.mean(usual)) + max(_NEW_WORDS_ALARM, _SURE * float(np.std(usual)))
    return Shift(value, noise, value > noise)


def new_words(known: frozenset[str], now: Sequence[Sequence[str]]) -> float:
    """The share of today's words that were never met; 0 of none."""
    words = [word for ad in now for word in ad]
    return sum(word not in known for word in words) / len(words) if words else 0.0


def _binned(then: Floats, now: Floats) -> tuple[Floats, Floats]:
    edges = np.unique(np.quantile(then, np.linspace(0, 1, _BINS + 1)[1:-1]))
    first, second = (
        np.bincount(np.searchsorted(edges, own, side="right"), minlength=len(edges) + 1).astype(float)
        for own in (then, now)
    )
    return first, second


def _counted(then: Sequence[Hashable], now: Sequence[Hashable]) -> tuple[Floats, Floats]:
    first, second = Counter(then), Counter(now)
    names = list(first | second)
    return np.array([first[name] for name in names], float), np.array([second[name] for name in names], float)


def _shift(first: Floats, second: Floats, *, error: float) -> Shift:
    value = _index(first, second)
    used = int(np.count_nonzero(first + second))
    if used < 2 or not first.sum() or not second.sum():
        return Shift(value, 0.0, fires=False)
    noise = (1 / first.sum() + 1 / second.sum()) * float(chdtri(used - 1, error))
    return Shift(value, noise, bool(value > ALARM and value > noise))


def _index(then: Floats, now: Floats) -> float:
    before, after = ((own + _FLOOR) / (own + _FLOOR).sum() for own in (then, now))
    return float(((after - before) * np.log(after / before)).sum())
