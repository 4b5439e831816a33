"""This module holds a lead: ads that belong together, put before a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.domain.ad import short_hash
from models.domain.judgement import Band


@dataclass(frozen=True, slots=True)
class Lead:
    """Ads linked by a contact or by identical text, often just one. Times are microseconds, UTC."""

    lead_id: str
    ad_ids: tuple[str, ...]
    band: Band
    score: float
    first_seen: int
    last_seen: int
    read_by_person: bool


def lead_id(members: Iterable[tuple[int, str]]) -> str:
    """The id of a lead: from the smallest (first_seen, ad id) of its ads, so that order of arrival does not matter."""
    first_seen, ad_id = min(members)
    return "l" + short_hash(str(first_seen), ad_id)
