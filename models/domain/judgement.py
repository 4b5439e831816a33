"""This module holds what screening says of one ad: either a judgement, or only that a child sign was seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.domain.contact import Contact
from models.domain.finding import Finding, Span
from models.domain.place import Place


class Kind(StrEnum):
    """The learned forms of exploitation; an ad has a probability for each. `child_labour` is never among them."""

    SEXUAL_EXPLOITATION = "sexual_exploitation"
    FORCED_LABOUR = "forced_labour"
    DOMESTIC_SERVITUDE = "domestic_servitude"
    OVERSEAS_RECRUITMENT = "overseas_recruitment"
    SCAM_COMPOUND = "scam_compound"
    FORCED_MARRIAGE = "forced_marriage"
    ORGAN_TRADE = "organ_trade"
    RECRUITMENT_FRAUD = "recruitment_fraud"


class Band(StrEnum):
    """What an analyst sees instead of a bare number, weakest first."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """0 for `none` to 4 for `urgent`."""
        return list(Band).index(self)


class AdClass(StrEnum):
    """What sort of ad it is; each has its own error rate."""

    LEAD = "lead"
    ORDINARY_JOB = "ordinary_job"
    ORDINARY_CLASSIFIED = "ordinary_classified"
    LICENSED_OVERSEAS = "licensed_overseas"
    LAWFUL_DOMESTIC = "lawful_domestic"
    MATRIMONIAL = "matrimonial"
    ORGAN_APPEAL = "organ_appeal"
    CLINIC = "clinic"
    SPA = "spa"
    INDEPENDENT_ADULT = "independent_adult"
    ABOUT_TRAFFICKING = "about_trafficking"
    SPAM = "spam"


class PosterRole(StrEnum):
    """Who seems to speak; in an organ ad the poster often is the victim."""

    RECRUITER = "recruiter"
    AGENCY = "agency"
    THIRD_PARTY_SELLER = "third_party_seller"
    SELF_ADULT = "self_adult"
    SELF_VICTIM = "self_victim"
    BUYER = "buyer"
    EMPLOYER = "employer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LanguageSegment:
    """A stretch of the ad's `text` in one language and script (ISO 639-1, ISO 15924); offsets half-open."""

    lang: str
    script: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence an analyst reads. `indicator` is null for what the classifier adds; weights add up to z."""

    indicator: str | None
    sentence: str
    weight: float


@dataclass(frozen=True, slots=True)
class Elements:
    """Indexes into the findings by what they speak to in BNS s.143; an empty one is told to the officer."""

    act: tuple[int, ...] = ()
    means: tuple[int, ...] = ()
    purpose: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What screening says of one ordinary ad. It ranks for a person; it accuses nobody."""

    language: tuple[LanguageSegment, ...]
    kinds: Mapping[Kind, float]
    score: float
    band: Band
    ad_class: AdClass
    poster_role: PosterRole
    abstained: bool
    about_trafficking: bool
    elements: Elements
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    contacts: tuple[Contact, ...]
    places: tuple[Place, ...]
    model: str


@dataclass(frozen=True, slots=True)
class ChildSign:
    """All that may be said of an ad with a child sign: which indicators, and where. No text, score or contact.

    `unplaced` are indicators seen in the words of the ad's address, which is no published part that a span could name.
    """

    findings: tuple[tuple[str, Span], ...]
    model: str
    unplaced: tuple[str, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """The distinct indicator ids, in order of first appearance."""
        return tuple(dict.fromkeys((*(indicator for indicator, _ in self.findings), *self.unplaced)))
