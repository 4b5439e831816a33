"""This module takes captured ads from a crawl for good: child gate, publish, write down, mark as seen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from crawlers.sink import FORGOTTEN, Capture
from models.codec import encode
from models.domain.ad import RawAd
from models.domain.contact import Contact
from models.domain.events import AdCollected, AdWithdrawn
from models.domain.judgement import ChildSign
from pipeline.bus.port import EventBus, Message, Topic
from pipeline.lane import restrict, restricted_evidence
from pipeline.ledger import entry
from search.forgotten import Forgotten
from search.left_alone import LeftAlone
from search.records.port import LedgerState, Records, SeenAd

EVIDENCE = "evidence"  # the kind of its rows in the chain
LEFT_ALONE = "an ad under a do-not-refer mark"


class BusSink:
    """An `AdSink` that publishes.

    Evidence comes before the message, so that nothing is ever stored without it. The mark "seen" comes last: a
    crash before it makes the crawl bring the ad again. `close` closes neither bus nor records.

    Of an ad under a do-not-refer mark nothing is kept, and its earlier captures go; its page is asked for again
    at each crawl nevertheless, because a child sign comes before every mark.
    """

    def __init__(
        self,
        bus: EventBus,
        records: Records,
        *,
        gate: Callable[[RawAd], ChildSign | None],
        forgotten: Forgotten,
        left_alone: LeftAlone | None = None,
        contacts_of: Callable[[RawAd], Sequence[Contact]] = lambda _: (),
        lane_public: str | None = None,
    ) -> None:
        self._bus, self._records, self._forgotten, self._left_alone = bus, records, forgotten, left_alone
        self._gate, self._contacts_of, self._lane_public = gate, contacts_of, lane_public
        self._answer = "", ""  # the ad that was put last, and why it was not kept

    def put(self, capture: Capture) -> None:
        """See `AdSink.put`. An ad whose content is the one last seen is not published again; a forgotten one never."""
        self._answer = capture.ad.ad_id, self._take(capture)

    def confirm(self, ad_id: str, seen_at: int) -> None:
        """See `Watch.confirm`. No capture, so no row of the ledger; the mark of the last sight moves."""
        seen = self._records.seen(ad_id)
        if seen:
            self._records.mark_seen(SeenAd(ad_id, seen.content_hash, seen.first_seen, seen_at))

    def retire(self, ad_id: str, gone_at: int) -> None:
        """See `Watch.retire`. The ad stays what it is, a lead too; people read that it is no longer online."""
        self._records.retire(ad_id, at=gone_at)

    def forgotten(self, ad_ids: Iterable[str]) -> frozenset[str]:
        """See `Oblivion.forgotten`."""
        return self._forgotten.among(dict.fromkeys(ad_ids, ()))

    def refusal(self, ad_id: str) -> str:
        """See `Oblivion.refusal`."""
        put, reason = self._answer
        return reason if put == ad_id else ""

    def close(self) -> None:
        """See `AdSink.close`."""

    def _take(self, capture: Capture) -> str:
        """Keep it, or say why not."""
        if self.forgotten([capture.ad.ad_id]):
            self._records.enter([entry(capture.ad, LedgerState.ERASED)])
            return FORGOTTEN
        ad, seen = capture.ad, self._records.seen(capture.ad.ad_id)
        if seen:
            ad = replace(ad, first_seen=min(seen.first_seen, ad.first_seen))
        sign = self._gate(ad)
        unchanged = seen is not None and seen.content_hash == ad.content_hash
        if seen and unchanged and seen.last_seen == ad.captured_at:
            return ""  # this very capture went all the way before
        if sign:
            self._restrict(capture, ad, sign, was_seen=seen is not None, unchanged=unchanged)
        elif self._is_left_alone(ad):
            self._leave_alone(ad, was_seen=seen is not None)
            return LEFT_ALONE
        else:
            self._records.append(EVIDENCE, [capture.evidence.to_json()])
            if not unchanged:
                self._bus.publish([Message(Topic.COLLECTED, ad.ad_id, encode(AdCollected(ad)))])
        state = LedgerState.RESTRICTED if sign else LedgerState.IN_FLIGHT
        written = entry(ad, LedgerState.DUPLICATE if unchanged else state)
        self._records.settle(written, SeenAd(ad.ad_id, ad.content_hash, ad.first_seen, ad.captured_at))
        if self.forgotten([ad.ad_id]):  # meanwhile: what was removed then did not hold all of this
            self._bus.forget([ad.ad_id])
            self._records.forget([ad.ad_id])
            return FORGOTTEN
        return ""

    def _is_left_alone(self, ad: RawAd) -> bool:
        if self._left_alone is None or not self._left_alone.any():
            return False
        return bool(self._left_alone.meet([(ad, self._contacts_of(ad))]))

    def _leave_alone(self, ad: RawAd, *, was_seen: bool) -> None:
        """Nothing of this capture stays, and what earlier ones left goes, the document in the index too."""
        self._records.enter([entry(ad, LedgerState.ERASED)])
        if was_seen:
            self._bus.forget([ad.ad_id])
            self._bus.publish(
                [Message(Topic.COLLECTED, ad.ad_id, encode(AdWithdrawn(ad.ad_id, ad.captured_at)))]
            )
            self._records.forget([ad.ad_id])

    def _restrict(
        self, capture: Capture, ad: RawAd, sign: ChildSign, *, was_seen: bool, unchanged: bool
    ) -> None:
        restricted = restrict(ad, sign, stage="collect", lane_public=self._lane_public)
        self._records.append(EVIDENCE, [restricted_evidence(capture.evidence, restricted)])
        messages = [] if unchanged else [Message(Topic.RESTRICTED, ad.ad_id, encode(restricted))]
        if was_seen:  # behind its earlier captures on their own way, so that none of them overtakes it
            withdrawn = AdWithdrawn(ad.ad_id, ad.captured_at)
            messages.append(Message(Topic.COLLECTED, ad.ad_id, encode(withdrawn)))
        self._bus.publish(messages)
