"""This module is the program that is struck: two dozen captures, collected, screened and indexed.

Each capture of each run has an hour of its own, so that the ledger, which adds up by hour, names every capture.
"""

import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from models.domain.ad import RawAd
from models.domain.events import AdScored
from models.domain.judgement import ChildSign, Judgement
from pipeline.bus.port import EventBus, Topic
from pipeline.stages.collect import BusSink
from pipeline.stages.index import IndexStage
from pipeline.stages.screen import ScreenStage
from pipeline.worker import Pace, Worker
from search.forgotten import Forgotten
from search.index.build import document
from search.index.document import AdDocument
from search.index.port import AdIndex
from search.keyring import Key, Keyring
from search.local_vault import LocalVault
from search.records.port import Records
from search.sealed_box import generate
from tests.faults.engines import Engines
from tests.faults.strikes import Strike, Watch
from tests.unit.pipeline.builders import CHILD_SIGN, HOUR, NOON, ad, capture, judgement

ORDINARY = range(14)
GATE_CHILD, SCREEN_CHILD, UNREADABLE, UNBUILDABLE = 20, 21, 22, 23
PHONES: Mapping[int, str] = dict.fromkeys((0, 3, 6), "+919876543210") | dict.fromkeys((1, 2), "+919123456780")
EDITED, REPEATED = 4, 5
# Numbers in the order of a crawl. The second 4 is an edit, the second 5 the same again.
CRAWL = (
    0,
    1,
    2,
    3,
    4,
    GATE_CHILD,
    5,
    6,
    SCREEN_CHILD,
    7,
    4,
    8,
    UNREADABLE,
    9,
    5,
    10,
    UNBUILDABLE,
    11,
    12,
    13,
)
ACKNOWLEDGED = "acknowledged"

_PACE = Pace(size=5, wait=0.1, first_pause=0.005, most_pause=0.02, retry_pause=0.001)
_KEYS = Keyring((Key("00" * 4, b"s" * 32),), Key("11" * 4, b"c" * 32))
VAULT = LocalVault(_KEYS)
_QUARANTINE, _ = generate()
_LANE, _ = generate()


@dataclass(frozen=True)
class Capturing:
    """The n-th capture of a run."""

    run: int
    place: int

    @property
    def ad(self) -> RawAd:
        """The ad as this capture found it."""
        number = CRAWL[self.place]
        again = number in CRAWL[: self.place]
        text = "now with other words" if number == EDITED and again else f"text of ad {number}"
        signs = {GATE_CHILD: "gate", SCREEN_CHILD: "screen"}
        fields = {"number": str(number), "sign": signs.get(number, "none")}
        if number == GATE_CHILD:
            text = "canary"
        return ad(number, text=text, fields=fields, at=NOON + (100 * self.run + self.place) * HOUR)


def go(engines: Engines, *, run: int, watch: Watch) -> None:
    """Crawl everything, then drain both stages. A crawl that is stopped by an engine out of reach ends here."""
    with (
        closing(engines.bus()) as bus,
        closing(engines.records()) as records,
        closing(engines.index()) as index,
    ):
        watched = watch.over(bus), watch.over(records), watch.over(index)
        crawl(engines, *watched[:2], run=run)
        work(*watched)


def crawl(engines: Engines, bus: EventBus, records: Records, *, run: int) -> None:
    """Put every capture, and write down which were acknowledged."""
    sink = BusSink(bus, records, gate=_gate, forgotten=Forgotten(records, VAULT), lane_public=_LANE)
    acknowledged = os.open(engines.folder / ACKNOWLEDGED, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    try:
        for place in range(len(CRAWL)):
            sink.put(capture(Capturing(run, place).ad))
            os.write(acknowledged, f"{run} {place}\n".encode())
    finally:
        os.close(acknowledged)


def work(bus: EventBus, records: Records, index: AdIndex) -> None:
    """Drain both stages."""
    forgotten = Forgotten(records, VAULT)
    stages = (
        (Topic.COLLECTED, ScreenStage(_screen, lane_public=_LANE)),
        (Topic.SCORED, IndexStage(index, records, build=_build, forgotten=forgotten)),
    )
    for topic, stage in stages:
        Worker(bus, stage, topic=topic, records=records, quarantine_public=_QUARANTINE, pace=_PACE).drain(
            threading.Event(), patience=30
        )


def be_struck(engines: Engines, strike: Strike | None, *, run: int) -> None:
    """The body of a child process: the whole way with a strike."""
    go(engines, run=run, watch=Watch(strike))


def work_and_be_struck(engines: Engines, strike: Strike | None) -> None:
    """The body of a child process: what was crawled is screened and indexed, with a strike."""
    watch = Watch(strike)
    with (
        closing(engines.bus()) as bus,
        closing(engines.records()) as records,
        closing(engines.index()) as index,
    ):
        work(watch.over(bus), watch.over(records), watch.over(index))


def _gate(of: RawAd) -> ChildSign | None:
    return CHILD_SIGN if of.fields["sign"] == "gate" else None


def _screen(ads: Sequence[RawAd]) -> Sequence[Judgement | ChildSign]:
    return [_judge(each) for each in ads]


def _judge(of: RawAd) -> Judgement | ChildSign:
    number = int(of.fields["number"])
    if number == UNREADABLE:
        raise ValueError
    return CHILD_SIGN if of.fields["sign"] == "screen" else judgement(phone=PHONES.get(number))


def _build(event: AdScored) -> AdDocument:
    if int(event.ad.fields["number"]) == UNBUILDABLE:
        raise LookupError
    return document(event, VAULT)
