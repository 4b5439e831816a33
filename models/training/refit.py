"""This module scores some labelled ads by lines fitted to others: the recipe without calibration and cuts."""

from collections.abc import Sequence

from threadpoolctl import threadpool_limits

from models.scoring.assessment import AdFeatures
from models.scoring.ngrams import Floats, Ints
from models.scoring.signs import Sign
from models.training.examples import examples_of
from models.training.heads import fit_heads
from models.training.labelled import LabelledAd
from models.training.rows import learned_columns
from models.training.weighing import best_weighing

Seen = tuple[LabelledAd, AdFeatures]


def raw_scores(
    judged: Sequence[Seen],
    *,
    learned: Sequence[Seen],
    signs: Sequence[Sign],
    unaided: Sequence[AdFeatures] | None = None,
    folds: Ints | None = None,
) -> Floats:
    """Raw scores of (ads, kinds) for `judged` by lines that saw nothing but `learned`, not even for their columns.

    `unaided` are the learned ads as they look where no phrase of theirs is known, if that is learned from too; `folds`
    are theirs, among which the weighing of words is chosen: without them rarity alone weighs.
    """
    shown = [features for _, features in learned]
    layout = learned_columns(shown, shown if unaided is None else unaided, [one.indicator for one in signs])
    known = examples_of([one for one, _ in learned], shown, layout=layout, unaided=unaided)
    asked = examples_of([one for one, _ in judged], [features for _, features in judged], layout=layout)
    with threadpool_limits(limits=1, user_api="blas"):  # as `train` does, and for its reasons
        if folds is not None:
            weighing = best_weighing(known, folds)
            known, asked = (weighing.apply(one, learned=known) for one in (known, asked))
        of_kinds, _ = fit_heads(known, signs=signs).raw(asked)
    return of_kinds
