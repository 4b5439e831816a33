"""This module tells how much an ad resembles the nearest known lead of each kind, and the nearest harmless ad.

A line adds up what words tell on average; an ad of a sort that was met before is known by having many of the same words,
also such as nobody else uses. How near two ads are is the cosine of their words and pairs, each counted once and weighed
by how rare it is among the known ads: a sum over what both have, so that each word's share of it can be told. Words and
resemblance have one bound together.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from models.domain.judgement import Kind
from models.scoring.ngrams import Floats, Grams, Ints, rarity

_KINDS = len(Kind)


class Worth(NamedTuple):
    """What a lead with the very same words adds to the score of its kinds, and a harmless ad takes from all; 0 is nothing."""

    leads: float = 0.0
    others: float = 0.0


_NOTHING = Worth()


@dataclass(frozen=True, eq=False)
class Resemblance:
    """The known ads as hashed words, each with its kinds.

    `size` is the number of grams in the layout; the words of ad i stand in it at `places[starts[i]:starts[i + 1]]`, rising;
    no ad is without any. `kinds` is (ads, kinds) of 0 and 1, nothing but 0 for a harmless ad.
    """

    worth: Worth = _NOTHING
    size: int = 0
    starts: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    places: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    kinds: Floats = field(default_factory=lambda: np.zeros((0, _KINDS)))

    @property
    def is_told(self) -> bool:
        """Whether there is an ad to compare with."""
        return len(self.kinds) > 0

    def of_words(self, text: Grams, grams: Ints) -> Floats:
        """What each word of `text` adds to each kind: (words, kinds). `grams` are those of the layout."""
        shares = np.zeros((len(text.words), _KINDS))
        if self.is_told:
            places = np.searchsorted(grams, text.word_ids)
            told = np.flatnonzero(grams[places] == text.word_ids)
            # Words that share a hash share what it adds.
            own, which, counts = np.unique(places[told], return_inverse=True, return_counts=True)
            shares[told] = (self._shares(own) / counts[:, None])[which]
        return shares

    def added(self, places: Ints) -> Floats:
        """What is added to each kind for an ad whose words stand at `places` of the layout, each once: (kinds,)."""
        told: Floats = self._shares(places).sum(axis=0) if self.is_told else np.zeros(_KINDS)
        return told

    def _shares(self, places: Ints) -> Floats:
        values = self._rarity[places]
        length = float(np.sqrt(values @ values))
        if not length:
            return np.zeros((len(places), _KINDS))
        values = values / length
        near = self._near(places, values)
        shares = np.column_stack(
            [self.worth.leads * self._nearest(near, own, places) for own in self._of_kind]
        )
        shares -= self.worth.others * self._nearest(near, self._harmless, places)[:, None]
        return shares * values[:, None]

    def _near(self, places: Ints, values: Floats) -> Floats:
        """The cosine of each known ad with one whose words count `values`."""
        first, size = self._listed[places], self._listed[places + 1] - self._listed[places]
        which = np.repeat(first - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
        listed = self._order[which]
        shared = self._values[listed] * np.repeat(values, size)
        return np.bincount(self._ads[listed], weights=shared, minlength=len(self.kinds)).astype(np.float64)

    def _nearest(self, near: Floats, among: Ints, places: Ints) -> Floats:
        """What each word at `places` counts in the nearest of the ads `among`, 0 where it has none."""
        if not len(among):
            return np.zeros(len(places))
        ad = among[int(np.argmax(near[among]))]
        whole = slice(self.starts[ad], self.starts[ad + 1])
        own, values = self.places[whole], self._values[whole]
        at = np.minimum(np.searchsorted(own, places), len(own) - 1)
        return np.where(own[at] == places, values[at], 0.0)

    @cached_property
    def _rarity(self) -> Floats:
        """What each gram of the layout counts in a comparison, 0 where no known ad has it."""
        met = np.bincount(self.places, minlength=self.size)
        return np.where(met > 0, rarity(met, ads=len(self.kinds)), 0.0)

    @cached_property
    def _ads(self) -> Ints:
        """The ad that each of `places` is of."""
        return np.repeat(np.arange(len(self.kinds)), np.diff(self.starts))

    @cached_property
    def _values(self) -> Floats:
        """What each of `places` counts in its ad; the squares of an ad's add up to 1."""
        values = self._rarity[self.places]
        return values / np.sqrt(np.bincount(self._ads, weights=values**2))[self._ads]

    @cached_property
    def _order(self) -> Ints:
        """The numbers of `places` in the order of the layout: who has a gram stands together."""
        return np.argsort(self.places, kind="stable")

    @cached_property
    def _listed(self) -> Ints:
        """Where in `_order` those of each gram begin, and the last end."""
        return np.concatenate([[0], np.cumsum(np.bincount(self.places, minlength=self.size))])

    @cached_property
    def _of_kind(self) -> list[Ints]:
        return [np.flatnonzero(self.kinds[:, kind]) for kind in range(_KINDS)]

    @cached_property
    def _harmless(self) -> Ints:
        return np.flatnonzero(~self.kinds.any(axis=1))
