"""This module lays out what a model sees of an ad as columns of numbers.

The columns, in order: one for each sign, one for each fact the model has learned from, then hashed words and
hashed letter runs. A sign seen n times counts 2 - 2^(1-n): a repetition adds half of what the one before added, so
deleting any finding moves the score and no repetition can carry it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from models.scoring.assessment import AdFeatures
from models.scoring.ngrams import BUCKETS, Floats, Grams, grams


@dataclass(frozen=True)
class Columns:
    """Which sign and which fact stands in which column; `fact_scales` bring facts to about -1 to 1."""

    indicators: tuple[str, ...]
    facts: tuple[str, ...]
    fact_scales: tuple[float, ...]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The column of each sign by its id, of each fact by `fact:` and its name."""
        names = (*self.indicators, *(f"fact:{name}" for name in self.facts))
        return {name: place for place, name in enumerate(names)}

    @property
    def named(self) -> int:
        """How many columns have a name of their own; the hashed ones follow."""
        return len(self.indicators) + len(self.facts)

    @property
    def width(self) -> int:
        """How many columns there are in all."""
        return self.named + 2 * BUCKETS

    @property
    def words(self) -> slice:
        """The columns of words and pairs of words."""
        return slice(self.named, self.named + BUCKETS)

    @property
    def letters(self) -> slice:
        """The columns of letter runs."""
        return slice(self.named + BUCKETS, self.width)


def columns(batch: Sequence[AdFeatures], indicators: Sequence[str]) -> Columns:
    """The columns for `indicators` and for every fact that differs between the ads of `batch`."""
    names = sorted({name for ad in batch for name in ad.facts})
    varying = [name for name in names if len({ad.facts.get(name, 0.0) for ad in batch}) > 1]
    scales = [max(abs(_squeezed(ad.facts.get(name, 0.0))) for ad in batch) for name in varying]
    return Columns(tuple(indicators), tuple(varying), tuple(scales))


def named_values(ad: AdFeatures, layout: Columns) -> Floats:
    """The values of the named columns for one ad."""
    values, places = np.zeros(layout.named), layout.places
    for indicator, count in finding_counts(ad).items():
        if indicator in places:
            values[places[indicator]] = repeated(count)
    for name, fact in ad.facts.items():
        place = places.get(f"fact:{name}")
        if place is not None:
            scale = layout.fact_scales[place - len(layout.indicators)]
            values[place] = max(-1.5, min(1.5, _squeezed(fact) / scale))
    return values


def matrix(batch: Sequence[AdFeatures], layout: Columns) -> csr_matrix:
    """`batch` as a sparse matrix, one row for each ad."""
    rows = [_row(named_values(ad, layout), grams(ad.masked), layout) for ad in batch]
    starts = np.cumsum([0, *(len(where) for where, _ in rows)])
    where = np.concatenate([where for where, _ in rows]) if rows else np.empty(0, dtype=np.int64)
    values = np.concatenate([values for _, values in rows]) if rows else np.empty(0)
    dense_enough = csr_matrix((values, where, starts), shape=(len(rows), layout.width))
    dense_enough.sum_duplicates()
    return dense_enough


def finding_counts(ad: AdFeatures) -> dict[str, int]:
    """How often each indicator was found in `ad`."""
    counts: dict[str, int] = {}
    for finding in ad.findings:
        counts[finding.indicator] = counts.get(finding.indicator, 0) + 1
    return counts


def repeated(count: int) -> float:
    """What a sign seen `count` times counts: 0, 1, 1.5, 1.75, … below 2."""
    return 0.0 if count == 0 else 2.0 - math.ldexp(1.0, 1 - min(count, 50))


def _row(named: Floats, text: Grams, layout: Columns) -> tuple[np.ndarray, Floats]:
    present = np.flatnonzero(named)
    where = [present, text.word_buckets + layout.words.start, text.letter_buckets + layout.letters.start]
    return np.concatenate(where), np.concatenate([named[present], text.word_values, text.letter_values])


def _squeezed(fact: float) -> float:
    """Pay runs from hundreds to lakhs: its order of magnitude is what can be learned from."""
    return math.copysign(math.log1p(abs(fact)), fact) if math.isfinite(fact) else 0.0
