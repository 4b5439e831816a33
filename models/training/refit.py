"""This module scores some labelled ads by lines fitted to others: the recipe without folds, calibration and cuts."""

from collections.abc import Sequence

import numpy as np

from models.scoring.assessment import AdFeatures
from models.scoring.classifier import KINDS
from models.scoring.ngrams import Floats
from models.scoring.signs import Sign
from models.training.heads import Examples, fit_heads
from models.training.labelled import LabelledAd
from models.training.rows import learned_columns, matrix
from models.training.weights import learning_weights

Seen = tuple[LabelledAd, AdFeatures]


def raw_scores(judged: Sequence[Seen], *, learned: Sequence[Seen], signs: Sequence[Sign]) -> Floats:
    """Raw scores of (ads, kinds) for `judged` by lines that saw nothing but `learned`, not even for their columns."""
    shown = [features for _, features in learned]
    layout = learned_columns(shown, shown, [one.indicator for one in signs])

    def examples(seen: Sequence[Seen]) -> Examples:
        labelled, features = [one for one, _ in seen], [of_ad for _, of_ad in seen]
        return Examples(
            layout=layout,
            rows=matrix(features, layout),
            kinds=np.array([[float(kind in one.kinds) for kind in KINDS] for one in labelled]),
            classes=[one.ad_class for one in labelled],
            sources=[one.source_type for one in features],
            counts=np.array(learning_weights(labelled)),
        )

    of_kinds, _ = fit_heads(examples(learned), signs=signs).raw(examples(judged))
    return of_kinds
