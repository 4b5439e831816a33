"""This module holds a typed question to the ad index, and its answer's shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.domain.judgement import Band, Kind


@dataclass(frozen=True, slots=True)
class Term:
    """Ads that hold this word. `word` is as typed; the index folds it as it folds ads."""

    word: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Ads that hold these words next to each other, in this order."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """Ads that match every part."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Ads that match at least one part."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Ads that do not match."""

    part: "Expression"


Expression = Term | Phrase | And | Or | Not


@dataclass(frozen=True, slots=True)
class Filters:
    """Exact conditions; within one field any value fits, between fields all must. Empty means no condition.

    `places` are `IN`, `IN-<state LGD>`, `IN-<state LGD>-<district LGD>` or a lower-case name of a place abroad.
    `captured_from` (inclusive) and `captured_to` (exclusive) are microseconds, UTC.
    `contact_keys` are keyed hashes from the vault; a number in clear never reaches the index.
    """

    ad_ids: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    bands: frozenset[Band] = frozenset()
    sources: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    contact_keys: frozenset[str] = frozenset()
    captured_from: int | None = None
    captured_to: int | None = None


class Sort(StrEnum):
    """Orders; ties always fall to the ad id, so that pages never overlap."""

    RELEVANCE = "relevance"
    SCORE = "score"
    NEWEST = "newest"
    OLDEST = "oldest"


class Facet(StrEnum):
    """Fields that can be counted."""

    KIND = "kind"
    BAND = "band"
    SOURCE = "source"
    LANGUAGE = "language"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Query:
    """`match` None asks for every ad that passes `filters`."""

    match: Expression | None = None
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.SCORE
    facets: frozenset[Facet] = frozenset()


FacetCounts = Mapping[Facet, Mapping[str, int]]
