"""This module holds what happened to an ad, as the stages tell each other."""

from dataclasses import dataclass

from models.domain.ad import RawAd
from models.domain.judgement import Judgement


@dataclass(frozen=True, slots=True)
class AdCollected:
    """An ad was captured; it showed no child sign at the gate of the crawl process."""

    ad: RawAd


@dataclass(frozen=True, slots=True)
class AdScored:
    """An ad was judged."""

    ad: RawAd
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class AdRestricted:
    """An ad showed a child sign. `sealed` is its JSON sealed to the lane's public key, or None: destroyed.

    Nothing of the ad is in clear but hashes, indicator ids and times (microseconds, UTC).
    """

    ad_id: str
    card_id: str
    url_sha256: str
    content_hash: str
    indicators: tuple[str, ...]
    captured_at: int
    seen_at_stage: str
    key_id: str | None = None
    sealed: bytes | None = None


@dataclass(frozen=True, slots=True)
class AdWithdrawn:
    """What earlier captures showed of an ad must go from the ordinary flow; nothing here says why."""

    ad_id: str
    captured_at: int


@dataclass(frozen=True, slots=True)
class AdQuarantined:
    """A message could not be handled. `reason` is in clear and names no personal data; `sealed` is the message.

    `topic`, `key` and `group` say where it came from, so that `nigah replay` can put it back.
    """

    topic: str
    key: str
    group: str
    reason: str
    quarantined_at: int
    key_id: str
    sealed: bytes


Event = AdCollected | AdScored | AdRestricted | AdWithdrawn | AdQuarantined
