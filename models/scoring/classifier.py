"""This module holds the linear classifier: a line of weights for each kind, calibrated, and every share told.

It is what training leaves behind: arrays and numbers, no estimator. One pass over an ad's n-grams gives both
its raw scores and the share of each word in them, so an explanation cannot differ from the score it explains.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.domain.judgement import AdClass, Band, Kind
from models.scoring.assessment import AdFeatures, Assessment
from models.scoring.calibration import Calibrator
from models.scoring.doubt import doubt, share_of_doubt
from models.scoring.explanation import Shares, contributions
from models.scoring.features import Columns, gram_values, named_values
from models.scoring.likeness import Likeness
from models.scoring.ngrams import Floats, Grams, bounded, grams
from models.scoring.resemblance import Resemblance

KINDS = tuple(Kind)
LEAD = len(KINDS)
"""The column of the line for leads of any kind, behind those of the kinds; classes follow."""


@dataclass(frozen=True, eq=False)
class LinearClassifier:
    """A trained model. It holds no clock, file or setting: the same features give the same answer.

    `weights` has one row per column of `layout` and one column per kind, one for leads of any kind, then one per class of
    `classes`; `intercepts` follows the same order. `known` is the sketch of letter runs seen in training; text that shares less than `known_cut` of its runs is abstained on.
    `likeness` finds words like those of a sign where the rules hold an ad; `resemblance` tells how near known ads are.
    """

    version: str
    layout: Columns
    weights: npt.NDArray[np.float32]
    intercepts: Floats
    calibrators: tuple[Calibrator, ...]
    prevalence: float
    thresholds: Mapping[Band, float]
    classes: tuple[AdClass, ...]
    known: npt.NDArray[np.bool_]
    known_cut: float
    likeness: Likeness = field(default_factory=Likeness)
    resemblance: Resemblance = field(default_factory=Resemblance)

    def assess(self, batch: Sequence[AdFeatures]) -> Sequence[Assessment]:
        """One assessment each, in order."""
        return [self._assess(ad) for ad in batch]

    def _assess(self, ad: AdFeatures) -> Assessment:
        text = grams(ad.masked)
        shares = self._shares(ad, text)
        raw = shares.total() + self._bases
        of_kinds = contributions(ad, text, shares, layout=self.layout, kinds=len(KINDS))
        return Assessment(
            probabilities={
                kind: calibrator.probability(float(z), prevalence=self.prevalence)
                for kind, calibrator, z in zip(KINDS, self.calibrators, raw[:LEAD], strict=True)
            },
            intercepts={kind: float(self._bases[k]) for k, kind in enumerate(KINDS)},
            contributions=dict(zip(KINDS, of_kinds, strict=True)),
            ad_class=self.classes[int(np.argmax(raw[LEAD + 1 :]))],
            abstained=known_share(text, self.known) < self.known_cut,
        )

    def _shares(self, ad: AdFeatures, text: Grams) -> Shares:
        named, learned = self._blocks
        places, values = gram_values(text.word_ids, text.word_counts, self.layout)
        of_words = learned[places] * values[:, None]
        if text.singles:
            places, values = gram_values(text.letter_ids, text.letter_counts, self.layout)
            of_runs = (learned[places] * values[:, None])[text.letter_of] * text.letter_shares[:, None]
            of_words[: text.singles] += np.add.reduceat(of_runs, text.letter_starts[:-1], axis=0)
        of_words[:, :LEAD] += self.resemblance.of_words(text, self.layout.grams)
        of_words[:, : LEAD + 1] *= _bounding(of_words[:, : LEAD + 1].sum(axis=0))
        of_named = named * named_values(ad, self.layout)[:, None]
        total = float(of_named[:, LEAD].sum() + of_words[:, LEAD].sum())
        factor = share_of_doubt(total, float(self.intercepts[LEAD]))
        for own in (of_named, of_words):
            own[:, :LEAD] += own[:, LEAD : LEAD + 1] * factor
        return Shares(of_named, of_words)

    @cached_property
    def _bases(self) -> Floats:
        """The raw scores of an ad of which nothing is known."""
        bases = self.intercepts.copy()
        bases[:LEAD] += doubt(bases[LEAD])
        return bases

    @cached_property
    def _blocks(self) -> tuple[Floats, Floats]:
        """The weights of named columns and of grams; sums are taken in double precision."""
        exact = self.weights.astype(np.float64)
        return exact[: self.layout.named], exact[self.layout.named :]


def known_share(text: Grams, known: npt.NDArray[np.bool_]) -> float:
    """The share of an ad's letter runs that `known` holds; 0 for an ad without words."""
    return float(known[text.sketch].mean()) if len(text.sketch) else 0.0


def _bounding(total: Floats) -> Floats:
    """The factor by which each word's share shrinks so that all shares add up to the bounded total."""
    return np.divide(bounded(total), total, out=np.ones_like(total), where=np.abs(total) > 1e-9)
