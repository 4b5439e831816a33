import threading
from functools import partial
from pathlib import Path

import pytest

from models.domain.contact import ContactKind
from models.domain.errors import DependencyDown
from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import Topic
from pipeline.forgetting import Erasure, forget
from pipeline.stages.collect import BusSink
from pipeline.stages.index import IndexStage
from pipeline.stages.screen import ScreenStage
from pipeline.worker import Worker
from search.forgotten import Forgotten
from search.index.build import document
from search.index.embedded import EmbeddedIndex
from search.keyring import Keyring
from search.local_vault import LocalVault
from search.query.query import Query
from search.records.sql import SqlRecords
from search.sealed_box import generate
from tests.unit.pipeline.builders import HOUR, NOON, ad, capture, events_on, judgement, states

PHONE = "+919876543210"
PUBLIC, _ = generate()


class Way:
    """The whole way of an ad in one folder."""

    def __init__(self, bus: EmbeddedBus, index: EmbeddedIndex, records: SqlRecords, folder: Path) -> None:
        self.bus, self.index, self.records, self.folder = bus, index, records, folder
        self.vault = LocalVault(Keyring.create(folder / "keys.json"))
        self.forgotten = Forgotten(records, self.vault)

    def collect(self, *numbers: int, at: int = NOON) -> None:
        sink = BusSink(self.bus, self.records, gate=lambda _: None, forgotten=self.forgotten)
        for number in numbers:
            sink.put(capture(ad(number, text=f"canary-{number}.", at=at)))

    def screen(self) -> None:
        self._drain(ScreenStage(lambda ads: [judgement(phone=PHONE) for _ in ads]), Topic.COLLECTED)

    def land(self) -> None:
        build = partial(document, vault=self.vault)
        stage = IndexStage(self.index, self.records, build=build, forgotten=self.forgotten)
        self._drain(stage, Topic.SCORED)

    def forget(self, *numbers: int, contacts: tuple[str, ...] = ()) -> Erasure:
        return forget(
            [ad(number).ad_id for number in numbers],
            contact_keys=[self.vault.contact_key(ContactKind.PHONE, each) for each in contacts],
            bus=self.bus,
            index=self.index,
            records=self.records,
            forgotten=self.forgotten,
            at=NOON,
        )

    def traces(self, number: int) -> list[str]:
        word = f"canary-{number}.".encode()
        return [file.name for file in self.folder.iterdir() if word in file.read_bytes()]

    def _drain(self, stage: ScreenStage | IndexStage, topic: Topic) -> None:
        Worker(self.bus, stage, topic=topic, records=self.records, quarantine_public=PUBLIC).drain(
            threading.Event()
        )


@pytest.fixture
def way(bus: EmbeddedBus, index: EmbeddedIndex, records: SqlRecords, tmp_path: Path) -> Way:
    return Way(bus, index, records, tmp_path)


def test_a_landed_ad_is_gone_from_index_bus_and_evidence(way: Way) -> None:
    way.collect(1, 2)
    way.screen()
    way.land()
    assert way.traces(1) != []
    assert way.forget(1) == Erasure((ad(1).ad_id,), documents=1, messages=2)
    assert way.traces(1) == []
    assert way.traces(2) != []
    assert [row.payload is None for row in way.records.chain()] == [True, False]
    assert states(way.records) == {"erased": 1, "indexed": 1}
    assert way.forget(1) == Erasure((ad(1).ad_id,), documents=0, messages=0)


def test_an_ad_that_waits_for_a_stage_never_arrives(way: Way) -> None:
    way.collect(1, 2)
    way.forget(1)
    way.screen()
    way.forget(2)
    way.land()
    assert way.index.count(Query()) == 0
    assert [way.traces(1), way.traces(2)] == [[], []]
    assert states(way.records) == {"erased": 2}


def test_neither_a_crawl_nor_a_replay_brings_a_forgotten_ad_back(way: Way) -> None:
    way.collect(1)
    way.screen()
    way.land()
    way.forget(1)
    way.collect(1, at=NOON + HOUR)
    way.bus.replay(Topic.SCORED, group="index", since=0)
    way.screen()
    way.land()
    assert way.index.count(Query()) == 0
    assert way.traces(1) == []
    assert states(way.records) == {"erased": 2}


def test_a_forgotten_contact_takes_its_ads_along_now_and_later(way: Way) -> None:
    way.collect(1, 2)
    way.screen()
    way.land()
    assert set(way.forget(contacts=(PHONE,)).ad_ids) == {ad(1).ad_id, ad(2).ad_id}
    way.collect(3)
    way.screen()
    way.land()
    assert way.index.count(Query()) == 0
    assert [way.traces(number) for number in (1, 2, 3)] == [[], [], []]
    assert events_on(way.bus, Topic.SCORED) == []
    assert states(way.records) == {"erased": 3}


class Stuck(EmbeddedIndex):
    """An index that is out of reach once."""

    times = 1

    def forget(self, ad_ids: object) -> int:
        self.times -= 1
        if self.times >= 0:
            raise DependencyDown("Out of reach.")
        return super().forget(ad_ids)  # type: ignore[arg-type]  # as the port says


def test_forgetting_that_was_broken_off_is_finished_by_doing_it_again(
    bus: EmbeddedBus, records: SqlRecords, tmp_path: Path
) -> None:
    way = Way(bus, Stuck(tmp_path / "stuck.sqlite3"), records, tmp_path)
    way.collect(1)
    way.screen()
    way.land()
    with pytest.raises(DependencyDown):
        way.forget(1)
    assert way.forget(1).documents == 1
    assert way.traces(1) == []
    assert states(records) == {"erased": 1}
    way.index.close()
