"""This module tells a raw score apart into shares that add up to it: findings, facts, words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.scoring.assessment import AdFeatures, Contribution
from models.scoring.features import Columns, finding_counts
from models.scoring.ngrams import Floats, Grams

OTHER_WORDS = "other words"
_MOST_WORDS_NAMED = 4
_LEAST_SHARE_NAMED = 0.05
_NOTHING = 1e-12  # what summing in another order leaves


@dataclass(frozen=True, slots=True)
class Shares:
    """What each named column and each word adds to each head: arrays of (columns, heads) and (words, heads)."""

    named: Floats
    words: Floats

    def total(self) -> Floats:
        """The raw score of each head without its intercept."""
        summed: Floats = self.named.sum(axis=0) + self.words.sum(axis=0)
        return summed


def contributions(
    ad: AdFeatures, text: Grams, shares: Shares, *, layout: Columns, kinds: int
) -> list[tuple[Contribution, ...]]:
    """For each of the first `kinds` heads the contributions that, with its intercept, add up to z.

    Sources: an indicator's id with the number of its finding, `fact:NAME`, `word:TEXT` for a word or pair of
    words, and `other words` for the rest. Findings of one indicator share its weight equally.
    """
    findings = _finding_rows(ad, layout)
    return [
        (
            *_of_findings(ad, findings, shares.named[:, head]),
            *_of_facts(shares.named[:, head], layout),
            *_of_words(text, shares.words[:, head]),
        )
        for head in range(kinds)
    ]


def _finding_rows(ad: AdFeatures, layout: Columns) -> list[tuple[int, int, int]]:
    """For each finding that has a column: its number, its column, and how many findings share that column."""
    row_of = {indicator: row for row, indicator in enumerate(layout.indicators)}
    counts = finding_counts(ad)
    return [
        (number, row_of[finding.indicator], counts[finding.indicator])
        for number, finding in enumerate(ad.findings)
        if finding.indicator in row_of
    ]


def _of_findings(
    ad: AdFeatures, findings: Sequence[tuple[int, int, int]], shares: Floats
) -> list[Contribution]:
    return [
        Contribution(ad.findings[number].indicator, float(shares[row]) / sharing, number)
        for number, row, sharing in findings
        if shares[row]
    ]


def _of_facts(shares: Floats, layout: Columns) -> list[Contribution]:
    own = shares[len(layout.indicators) :]
    return [Contribution(f"fact:{name}", float(w)) for name, w in zip(layout.facts, own, strict=True) if w]


def _of_words(text: Grams, shares: Floats) -> list[Contribution]:
    strongest = np.argsort(-np.abs(shares), kind="stable")[:_MOST_WORDS_NAMED]
    named = [int(i) for i in strongest if abs(shares[i]) >= _LEAST_SHARE_NAMED]
    rest = float(shares.sum() - shares[named].sum())
    own = [Contribution(f"word:{text.words[i]}", float(shares[i])) for i in named]
    return own if abs(rest) < _NOTHING else [*own, Contribution(OTHER_WORDS, rest)]
