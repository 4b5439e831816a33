"""This module builds ads, captures and judgements that show only what a test is about."""

from collections.abc import Mapping

from crawlers.sink import Capture
from models.codec import decode, encode
from models.domain.ad import RawAd, ad_id
from models.domain.contact import Contact, ContactKind
from models.domain.events import AdCollected, AdScored, Event
from models.domain.evidence import EvidenceRecord
from models.domain.finding import Span
from models.domain.judgement import AdClass, Band, ChildSign, Elements, Judgement, Kind, PosterRole
from pipeline.bus.port import EventBus, Message, Topic
from search.records.port import LedgerState, Records

HOUR = 3_600_000_000
NOON = 494_556 * HOUR  # 2026-06-02T12 UTC
URL = "http://127.0.0.1/ads/"


def ad(
    number: int = 1,
    *,
    title: str = "Helper wanted",
    text: str = "Work in a shop, call 9123456780",
    fields: Mapping[str, str] | None = None,
    at: int = NOON,
) -> RawAd:
    return RawAd(
        ad_id=ad_id("board", number=str(number), url=""),
        card_id="board",
        source_type="job",
        url=f"{URL}{number}",
        title=title,
        text=text,
        captured_at=at,
        first_seen=at,
        fields=fields or {},
    )


def capture(of: RawAd) -> Capture:
    evidence = EvidenceRecord(
        ad_id=of.ad_id,
        url=of.url,
        final_url=of.url,
        status=200,
        headers={"content-type": "text/html"},
        captured_at=of.captured_at,
        raw_sha256="1" * 64,
        stored_sha256="2" * 64,
        stripped={"data_uri": 0},
        card_id=of.card_id,
        card_version="1",
        build_id="test",
    )
    return Capture(of, evidence)


def judgement(*, phone: str | None = None, score: float = 0.01) -> Judgement:
    contacts = (Contact(ContactKind.PHONE, phone, Span("text", 0, 1), phone[:1]),) if phone else ()
    return Judgement(
        language=(),
        kinds=dict.fromkeys(Kind, score),
        score=score,
        band=Band.NONE,
        ad_class=AdClass.ORDINARY_JOB,
        poster_role=PosterRole.EMPLOYER,
        abstained=False,
        about_trafficking=False,
        elements=Elements(),
        reasons_for=(),
        reasons_against=(),
        findings=(),
        contacts=contacts,
        places=(),
        model="test-1",
    )


def scored(of: RawAd, *, phone: str | None = None) -> AdScored:
    return AdScored(of, judgement(phone=phone))


CHILD_SIGN = ChildSign((("CH01", Span("text", 0, 4)),), "test-1")


def collected_message(of: RawAd) -> Message:
    return Message(Topic.COLLECTED, of.ad_id, encode(AdCollected(of)))


def scored_message(event: AdScored) -> Message:
    return Message(Topic.SCORED, event.ad.ad_id, encode(event))


def events_on(bus: EventBus, topic: Topic) -> list[Event]:
    """Every event that a topic holds, in order; a group of its own reads them and commits nothing."""
    count = bus.lag(topic, group="looking")
    events: list[Event] = []
    with bus.subscribe(topic, group="looking") as subscription:
        while len(events) < count:
            events += [decode(each.message.value) for each in subscription.poll(limit=count, timeout=5)]
    return events


def states(records: Records) -> dict[str, int]:
    """The ledger's sums, without the states that nothing is in."""
    sums: dict[str, int] = {}
    for line in records.ledger():
        for state, count in line.states.items():
            sums[LedgerState(state).value] = sums.get(LedgerState(state).value, 0) + count
    return sums
