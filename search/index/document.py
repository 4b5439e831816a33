"""This module holds an ad as the index keeps it: what is searchable in clear, the rest sealed."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.domain.judgement import AdClass, Band, Kind


@dataclass(frozen=True, slots=True)
class AdDocument:
    """A function of one `AdScored`, plus keyed link keys. Lead state is never in it.

    `tokens` are space-separated search keys of title, text and fields, contacts replaced by typed tokens.
    `kinds` are those that a flagged ad points to. `sealed` opens to the `AdScored` event.
    `template_key` is the same for ads whose text is the same but for contacts, numbers and spacing.
    Times are microseconds, UTC; `captured_at` is the version.
    """

    ad_id: str
    captured_at: int
    first_seen: int
    content_hash: str
    source: str
    source_type: str
    band: Band
    score: float
    ad_class: AdClass
    kinds: Mapping[Kind, float]
    languages: tuple[str, ...]
    places: tuple[str, ...]
    indicators: tuple[str, ...]
    tokens: str
    contact_keys: tuple[str, ...]
    template_key: str
    model: str
    sealed: bytes
