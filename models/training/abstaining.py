"""This module asks whether a model knows what it does not know: texts that are no ads beside ads it was not fitted to."""

import math
from collections.abc import Sequence
from functools import partial
from importlib import resources
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from models.domain.ad import RawAd
from models.measures.ranking import group_draws, interval
from models.scoring.classifier import LinearClassifier, known_share
from models.scoring.ngrams import Floats, Ints, grams

_WHAT = (
    "AUROC of the share of letter runs that a model knows: ads held out against texts that are no ads (recipes, code, "
    "verse, science, reports, other languages, noise), written for the project."
)


def unlike_ads() -> list[RawAd]:
    """The texts that are no ads, as if a page had held them."""
    lines = resources.files("models").joinpath("data/unlike.txt").read_text("utf-8").splitlines()
    texts = [line for line in lines if line and not line.startswith("# ")]
    return [
        RawAd(f"unlike{number}", "unlike", "classified", "", "", text, 0, 0, {})
        for number, text in enumerate(texts)
    ]


def abstention(
    known_shares: Floats, groups: Ints, *, classifier: LinearClassifier, unlike: Sequence[str]
) -> dict[str, Any]:
    """How well the share of known runs parts ads in `groups` from `unlike`, masked texts; and how many each abstains on."""
    strange = np.array([known_share(grams(text), classifier.known) for text in unlike])
    shares = np.concatenate([known_shares, strange])
    is_ad = np.concatenate([np.ones(len(known_shares)), np.zeros(len(strange))])
    everyone = np.concatenate([groups, groups.max() + 1 + np.arange(len(strange))])
    counts, area = np.ones(len(everyone)), partial(_area, is_ad, shares)
    low, high = interval(area, counts, group_draws(everyone, seed=0))
    return {
        "what": _WHAT,
        "auroc": {
            "value": round(area(counts), 4),
            "low": low,
            "high": high,
            "size": len(strange),
        },
        "abstained_on_ads": round(float((known_shares < classifier.known_cut).mean()), 4),
        "abstained_on_others": round(float((strange < classifier.known_cut).mean()), 4),
    }


def _area(is_ad: Floats, shares: Floats, counts: Floats) -> float:
    return (
        float(roc_auc_score(is_ad, shares, sample_weight=counts))
        if 0 < counts @ is_ad < counts.sum()
        else math.nan
    )
