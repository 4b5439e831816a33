"""This module scores some labelled ads by lines fitted to others: the recipe without calibration and cuts."""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from models.scoring.assessment import AdFeatures
from models.scoring.classifier import KINDS
from models.scoring.features import Columns
from models.scoring.ngrams import Floats
from models.scoring.signs import Sign
from models.training.examples import Examples
from models.training.heads import fit_heads
from models.training.labelled import LabelledAd
from models.training.rows import learned_columns, matrix
from models.training.splits import Numbers
from models.training.weighing import best_weighing
from models.training.weights import learning_weights

Seen = tuple[LabelledAd, AdFeatures]


def raw_scores(
    judged: Sequence[Seen],
    *,
    learned: Sequence[Seen],
    signs: Sequence[Sign],
    unaided: Sequence[AdFeatures] | None = None,
    folds: Numbers | None = None,
) -> Floats:
    """Raw scores of (ads, kinds) for `judged` by lines that saw nothing but `learned`, not even for their columns.

    `unaided` are the learned ads as they look where no phrase of theirs is known, if that is learned from too; `folds`
    are theirs, among which the weighing of words is chosen: without them rarity alone weighs.
    """
    shown = [features for _, features in learned]
    layout = learned_columns(shown, shown if unaided is None else unaided, [one.indicator for one in signs])
    known, asked = examples_of(learned, layout, unaided), examples_of(judged, layout)
    with threadpool_limits(limits=1, user_api="blas"):  # as `train` does, and for its reasons
        if folds is not None:
            weighing = best_weighing(known, folds)
            known, asked = (weighing.apply(one, learned=known) for one in (known, asked))
        of_kinds, _ = fit_heads(known, signs=signs).raw(asked)
    return of_kinds


def examples_of(
    seen: Sequence[Seen], layout: Columns, unaided: Sequence[AdFeatures] | None = None
) -> Examples:
    """What is fitted to: the ads of `seen` in the columns of `layout`."""
    labelled, features = [one for one, _ in seen], [of_ad for _, of_ad in seen]
    return Examples(
        layout=layout,
        rows=matrix(features, layout),
        unaided=None if unaided is None else matrix(unaided, layout),
        kinds=np.array([[float(kind in one.kinds) for kind in KINDS] for one in labelled]),
        classes=[one.ad_class for one in labelled],
        sources=[one.source_type for one in features],
        counts=np.array(learning_weights(labelled)),
    )
