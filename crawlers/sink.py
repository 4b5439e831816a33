"""This module holds where a spider hands its ads; what lies behind it is not the crawler's business."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from models.domain.ad import RawAd
from models.domain.evidence import EvidenceRecord


@dataclass(frozen=True, slots=True)
class Capture:
    """One ad as captured, with the record of its capture. `ad.first_seen` equals `ad.captured_at` here."""

    ad: RawAd
    evidence: EvidenceRecord


class AdSink(Protocol):
    """Takes captured ads for good."""

    def put(self, capture: Capture) -> None:
        """On return the capture survives a crash. Putting one twice is allowed and leaves one ad.

        Raises `DependencyDown` where it cannot be kept now: the crawl must stop and lose nothing.
        """
        ...

    def close(self) -> None:
        """Release what is held."""
        ...


@runtime_checkable
class Watch(Protocol):
    """What a sink may know beside `AdSink`: how ads that it took earlier fare. Times are microseconds, UTC."""

    def confirm(self, ad_id: str, seen_at: int) -> None:
        """The site says that the ad stands there unchanged; twice, or out of order, the latest time counts."""
        ...

    def retire(self, ad_id: str, gone_at: int) -> None:
        """The site says that the ad is gone; should it come back, it comes through `AdSink.put`."""
        ...


FORGOTTEN = "an ad that was taken out for good"  # as a crawl counts it


@runtime_checkable
class Oblivion(Protocol):
    """What a sink may know beside `AdSink`: which ads may not come back."""

    def forgotten(self, ad_ids: Iterable[str]) -> frozenset[str]:
        """Which of these ads the sink takes without keeping them; a crawl need not ask for them."""
        ...

    def refusal(self, ad_id: str) -> str:
        """Why the sink kept nothing of this ad when it was put last, as a crawl counts it; empty where it kept it.

        A crawl remembers nothing of an ad that was not kept.
        """
        ...


# Scrapy deep-copies its settings, and an open database cannot be copied: hand over how to make the sink.
SinkFactory = Callable[[], AdSink]
