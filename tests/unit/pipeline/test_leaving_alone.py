"""Who is under a do-not-refer mark comes neither by crawl nor by what was on its way; a child sign comes before it."""

import json
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawlers.sink import FORGOTTEN
from models.domain.ad import RawAd
from models.domain.contact import Contact, ContactKind
from models.domain.do_not_refer import twelve_months_after
from models.domain.errors import DependencyDown, Refused, WrongUsage
from models.domain.events import AdCollected
from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import Topic
from pipeline.leaving_alone import Wiped, Word, leave_alone, lift
from pipeline.stages.collect import LEFT_ALONE, BusSink
from pipeline.stages.index import IndexStage
from pipeline.stages.screen import ScreenStage
from pipeline.worker import Worker
from search.forgotten import Forgotten
from search.index.build import document
from search.index.embedded import EmbeddedIndex
from search.keyring import Keyring
from search.left_alone import LeftAlone
from search.local_vault import LocalVault
from search.query.query import Query
from search.records.sql import SqlRecords
from search.sealed_box import generate
from tests.unit.pipeline.builders import CHILD_SIGN, HOUR, NOON, ad, capture, events_on, judgement, states

ONE, TWO = "+919876543210", "+919123456780"
YEAR_LATER = twelve_months_after(NOON)
LONG = (
    "A quiet flat near the lake where I take guests by appointment in the evening, please write first and say your "
    "name, no agents and no calls from hidden numbers"
)
PUBLIC, _ = generate()


class Way:
    """The whole way of an ad in one folder; `phones` says which number each ad shows, `now` what time it is."""

    def __init__(self, bus: EmbeddedBus, index: EmbeddedIndex, records: SqlRecords, folder: Path) -> None:
        self.bus, self.index, self.records = bus, index, records
        self.vault = LocalVault(Keyring.create(folder / "keys.json"))
        self.now = NOON
        self.phones: dict[str, str] = {}
        self.left_alone = LeftAlone(records, self.vault, now=lambda: self.now)
        self.forgotten = Forgotten(records, self.vault)
        self.sink = BusSink(
            bus,
            records,
            gate=lambda of: CHILD_SIGN if "sign" in of.fields else None,
            forgotten=self.forgotten,
            left_alone=self.left_alone,
            contacts_of=self._contacts,
            lane_public=PUBLIC,
        )

    def crawl(self, *ads: RawAd) -> list[str]:
        """Take these ads; why each was not kept, or nothing."""
        told = []
        for each in ads:
            self.sink.put(capture(each))
            told.append(self.sink.refusal(each.ad_id))
        return told

    def work(self) -> set[str]:
        """What is in the index when both stages have done their work."""
        screened = ScreenStage(lambda ads: [judgement(phone=self.phones.get(each.ad_id)) for each in ads])
        build = partial(document, vault=self.vault)
        landing = IndexStage(
            self.index, self.records, build=build, forgotten=self.forgotten, left_alone=self.left_alone
        )
        for topic, stage in ((Topic.COLLECTED, screened), (Topic.SCORED, landing)):
            Worker(self.bus, stage, topic=topic, records=self.records, quarantine_public=PUBLIC).drain(
                threading.Event()
            )
        return {each.ad_id for each in self.index.scan(Query())}

    def mark(self, *ads: RawAd, contacts: Sequence[str] = ()) -> Wiped:
        keys = [self.vault.contact_key(ContactKind.PHONE, each) for each in contacts]
        return leave_alone(
            [each.ad_id for each in ads],
            contact_keys=keys,
            word=Word("one", "she acts for herself", self.now),
            bus=self.bus,
            index=self.index,
            records=self.records,
            vault=self.vault,
        )

    def _contacts(self, of: RawAd) -> Sequence[Contact]:
        phone = self.phones.get(of.ad_id)
        return judgement(phone=phone).contacts if phone else ()


@pytest.fixture
def way(bus: EmbeddedBus, index: EmbeddedIndex, records: SqlRecords, tmp_path: Path) -> Way:
    made = Way(bus, index, records, tmp_path)
    made.phones = {ad(1).ad_id: ONE, ad(2).ad_id: TWO, ad(3).ad_id: ONE}
    return made


def test_a_marked_ad_goes_and_comes_back_neither_edited_nor_under_another_address(way: Way) -> None:
    way.crawl(ad(1), ad(2))
    assert way.work() == {ad(1).ad_id, ad(2).ad_id}
    wiped = way.mark(ad(1))
    assert (wiped.ad_ids, wiped.documents, wiped.messages) == ((ad(1).ad_id,), 1, 2)
    assert way.crawl(
        ad(1, text="New words", at=NOON + HOUR), ad(2, at=NOON + HOUR), ad(3, at=NOON + HOUR)
    ) == [
        LEFT_ALONE,
        "",
        LEFT_ALONE,
    ]
    assert way.work() == {ad(2).ad_id}
    assert states(way.records) == {"erased": 3, "indexed": 1, "duplicate": 1}
    assert way.records.seen_among([ad(1).ad_id, ad(3).ad_id]) == {}


def test_an_ad_known_by_its_number_stays_known_when_it_shows_another(way: Way) -> None:
    way.mark(contacts=[ONE])
    assert way.crawl(ad(3)) == [LEFT_ALONE]
    way.phones[ad(3).ad_id] = TWO
    assert way.crawl(ad(3, text="Other words", at=NOON + HOUR)) == [LEFT_ALONE]
    assert way.crawl(ad(2)) == [""]


def test_a_copy_with_another_number_is_left_alone_and_another_text_is_not(way: Way) -> None:
    way.crawl(ad(1, text=LONG))
    way.work()
    way.mark(ad(1))
    assert way.crawl(ad(2, text=f"{LONG}, and no bargaining"), ad(4)) == [LEFT_ALONE, ""]


@pytest.mark.parametrize(("at", "found"), [(YEAR_LATER - 1, LEFT_ALONE), (YEAR_LATER, "")])
def test_after_twelve_months_the_ad_comes_again(way: Way, at: int, found: str) -> None:
    way.crawl(ad(1))
    way.work()
    way.mark(ad(1))
    way.now = at
    assert way.crawl(ad(1, at=at)) == [found]
    assert (ad(1).ad_id in way.work()) is (found == "")


def test_after_a_mark_is_lifted_the_ad_comes_again_and_both_deeds_are_in_the_chain(way: Way) -> None:
    way.crawl(ad(1))
    way.work()
    mark = way.mark(ad(1)).mark
    lift(mark.mark_id, word=Word("two", "somebody keeps her papers", NOON + 1), records=way.records)
    assert way.crawl(ad(1, at=NOON + HOUR)) == [""]
    assert way.work() == {ad(1).ad_id}
    told = [json.loads(row.payload or "") for row in way.records.chain() if row.kind == "audit"]
    assert [(row["deed"], row["by"], row["reason"], row["mark"]) for row in told] == [
        ("do not refer", "one", "she acts for herself", mark.mark_id),
        ("refer again", "two", "somebody keeps her papers", mark.mark_id),
    ]


def test_a_mark_that_is_not_there_cannot_be_lifted(way: Way) -> None:
    with pytest.raises(WrongUsage, match="no mark 'm1' that holds"):
        lift("m1", word=Word("one", "why", NOON), records=way.records)
    assert list(way.records.chain()) == []


def test_what_is_on_its_way_when_the_mark_is_set_ends_as_erased(way: Way) -> None:
    way.crawl(ad(2))
    way.sink.put(capture(ad(3)))
    way.mark(contacts=[ONE])
    assert way.work() == {ad(2).ad_id}
    assert states(way.records) == {"erased": 1, "indexed": 1}


def test_an_ad_that_now_shows_a_marked_number_is_withdrawn(way: Way) -> None:
    way.crawl(ad(2))
    way.work()
    way.mark(contacts=[ONE])
    way.phones[ad(2).ad_id] = ONE
    assert way.crawl(ad(2, text="Other words", at=NOON + HOUR)) == [LEFT_ALONE]
    assert way.work() == set()
    assert states(way.records) == {"erased": 2}


def test_a_child_sign_comes_before_every_mark(way: Way) -> None:
    way.mark(contacts=[ONE])
    signed = ad(1, fields={"sign": "yes"})
    assert way.crawl(signed) == [""]
    assert len(events_on(way.bus, Topic.RESTRICTED)) == 1
    assert not [each for each in events_on(way.bus, Topic.COLLECTED) if isinstance(each, AdCollected)]


def test_an_ad_whose_number_stands_in_others_is_refused_until_they_are_named_too(way: Way) -> None:
    way.crawl(ad(1), ad(3))
    way.work()
    with pytest.raises(Refused, match=f"stands in 1 other ad too: {ad(3).ad_id}. Read those first"):
        way.mark(ad(1))
    assert not way.left_alone.any()
    assert set(way.mark(ad(1), ad(3)).ad_ids) == {ad(1).ad_id, ad(3).ad_id}
    assert way.work() == set()


def test_marking_twice_is_once_and_the_twelve_months_begin_anew(way: Way) -> None:
    way.crawl(ad(1))
    way.work()
    first = way.mark(contacts=[ONE]).mark
    way.now = NOON + HOUR
    again = way.mark(contacts=[ONE]).mark
    (held,) = way.records.do_not_refer(at=way.now)
    assert (held.mark_id, held.since, held.until) == (first.mark_id, NOON, first.until + HOUR)
    assert held.keys == first.keys | again.keys


def test_the_forgotten_are_told_apart_from_those_left_alone(way: Way) -> None:
    way.forgotten.add([ad(2).ad_id], at=NOON)
    way.mark(contacts=[ONE])
    assert way.crawl(ad(1), ad(2)) == [LEFT_ALONE, FORGOTTEN]


def test_no_row_of_a_mark_holds_a_number_or_an_id(way: Way, tmp_path: Path) -> None:
    way.mark(ad(1), contacts=[ONE])
    way.records.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("records.sqlite3*"))
    assert b"9876543210" not in written
    assert ad(1).ad_id.encode() not in written


class Unreachable:
    """An index that can be read, and forgets nothing the first time."""

    def __init__(self, index: EmbeddedIndex) -> None:
        self._index, self._down = index, True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def forget(self, ad_ids: Sequence[str]) -> int:
        if self._down:
            self._down = False
            raise DependencyDown("the index is out of reach")
        return self._index.forget(ad_ids)


def test_a_mark_that_was_broken_off_holds_already_and_is_finished_by_the_next_call(way: Way) -> None:
    way.crawl(ad(1), ad(2))
    way.work()
    index: Any = Unreachable(way.index)
    way.index = index
    with pytest.raises(DependencyDown):
        way.mark(ad(1))
    assert way.crawl(ad(1, text="New words", at=NOON + HOUR)) == [LEFT_ALONE]
    way.mark(ad(1))
    assert way.work() == {ad(2).ad_id}
    assert len(way.records.do_not_refer(at=NOON)) == 1
