"""This module measures whether probabilities are kept: among ads that a model gives a third, a third should be leads."""

from typing import Any

import numpy as np

from models.measures.intervals import Figure
from models.measures.ranking import interval
from models.scoring.ngrams import Floats, Ints

_BINS = 10


def calibration_error(target: Floats, probability: Floats, counts: Floats, draws: Floats) -> Figure:
    """Expected calibration error over ten fixed bins of equal width, with its interval over `draws` of whole groups.

    `target` and `probability` have a row for each ad, of one kind or of several; `counts` is how many ads of the field
    each stands for.
    """
    target, probability = target.reshape(len(counts), -1), probability.reshape(len(counts), -1)
    gaps = np.zeros((len(counts), _BINS))
    np.add.at(gaps, (np.arange(len(counts))[:, None], _bin_of(probability)), probability - target)

    def error(own: Floats) -> float:
        total = float(own.sum()) * target.shape[1]
        return float(np.abs(own @ gaps).sum()) / total if total else 0.0

    return Figure(round(error(counts), 4), *interval(error, counts, draws), target.size)


def reliability(target: Floats, probability: Floats, counts: Floats) -> list[dict[str, Any]]:
    """The bins in which anything lies: how many pairs of ad and kind, what was predicted, what was so."""
    weights = np.broadcast_to(counts[:, None], target.shape)
    numbers = _bin_of(probability)
    return [
        {
            "from": number / _BINS,
            "pairs": int(own.sum()),
            "predicted": round(float(np.average(probability[own], weights=weights[own])), 4),
            "observed": round(float(np.average(target[own], weights=weights[own])), 4),
        }
        for number in range(_BINS)
        if (own := numbers == number).any()
    ]


def _bin_of(probability: Floats) -> Ints:
    return np.minimum((probability * _BINS).astype(np.int64), _BINS - 1)
