"""This module says of an ad with a child sign what may be said, and seals the rest to the lane's public key."""

import hashlib
import json

from models.codec import encode
from models.domain.ad import RawAd
from models.domain.events import AdCollected, AdRestricted
from models.domain.evidence import EvidenceRecord
from models.domain.judgement import ChildSign
from search.sealed_box import key_id, seal


def restrict(ad: RawAd, sign: ChildSign, *, stage: str, lane_public: str | None) -> AdRestricted:
    """The event that takes the ad's place: hashes, indicator ids and times in clear.

    Its JSON is sealed to `lane_public` with the ad id as context; without a key it is destroyed.
    """
    sealed = seal(lane_public, encode(AdCollected(ad)), context=ad.ad_id) if lane_public else None
    return AdRestricted(
        ad_id=ad.ad_id,
        card_id=ad.card_id,
        url_sha256=_sha256(ad.url),
        content_hash=ad.content_hash,
        indicators=sign.indicators,
        captured_at=ad.captured_at,
        seen_at_stage=stage,
        key_id=key_id(lane_public) if lane_public else None,
        sealed=sealed,
    )


def restricted_evidence(evidence: EvidenceRecord, restricted: AdRestricted) -> str:
    """The evidence row of a capture with a child sign, as canonical JSON: no URL, header or hash of raw bytes.

    The hash of the page's bytes is left out too: a page is public, and its hash would find it again.
    """
    kept = {
        "ad_id": restricted.ad_id,
        "card_id": restricted.card_id,
        "card_version": evidence.card_version,
        "build_id": evidence.build_id,
        "url_sha256": restricted.url_sha256,
        "content_hash": restricted.content_hash,
        "indicators": list(restricted.indicators),
        "captured_at": restricted.captured_at,
    }
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
