"""This module keeps examples to compare ads with: as hashed words, and few enough for a model's file."""

import numpy as np
from scipy.sparse import csr_matrix

from models.scoring.features import Columns
from models.scoring.ngrams import HASHES, Floats
from models.scoring.resemblance import Resemblance
from models.training.examples import Examples

_MOST_WORDS = 300_000  # of all ads together: they take a megabyte of a model's file
_FEWEST_ADS = 2  # what one ad alone says makes it like no other


def known_ads(examples: Examples, *, most_words: int = _MOST_WORDS) -> Resemblance:
    """Those among `examples` that are worth something, by words of two ads or more; of too many every second, third or so."""
    worth = examples.resembling
    words = _words(examples.rows, examples.layout)
    told = np.bincount(words.indices, minlength=words.shape[1]) >= _FEWEST_ADS
    is_lead = examples.kinds.any(axis=1)
    ads = np.flatnonzero(np.where(is_lead, worth.leads > 0, worth.others > 0))
    kept = {int(ad): places[told[places]] for ad in ads for places in [np.sort(words[ad].indices)]}
    every = max(1, -(-sum(map(len, kept.values())) // most_words))
    chosen = [ad for ad, places in kept.items() if len(places)][::every]
    if not chosen:
        return Resemblance()
    return Resemblance(
        worth=worth,
        size=words.shape[1],
        starts=np.cumsum([0, *(len(kept[ad]) for ad in chosen)]),
        places=np.concatenate([kept[ad] for ad in chosen]).astype(np.int64),
        kinds=examples.kinds[chosen],
    )


def resembling(known: Resemblance, rows: csr_matrix, layout: Columns) -> Floats:
    """What the nearest of the ads that are `known` add to each of `rows`: (ads, kinds)."""
    words = _words(rows, layout)
    places = np.split(words.indices.astype(np.int64), words.indptr[1:-1])
    return np.array([known.added(np.sort(own)) for own in places]).reshape(len(places), known.kinds.shape[1])


def _words(rows: csr_matrix, layout: Columns) -> csr_matrix:
    """The grams of `rows` without letter runs, at their places in the layout."""
    of_grams = rows[:, layout.named :].tocsr()
    kept = layout.grams[of_grams.indices] < HASHES
    starts = np.concatenate([[0], np.cumsum(kept)])[of_grams.indptr]
    return csr_matrix((of_grams.data[kept], of_grams.indices[kept], starts), shape=of_grams.shape)
