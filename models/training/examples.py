"""This module holds what the heads of a model are fitted to: ads as rows of numbers, each with its kinds and class."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.preprocessing import normalize

from models.domain.judgement import AdClass, Kind
from models.scoring.assessment import AdFeatures
from models.scoring.classifier import KINDS
from models.scoring.features import Columns
from models.scoring.ngrams import HASHES, Floats, Ints
from models.scoring.resemblance import Worth
from models.training.labelled import LabelledAd
from models.training.rows import matrix
from models.training.weights import learning_weights

# Chosen by average precision over folds of corpus/development.
GRAM_SPREAD = 3.2
"""How far examples may move the weight of a gram before the loss resists."""
_NOTHING = Worth()


class OfKinds(Protocol):
    """A labelled ad, or an answer to one: both say which kinds apply."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """Those that a person saw."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What the heads are fitted to: `kinds` is (ads, kinds) of 0 and 1, `classes` one name per ad.

    The first columns of `layout` are the signs, in their order. `rows` are the ads as a judgement sees them, `unaided`
    the same ads as they look where no phrase of theirs is known. `gram_spread` is how far they may move a gram's weight.
    `resembling` is what the nearest ads are worth.
    """

    layout: Columns
    rows: csr_matrix
    kinds: Floats
    classes: Sequence[AdClass]
    counts: Floats
    unaided: csr_matrix | None = None
    gram_spread: float = GRAM_SPREAD
    resembling: Worth = _NOTHING

    def take(self, which: Ints) -> "Examples":
        """The examples numbered `which`."""
        return replace(
            self,
            rows=self.rows[which],
            kinds=self.kinds[which],
            classes=[self.classes[i] for i in which],
            counts=self.counts[which],
            unaided=None if self.unaided is None else self.unaided[which],
        )

    def weighed(self, factors: Floats, *, gram_spread: float) -> "Examples":
        """The examples with the rarity of each gram multiplied by its own of `factors`."""
        return replace(
            self,
            layout=replace(self.layout, rarity=self.layout.rarity * factors),
            rows=_weighed(self.rows, factors, layout=self.layout),
            unaided=None if self.unaided is None else _weighed(self.unaided, factors, layout=self.layout),
            gram_spread=gram_spread,
        )


def examples_of(
    labelled: Sequence[LabelledAd],
    features: Sequence[AdFeatures],
    *,
    layout: Columns,
    unaided: Sequence[AdFeatures] | None = None,
) -> Examples:
    """The examples that `labelled` are, by what may be seen of each, in the columns of `layout`."""
    return Examples(
        layout=layout,
        rows=matrix(features, layout),
        unaided=None if unaided is None else matrix(unaided, layout),
        kinds=targets(labelled),
        classes=[one.ad_class for one in labelled],
        counts=np.array(learning_weights(labelled)),
    )


def targets(ads: Sequence[OfKinds]) -> Floats:
    """(ads, kinds) of 0 and 1."""
    return np.array([[float(kind in one.kinds) for kind in KINDS] for one in ads])


def _weighed(rows: csr_matrix, factors: Floats, *, layout: Columns) -> csr_matrix:
    """`rows` with other values of grams; the squares of those of words, and those of letter runs, add up to 1 again."""
    named, letters = layout.named, layout.named + int(np.searchsorted(layout.grams, HASHES))
    factored = (rows @ diags(np.concatenate([np.ones(named), factors]))).tocsr()
    words, runs = factored[:, named:letters], factored[:, letters:]
    return hstack([factored[:, :named], normalize(words), normalize(runs)]).tocsr()
