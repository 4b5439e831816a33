"""This module puts the figures of a held-out run together for the card."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np

from models.domain.judgement import AdClass, Band, Kind
from models.measures.calibration import calibration_error
from models.measures.intervals import Figure, exact_share, tally
from models.measures.ranking import TOPS, group_draws, precision_at_top, precisions, ranking
from models.measures.ranking import figure as figure_of
from models.scoring.bands import CUT_BANDS
from models.scoring.classifier import KINDS
from models.scoring.ngrams import Floats, Ints
from models.training.heldout import HeldOut
from models.training.labelled import LabelledAd

CAUTION = (
    "Figures on written examples, each ad scored by a model that had seen nothing of its group; not field figures. "
    "Where the indicators' phrases were written beside these examples, the phrases know them: expect less elsewhere."
)


def measure(
    labelled: Sequence[LabelledAd],
    held: HeldOut,
    bands: Sequence[Band],
    *,
    probabilities: Sequence[Mapping[Kind, float]],
    target: Floats,
    groups: Ints,
    seed: int,
) -> dict[str, Any]:
    """All figures; `bands` is the band of each ad by its held-out score, `target` is (ads, kinds) of 0 and 1."""
    counts = np.array([one.weight for one in labelled])
    leads = target.max(axis=1)
    queue = ranking(leads, np.array([max(one.values()) for one in probabilities]))
    draws = group_draws(groups, seed=seed)
    of_kinds, macro = precisions(target, held.raw, counts, draws)
    return {
        "caution": CAUTION,
        "average_precision": {kind.value: asdict(one) for kind, one in zip(KINDS, of_kinds, strict=True)},
        "macro_average_precision": macro.value,
        "precision_at_top": {
            str(top): asdict(
                figure_of(partial(precision_at_top, queue, top=top), counts, draws, positives=queue.positives)
            )
            for top in TOPS
        },
        "calibration_error": asdict(calibration_error(target, held.calibrated, counts, draws)),
        "ad_class_accuracy": asdict(_class_accuracy(labelled, held.classes)),
        "recall": {band.value: asdict(_reached(labelled, bands, band, leads=True)) for band in CUT_BANDS},
        "alarms": {band.value: asdict(_reached(labelled, bands, band, leads=False)) for band in CUT_BANDS},
        "medium_by_class": _medium_by_class(labelled, bands),
    }


def _class_accuracy(labelled: Sequence[LabelledAd], answers: Sequence[AdClass]) -> Figure:
    right = [one.ad_class is answer for one, answer in zip(labelled, answers, strict=True)]
    return exact_share(*tally(right, [one.weight for one in labelled]))


def _reached(labelled: Sequence[LabelledAd], bands: Sequence[Band], band: Band, *, leads: bool) -> Figure:
    own = [
        (reached, one.weight) for one, reached in zip(labelled, bands, strict=True) if one.is_lead is leads
    ]
    return exact_share(
        *tally([reached.rank >= band.rank for reached, _ in own], [weight for _, weight in own])
    )


def _medium_by_class(labelled: Sequence[LabelledAd], bands: Sequence[Band]) -> Mapping[str, Any]:
    by_class: dict[str, Any] = {}
    for ad_class in AdClass:
        own = [
            (band, one.weight) for one, band in zip(labelled, bands, strict=True) if one.ad_class is ad_class
        ]
        medium = [band.rank >= Band.MEDIUM.rank for band, _ in own]
        by_class[ad_class.value] = asdict(exact_share(*tally(medium, [weight for _, weight in own])))
    return by_class
