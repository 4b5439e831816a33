"""This module tells whether the ads of today still look like those that a model was cut on.

The population stability index compares shares over bins cut on the reference: sum of (now - then) * ln(now / then).
Below 0.1 nothing moved, above 0.25 something did (the usual reading in credit scoring; no law of nature).
"""

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np

from models.scoring.ngrams import Floats

ALARM = 0.25
_BINS = 10
_FLOOR = 0.5  # added to each count, so that an empty bin is rare and not impossible


def stability(then: Floats, now: Floats) -> float:
    """The index of a number, such as a score, over ten bins that held equally many `then`."""
    edges = np.unique(np.quantile(then, np.linspace(0, 1, _BINS + 1)[1:-1]))
    first, second = (
        np.bincount(np.searchsorted(edges, own, side="right"), minlength=len(edges) + 1)
        for own in (then, now)
    )
    return _index(first.astype(float), second.astype(float))


def mix_stability(then: Sequence[Hashable], now: Sequence[Hashable]) -> float:
    """The index of a name, such as the language or the source."""
    first, second = Counter(then), Counter(now)
    names = list(first | second)
    return _index(
        np.array([first[name] for name in names], float), np.array([second[name] for name in names], float)
    )


def new_words(known: frozenset[str], now: Sequence[Sequence[str]]) -> float:
    """The share of today's words that were never met; 0 of none."""
    words = [word for ad in now for word in ad]
    return sum(word not in known for word in words) / len(words) if words else 0.0


def _index(then: Floats, now: Floats) -> float:
    before, after = ((own + _FLOOR) / (own + _FLOOR).sum() for own in (then, now))
    return float(((after - before) * np.log(after / before)).sum())
