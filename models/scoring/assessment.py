"""This module holds what a classifier is given and what it answers: the joint between findings and learning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.domain.finding import Finding
from models.domain.judgement import AdClass, Band, Kind
from models.scoring.likeness import Likeness


@dataclass(frozen=True, slots=True)
class AdFeatures:
    """One ad as the classifier may see it.

    `masked` is the folded text with contacts as typed tokens and with names, places, community words and the
    spans of all findings masked, so that no n-gram brings a protected attribute back. `findings` are those
    that may score (after context and `needs`), `facts` are numbers such as `pay_month`, `third_person_voice`.
    """

    masked: str
    findings: tuple[Finding, ...]
    facts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Contribution:
    """A share of z_k: of one finding (`finding` is its number in `AdFeatures.findings`), or of a fact or word."""

    source: str
    weight: float
    finding: int | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The classifier's answer before the rules cap it.

    `probabilities` are calibrated and corrected to the stated prevalence. For each kind the weights of
    `contributions` plus `intercepts[kind]` add up to z_k. `abstained`: the text is unlike anything known.
    """

    probabilities: Mapping[Kind, float]
    intercepts: Mapping[Kind, float]
    contributions: Mapping[Kind, tuple[Contribution, ...]]
    ad_class: AdClass
    abstained: bool


class Classifier(Protocol):
    """Scores for features; the same features and version give the same answer."""

    @property
    def version(self) -> str:
        """The model's version, as `nigah models list` prints it."""
        ...

    @property
    def thresholds(self) -> Mapping[Band, float]:
        """The least score for each band from `low` to `high`, cut by alarms per 1,000 background ads."""
        ...

    @property
    def likeness(self) -> Likeness:
        """Lines that find words like those of a sign; empty where none were learned."""
        ...

    def assess(self, batch: Sequence[AdFeatures]) -> Sequence[Assessment]:
        """One assessment each, in order; no I/O."""
        ...
