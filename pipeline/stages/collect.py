"""This module takes captured ads from a crawl for good: child gate, publish, write down, mark as seen."""

from collections.abc import Callable
from dataclasses import replace

from crawlers.sink import Capture
from models.codec import encode
from models.domain.ad import RawAd
from models.domain.events import AdCollected
from models.domain.judgement import ChildSign
from pipeline.bus.port import EventBus, Message, Topic
from pipeline.lane import restrict, restricted_evidence
from pipeline.ledger import entry
from search.records.port import LedgerState, Records, SeenAd

EVIDENCE = "evidence"  # the kind of its rows in the chain


class BusSink:
    """An `AdSink` that publishes.

    The mark "seen" comes last: a crash before it makes the crawl bring the ad again, a crash after it finds
    message, ledger entry and evidence in their places. `close` closes neither bus nor records.
    """

    def __init__(
        self,
        bus: EventBus,
        records: Records,
        *,
        gate: Callable[[RawAd], ChildSign | None],
        lane_public: str | None = None,
    ) -> None:
        self._bus, self._records = bus, records
        self._gate, self._lane_public = gate, lane_public

    def put(self, capture: Capture) -> None:
        """See `AdSink.put`. An ad whose content is the one last seen is not published again."""
        ad, seen = capture.ad, self._records.seen(capture.ad.ad_id)
        if seen:
            ad = replace(ad, first_seen=min(seen.first_seen, ad.first_seen))
        sign = self._gate(ad)
        if seen and seen.content_hash == ad.content_hash:
            if seen.last_seen == ad.captured_at:
                return  # this very capture went all the way before
            state, evidence = LedgerState.DUPLICATE, self._evidence(capture, ad, sign)
        elif sign:
            state, evidence = LedgerState.RESTRICTED, self._publish_restricted(capture, ad, sign)
        else:
            state, evidence = LedgerState.IN_FLIGHT, self._publish(capture, ad)
        self._records.enter([entry(ad, state)])
        self._records.append(EVIDENCE, [evidence])
        self._records.mark_seen(SeenAd(ad.ad_id, ad.content_hash, ad.first_seen, ad.captured_at))

    def close(self) -> None:
        """See `AdSink.close`."""

    def _publish(self, capture: Capture, ad: RawAd) -> str:
        self._bus.publish([Message(Topic.COLLECTED, ad.ad_id, encode(AdCollected(ad)))])
        return self._evidence(capture, ad, None)

    def _publish_restricted(self, capture: Capture, ad: RawAd, sign: ChildSign) -> str:
        restricted = restrict(ad, sign, stage="collect", lane_public=self._lane_public)
        self._bus.publish([Message(Topic.RESTRICTED, ad.ad_id, encode(restricted))])
        return restricted_evidence(capture.evidence, restricted)

    def _evidence(self, capture: Capture, ad: RawAd, sign: ChildSign | None) -> str:
        if not sign:
            return capture.evidence.to_json()
        return restricted_evidence(capture.evidence, restrict(ad, sign, stage="collect", lane_public=None))
