"""This module lays out what a model sees of an ad as columns of numbers.

The columns, in order: one for each sign, one for each fact the model has learned from, then the words, pairs of words
and letter runs that it has learned from. A sign seen n times counts 2 - 2^(1-n): a repetition adds half of what the one
before added, so deleting any finding moves the score and no repetition can carry it. A gram seen n times counts
1 + ln n, times how rare it is among the examples, over the length of all such values of the ad: a long ad does not shout.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from models.indicators.fields import PREFIX
from models.scoring.assessment import AdFeatures
from models.scoring.ngrams import HASHES, Floats, Ints

_NO_GRAM = 2 * HASHES  # greater than every gram
_FEWEST_STATED = 10


def no_grams() -> Ints:
    """The grams of a model that has learned from none."""
    return np.array([_NO_GRAM], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Columns:
    """Which sign, fact or gram stands in which column; `fact_scales` bring facts to about -1 to 1.

    `grams` are the ids of the grams, rising; the last is none that an ad can have. `rarity` is what each of them counts.
    """

    indicators: tuple[str, ...]
    facts: tuple[str, ...]
    fact_scales: tuple[float, ...]
    grams: Ints = field(default_factory=no_grams)
    rarity: Floats = field(default_factory=lambda: np.zeros(1))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The column of each sign by its id, of each fact by `fact:` and its name."""
        names = (*self.indicators, *(f"fact:{name}" for name in self.facts))
        return {name: place for place, name in enumerate(names)}

    @property
    def named(self) -> int:
        """How many columns have a name of their own; those of grams follow."""
        return len(self.indicators) + len(self.facts)

    @property
    def width(self) -> int:
        """How many columns there are in all."""
        return self.named + len(self.grams)


def columns(batch: Sequence[AdFeatures], indicators: Sequence[str]) -> Columns:
    """The columns for `indicators` and for every fact that differs between the ads of `batch`.

    What fewer than ten ads say in a field of their page is none: examples are written, and a field there is chance.
    """
    stated = Counter(name for ad in batch for name in ad.facts)
    names = sorted(
        name for name, ads in stated.items() if ads >= _FEWEST_STATED or not name.startswith(PREFIX)
    )
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


def gram_values(ids: Ints, counts: Floats, layout: Columns) -> tuple[Ints, Floats]:
    """Where each gram stands among those learned from, and its value; 0 for one never learned from.

    Words and letter runs are given apart: the squares of the values of each add up to 1.
    """
    places = np.searchsorted(layout.grams, ids)
    rarity = np.where(layout.grams[places] == ids, layout.rarity[places], 0.0)
    values: Floats = (1 + np.log(counts)) * rarity
    length = float(np.sqrt(values @ values))
    return places, values / length if length else values


def finding_counts(ad: AdFeatures) -> dict[str, int]:
    """How often each indicator was found in `ad`."""
    counts: dict[str, int] = {}
    for finding in ad.findings:
        counts[finding.indicator] = counts.get(finding.indicator, 0) + 1
    return counts


def repeated(count: int) -> float:
    """What a sign seen `count` times counts: 0, 1, 1.5, 1.75, … below 2."""
    return 0.0 if count == 0 else 2.0 - math.ldexp(1.0, 1 - min(count, 50))


def _squeezed(fact: float) -> float:
    """Pay runs from hundreds to lakhs: its order of magnitude is what can be learned from."""
    return math.copysign(math.log1p(abs(fact)), fact) if math.isfinite(fact) else 0.0
