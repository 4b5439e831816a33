"""This module holds three honest baselines, measured on the same splits as a model and shown in the same table.

A model that does not beat words counted by a library, or indicators counted on fingers, is not worth its card.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from models.domain.judgement import Kind
from models.indicators.fields import FACT_PARTS
from models.scoring.assessment import AdFeatures
from models.scoring.ngrams import Floats, Ints
from models.scoring.signs import Sign
from models.training.labelled import LabelledAd

TFIDF = "TF-IDF and logistic regression on the raw text"
TFIDF_LETTERS = "TF-IDF of letter runs and logistic regression on the raw text"
COUNTED = "indicators counted"
# White space cuts words in every script; the default pattern of the library cuts Indic words at vowel signs.
_TOKEN = r"(?u)\S+"  # noqa: S105 - a pattern, not a secret
_STRENGTH = 10.0
_ABSENT = -50.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """Logistic regression on what a library's vectoriser makes of raw text: words and pairs, or letter runs."""

    vectors: Callable[[], TfidfVectorizer]

    def scores(
        self, texts: Sequence[str], target: Floats, folds: Ints, *, counts: Floats | None = None
    ) -> Floats:
        """Scores of (ads, kinds), each by lines fitted to the other folds. `texts` are as published, nothing masked.

        `counts` is what each ad counts in a fit, as for a model; one without it.
        """
        weights = np.ones(len(texts)) if counts is None else counts
        scores = np.zeros_like(target)
        for fold in np.unique(folds):
            learned, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            scores[held] = self.elsewhere(
                [texts[int(i)] for i in learned],
                target[learned],
                [texts[int(i)] for i in held],
                counts=weights[learned],
            )
        return scores

    def elsewhere(
        self,
        learned: Sequence[str],
        target: Floats,
        texts: Sequence[str],
        *,
        counts: Floats | None = None,
    ) -> Floats:
        """Scores of `texts` by lines fitted to `learned` alone."""
        vectors = self.vectors()
        rows, others = vectors.fit_transform(learned), vectors.transform(texts)
        scores = np.full((len(texts), target.shape[1]), _ABSENT)
        for kind in range(target.shape[1]):
            if 0 < target[:, kind].sum() < len(learned):
                line = LogisticRegression(
                    C=_STRENGTH, solver="liblinear", dual=True, class_weight="balanced", random_state=0
                )
                line.fit(rows, target[:, kind], sample_weight=counts)
                scores[:, kind] = line.decision_function(others)
        return scores


WORDS = TextLine(partial(TfidfVectorizer, token_pattern=_TOKEN, ngram_range=(1, 2), sublinear_tf=True))
LETTERS = TextLine(partial(TfidfVectorizer, analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True))
TEXT_LINES: Mapping[str, TextLine] = {TFIDF: WORDS, TFIDF_LETTERS: LETTERS}


def counted_scores(read: Sequence[AdFeatures], signs: Sequence[Sign]) -> Floats:
    """For each ad and kind how many different indicators speak for it, less those that protect."""
    side = {one.indicator: (one.kinds, 1.0 if one.prior > 0 else -1.0) for one in signs}
    scores = np.zeros((len(read), len(Kind)))
    for row, ad in enumerate(read):
        for indicator in {finding.indicator for finding in ad.findings} & side.keys():
            kinds, sign = side[indicator]
            scores[row] += [sign * (kind in kinds) for kind in Kind]
    return scores


def published_texts(labelled: Sequence[LabelledAd]) -> list[str]:
    """Title, text and fields of each ad as one string, as published; fields that are read as facts are no text.

    Their yes and no, written among the words, would make a baseline weaker than it is.
    """
    return [
        "\n".join(text for part, text in one.ad.parts.items() if part not in FACT_PARTS) for one in labelled
    ]
