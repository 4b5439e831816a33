"""This module lays ads out as the rows of one sparse matrix, in the columns that a model sees."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix

from models.scoring.assessment import AdFeatures
from models.scoring.features import Columns, columns, gram_values, named_values, no_grams
from models.scoring.ngrams import HASHES, Floats, Grams, Ints, grams, rarity

_FEWEST_ADS = 2
_MOST_GRAMS = 60_000  # keeps a model's file below 5 MB


def matrix(batch: Sequence[AdFeatures], layout: Columns) -> csr_matrix:
    """`batch` as a sparse matrix, one row for each ad."""
    rows = [_row(named_values(ad, layout), grams(ad.masked), layout) for ad in batch]
    starts = np.cumsum([0, *(len(where) for where, _ in rows)])
    where = np.concatenate([where for where, _ in rows]) if rows else np.empty(0, dtype=np.int64)
    values = np.concatenate([values for _, values in rows]) if rows else np.empty(0)
    dense_enough = csr_matrix((values, where, starts), shape=(len(rows), layout.width))
    dense_enough.sum_duplicates()
    return dense_enough


def learned_columns(
    aided: Sequence[AdFeatures], unaided: Sequence[AdFeatures], indicators: Sequence[str]
) -> Columns:
    """The columns for `indicators`, for every fact that differs, and for the grams that two ads or more share.

    `unaided` are the same ads as they look where no phrase of theirs is known.
    """
    readings = [(grams(one.masked), grams(other.masked)) for one, other in zip(aided, unaided, strict=True)]
    ids, rare = vocabulary(readings)
    return replace(columns(aided, indicators), grams=ids, rarity=rare)


def vocabulary(readings: Sequence[Sequence[Grams]]) -> tuple[Ints, Floats]:
    """The grams to learn from, rising, and how rare each is: those of two ads or more, the commonest first where too many.

    A reading is what is seen of one ad: its texts count once.
    """
    counts = np.zeros(2 * HASHES, dtype=np.int64)
    for texts in readings:
        counts[
            np.unique(np.concatenate([ids for one in texts for ids in (one.word_ids, one.letter_ids)]))
        ] += 1
    shared = np.flatnonzero(counts >= _FEWEST_ADS)
    commonest = shared[np.argsort(-counts[shared], kind="stable")[:_MOST_GRAMS]]
    kept = np.sort(commonest)
    rare = rarity(counts[kept], ads=len(readings))
    return np.concatenate([kept, no_grams()]), np.append(rare, 0.0)


def _row(named: Floats, text: Grams, layout: Columns) -> tuple[Ints, Floats]:
    present = np.flatnonzero(named)
    words, of_words = gram_values(text.word_ids, text.word_counts, layout)
    runs, of_runs = gram_values(text.letter_ids, text.letter_counts, layout)
    where = np.concatenate([words, runs]) + layout.named
    values = np.concatenate([of_words, of_runs])
    told = np.flatnonzero(values)
    return np.concatenate([present, where[told]]), np.concatenate([named[present], values[told]])
