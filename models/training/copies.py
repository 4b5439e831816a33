"""This module counts ads that are near copies of each other and yet lie on both sides of a split.

Groups are made of families, contacts and shared runs of words. This looks at letters instead, so that it can find what the
groups missed: a figure about the split, not a consequence of how it was made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from models.scoring.ngrams import Ints

# Of 5,989 ads (corpus/development and the sample ads) 238 pairs are as like as this, all of them in one group; of two groups
# one pair reaches 0.5 and none 0.6.
_ALIKE = 0.7
_FEWEST_LETTERS = 40  # of a masked text: of less, a telephone and a greeting make a copy
_RUN = 6  # letters, across words: the same few words in another order are no copy
_MOST_ADS = 10_000  # more are drawn from evenly: time grows with their square, and is 6 s of 6,000 ads on one slow core
_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Copies:
    """How many `pairs` of the `compared` ads are near copies across a split, and the places of the two likest ads."""

    pairs: int
    compared: int
    likest: tuple[int, int] | None = None

    def told(self, names: Sequence[str]) -> dict[str, Any]:
        """What a card says of it; `names` are what its readers call the ads."""
        figures: dict[str, Any] = {"leaks": self.pairs, "compared": self.compared}
        return figures | ({"likest": [names[place] for place in self.likest]} if self.likest else {})


def copies_across(masked: Sequence[str], sides: Ints) -> Copies:
    """Pairs of ads on different `sides` (folds, or before and after a day) whose letters are nearly the same.

    `masked` are texts as the model sees them. Near is a cosine of 0.7 of runs of six letters, weighed by TF-IDF.
    """
    places = _drawn(
        [place for place, text in enumerate(masked) if len("".join(text.split())) >= _FEWEST_LETTERS]
    )
    rows = _rows([masked[place] for place in places])
    own = sides[places]
    found = sorted(
        (-alike, places[first], places[second])
        for first, second, alike in _near(rows)
        if own[first] != own[second]
    )
    return Copies(len(found), len(places), found[0][1:] if found else None)


def _drawn(places: Sequence[int]) -> list[int]:
    if len(places) <= _MOST_ADS:
        return list(places)
    return [places[int(i)] for i in np.linspace(0, len(places) - 1, _MOST_ADS)]


def _rows(texts: Sequence[str]) -> csr_matrix:
    """Texts of length 1; a run of letters that one text alone has counts in its length and can match nothing."""
    if not texts:
        return csr_matrix((0, 1))
    runs = TfidfVectorizer(analyzer="char", ngram_range=(_RUN, _RUN), sublinear_tf=True, dtype=np.float32)
    rows = runs.fit_transform(texts)
    return rows[:, np.bincount(rows.indices, minlength=rows.shape[1]) > 1].tocsr()


def _near(rows: csr_matrix) -> Iterator[tuple[int, int, float]]:
    columns = rows.T.tocsr()
    for start in range(0, rows.shape[0], _AT_ONCE):
        alike = (rows[start : start + _AT_ONCE] @ columns).tocoo()
        near = (alike.data >= _ALIKE) & (alike.row + start < alike.col)
        yield from zip(
            (alike.row[near] + start).tolist(),
            alike.col[near].tolist(),
            alike.data[near].tolist(),
            strict=True,
        )
