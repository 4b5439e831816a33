"""This module holds what was found in an ad, and exactly where."""

from dataclasses import dataclass

MOST_WORDS_CITED = 12
"""Words that a finding may cite (typology, rule 10)."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points in one part of the published ad.

    `part` is `text`, `title` or `fields.KEY`.
    """

    part: str
    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether some character lies in both."""
        return self.part == other.part and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Finding:
    """One indicator in one ad: `text` is the published text at `span`; `weight` is its share of the raw score."""

    indicator: str
    span: Span
    text: str
    weight: float = 0.0


def is_short_enough(text: str) -> bool:
    """Whether a finding may cite this text."""
    return len(text.split()) <= MOST_WORDS_CITED
