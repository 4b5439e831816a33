"""This module scores labelled ads by the recipe in other splits than that of its proof: a single one of few ads is luck."""

from collections.abc import Iterator

from threadpoolctl import threadpool_limits

from models.scoring.ngrams import Floats, Ints, grams
from models.training.examples import examples_of
from models.training.heldout import hold_out
from models.training.proof import Proof
from models.training.rows import learned_columns
from models.training.splits import folds


def scores_in_splits(proof: Proof, *, count: int) -> Iterator[tuple[Ints, Floats]]:
    """The folds of the ads of `proof` and their raw scores (ads, kinds), for each of `count` splits; the first is its own."""
    shown = [one.features for one in proof.read]
    unaided = [one.unaided or one.features for one in proof.read]
    layout = learned_columns(shown, unaided, [one.indicator for one in proof.signs])
    examples = examples_of(proof.labelled, shown, layout=layout, unaided=unaided)
    texts, parts = [grams(one.masked) for one in shown], int(proof.folds.max()) + 1
    yield proof.folds, proof.held.raw
    for seed in range(1, count):
        apart = folds(proof.groups, count=parts, seed=seed)
        with threadpool_limits(limits=1, user_api="blas"):  # as `train` does, and for its reasons
            held = hold_out(examples, texts, apart, signs=proof.signs)
        yield apart, held.raw
