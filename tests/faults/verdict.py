"""This module looks whether anything was lost or doubled on the way, through the ports alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing
from datetime import UTC, datetime

import orjson

from models.domain.chain import first_break
from models.domain.events import AdCollected, AdQuarantined, AdScored, Event
from pipeline.bus.port import EventBus, Topic
from pipeline.ledger import closes
from search.index.port import AdIndex
from search.query.query import Query
from search.records.port import LedgerState, Records
from tests.faults.engines import Engines
from tests.faults.way import (
    ACKNOWLEDGED,
    CRAWL,
    EDITED,
    GATE_CHILD,
    ORDINARY,
    SCREEN_CHILD,
    UNBUILDABLE,
    UNREADABLE,
    Capturing,
)
from tests.unit.pipeline.builders import NOON, ad, events_on

EDGES = {(0, 3), (0, 6), (3, 6), (1, 2)}
_HOUR_OF_NOON = NOON // 3_600_000_000
_MAY_END = {
    GATE_CHILD: {LedgerState.RESTRICTED, LedgerState.DUPLICATE},
    SCREEN_CHILD: {LedgerState.RESTRICTED, LedgerState.DUPLICATE},
    UNREADABLE: {LedgerState.QUARANTINED, LedgerState.DUPLICATE},
    UNBUILDABLE: {LedgerState.QUARANTINED, LedgerState.DUPLICATE},
}
# Its older capture may come when the newer is there.
_LATE = {EDITED: {LedgerState.INDEXED, LedgerState.DUPLICATE, LedgerState.SUPERSEDED}}
_MUST_END = {
    GATE_CHILD: LedgerState.RESTRICTED,
    SCREEN_CHILD: LedgerState.RESTRICTED,
    UNREADABLE: LedgerState.QUARANTINED,
    UNBUILDABLE: LedgerState.QUARANTINED,
}


def troubles(engines: Engines, *, in_disorder: bool = False) -> list[str]:
    """A sentence for everything that is not as if nothing had happened; empty is good.

    With `in_disorder` messages were brought again and out of order: more of them are there, and nothing else.
    """
    with (
        closing(engines.bus()) as bus,
        closing(engines.records()) as records,
        closing(engines.index()) as index,
    ):
        return [
            *_of_the_index(index),
            *_of_the_ledger(records, _acknowledged(engines), may=_MAY_END | (_LATE if in_disorder else {})),
            *_of_the_chain(records, bus),
            *_of_the_links(records),
            *_of_the_topics(bus, once=not in_disorder),
            *_of_the_files(engines),
        ]


def _acknowledged(engines: Engines) -> list[Capturing]:
    lines = (engines.folder / ACKNOWLEDGED).read_text().splitlines()
    return [Capturing(*map(int, line.split())) for line in lines]


def _of_the_index(index: AdIndex) -> Iterator[str]:
    found = {document.ad_id: document for document in index.scan(Query())}
    wanted = {ad(number).ad_id for number in ORDINARY}
    if set(found) != wanted:
        yield f"index: {len(wanted - set(found))} ads lost, {len(set(found) - wanted)} too many"
    newest = Capturing(0, len(CRAWL) - 1 - CRAWL[::-1].index(EDITED)).ad.content_hash
    edited = found.get(ad(EDITED).ad_id)
    if edited and edited.content_hash != newest:
        yield "index: the edited ad has its old words"


def _of_the_ledger(
    records: Records, acknowledged: Iterable[Capturing], *, may: Mapping[int, AbstractSet[LedgerState]]
) -> Iterator[str]:
    lines = records.ledger()
    if not closes(lines):
        yield "ledger: it does not close"
    ends: dict[int, Counter[LedgerState]] = {number: Counter() for number in CRAWL}
    for line in lines:
        if line.collected != 1:
            yield f"ledger: {line.hour} has {line.collected} captures instead of 1"
        ends[CRAWL[_hours_since_noon(line.hour) % 100]].update(line.states)
    for number, states in ends.items():
        allowed = may.get(number, {LedgerState.INDEXED, LedgerState.DUPLICATE})
        if not states[_MUST_END.get(number, LedgerState.INDEXED)] or set(+states) - allowed:
            yield f"ledger: ad {number} ended as {dict(states)}"
    missing = {_place(each) for each in acknowledged} - {_hours_since_noon(line.hour) for line in lines}
    if missing:
        yield f"ledger: acknowledged and not entered: {sorted(missing)}"


def _of_the_chain(records: Records, bus: EventBus) -> Iterator[str]:
    rows = list(records.chain())
    if first_break(rows):
        yield f"chain: broken at {first_break(rows)}"
    evidenced = {orjson.loads(row.payload or "{}")["captured_at"] for row in rows}
    for topic in (Topic.COLLECTED, Topic.RESTRICTED):
        bare = [key for key in _per_capture(events_on(bus, topic)) if key[1] not in evidenced]
        if bare:
            yield f"chain: no evidence of {bare} on {topic}"


def _of_the_links(records: Records) -> Iterator[str]:
    numbers = {ad(number).ad_id: number for number in CRAWL}
    edges = records.linked(numbers)
    pairs = Counter(tuple(sorted((numbers[edge.ad_a], numbers[edge.ad_b]))) for edge in edges)
    if pairs != Counter(EDGES):
        yield f"links: {sorted(pairs)}"


def _of_the_topics(bus: EventBus, *, once: bool) -> Iterator[str]:
    for topic, group in ((Topic.COLLECTED, "screen"), (Topic.SCORED, "index")):
        if bus.lag(topic, group=group):
            yield f"bus: {group} has not finished"
    published = _per_capture(e for e in events_on(bus, Topic.COLLECTED) if isinstance(e, AdCollected))
    scored = _per_capture(e for e in events_on(bus, Topic.SCORED) if isinstance(e, AdScored))
    if once and (set((published + scored).values()) - {1, 2} or max(scored.values(), default=1) > 1):
        yield "bus: an event was published twice"
    ordinary = {ad(number).ad_id for number in (*ORDINARY, UNBUILDABLE)}
    unscored = {key for key in published if key[0] in ordinary} ^ set(scored)
    if unscored:
        yield f"bus: {len(unscored)} captures without their judgement, or the other way round"
    aside = Counter(
        event.key for event in events_on(bus, Topic.QUARANTINE) if isinstance(event, AdQuarantined)
    )
    if set(aside) != {ad(UNREADABLE).ad_id, ad(UNBUILDABLE).ad_id}:
        yield f"bus: {len(aside)} ads in quarantine"


def _per_capture(events: Iterable[Event]) -> Counter[tuple[str, int]]:
    return Counter(
        (each.ad_id, each.captured_at)
        for each in (event.ad if isinstance(event, AdCollected | AdScored) else event for event in events)
        if not isinstance(each, AdQuarantined)
    )


def _of_the_files(engines: Engines) -> Iterator[str]:
    holding = [file.name for file in engines.folder.iterdir() if b"canary" in file.read_bytes()]
    if holding:
        yield f"files: the ad with a child sign is in {holding}"


def _place(capturing: Capturing) -> int:
    return 100 * capturing.run + capturing.place


def _hours_since_noon(hour: str) -> int:
    return int(datetime.fromisoformat(f"{hour}:00").replace(tzinfo=UTC).timestamp()) // 3600 - _HOUR_OF_NOON
