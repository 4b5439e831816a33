from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from crawlers.sink import Oblivion, Watch
from models.codec import decode
from models.domain.ad import RawAd
from models.domain.chain import first_break
from models.domain.errors import DependencyDown
from models.domain.events import AdCollected, AdRestricted, AdWithdrawn
from models.domain.judgement import ChildSign
from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import EventBus, Message, Topic
from pipeline.stages.collect import BusSink
from search.forgotten import Forgotten
from search.keyring import Key, Keyring
from search.local_vault import LocalVault
from search.records.port import Records, SeenAd
from search.sealed_box import generate, unseal
from tests.unit.pipeline.builders import CHILD_SIGN, HOUR, NOON, ad, capture, events_on, states

VAULT = LocalVault(Keyring((Key("00" * 4, b"s" * 32),), Key("11" * 4, b"c" * 32)))
LANE_PUBLIC, LANE_PRIVATE = generate()


def gate(of: RawAd) -> ChildSign | None:
    """A fake of the child gate: the ad itself says whether it shows a sign."""
    return CHILD_SIGN if "sign" in of.fields else None


def sink(bus: EventBus, records: Records, *, lane_public: str | None = LANE_PUBLIC) -> BusSink:
    return BusSink(bus, records, gate=gate, forgotten=Forgotten(records, VAULT), lane_public=lane_public)


def evidence(records: Records) -> list[str]:
    return [row.payload or "" for row in records.chain()]


def test_a_new_ad_is_published_entered_evidenced_and_seen(bus: EventBus, records: Records) -> None:
    of = ad(1)
    sink(bus, records).put(capture(of))
    assert events_on(bus, Topic.COLLECTED) == [AdCollected(of)]
    assert states(records) == {"in_flight": 1}
    assert [row.kind for row in records.chain()] == ["evidence"]
    assert of.url in evidence(records)[0]
    assert records.seen(of.ad_id) == SeenAd(of.ad_id, of.content_hash, NOON, NOON)


def test_the_key_of_a_message_is_its_ad_id(bus: EventBus, records: Records) -> None:
    sink(bus, records).put(capture(ad(1)))
    with bus.subscribe(Topic.COLLECTED, group="test") as subscription:
        assert subscription.poll(limit=1, timeout=5)[0].message.key == ad(1).ad_id


def test_an_unchanged_ad_is_not_published_again_and_counts_as_duplicate(
    bus: EventBus, records: Records
) -> None:
    into = sink(bus, records)
    into.put(capture(ad(1)))
    into.put(capture(ad(1, at=NOON + HOUR)))
    assert len(events_on(bus, Topic.COLLECTED)) == 1
    assert states(records) == {"in_flight": 1, "duplicate": 1}
    assert records.seen(ad(1).ad_id) == SeenAd(ad(1).ad_id, ad(1).content_hash, NOON, NOON + HOUR)
    assert len(evidence(records)) == 2


def test_an_edited_ad_is_published_again_with_its_first_seen(bus: EventBus, records: Records) -> None:
    into = sink(bus, records)
    into.put(capture(ad(1)))
    into.put(capture(ad(1, text="Now for less", at=NOON + HOUR)))
    again = events_on(bus, Topic.COLLECTED)[1]
    assert isinstance(again, AdCollected)
    assert (again.ad.text, again.ad.first_seen, again.ad.captured_at) == ("Now for less", NOON, NOON + HOUR)
    assert states(records) == {"in_flight": 2}


def test_putting_the_very_same_capture_twice_leaves_one(bus: EventBus, records: Records) -> None:
    into = sink(bus, records)
    into.put(capture(ad(1)))
    into.put(capture(ad(1)))
    assert len(events_on(bus, Topic.COLLECTED)) == 1
    assert states(records) == {"in_flight": 1}
    assert len(evidence(records)) == 1


def test_an_ad_with_a_child_sign_goes_sealed_to_the_lane_and_nowhere_else(
    bus: EventBus, records: Records
) -> None:
    of = ad(1, fields={"sign": "yes"})
    sink(bus, records).put(capture(of))
    assert events_on(bus, Topic.COLLECTED) == []
    (event,) = events_on(bus, Topic.RESTRICTED)
    assert isinstance(event, AdRestricted)
    assert (event.ad_id, event.seen_at_stage, event.indicators) == (of.ad_id, "collect", ("CH01",))
    assert event.sealed is not None
    assert decode(unseal(LANE_PRIVATE, event.sealed, context=of.ad_id)) == AdCollected(of)
    assert states(records) == {"restricted": 1}


def test_without_a_lane_key_the_text_is_destroyed(bus: EventBus, records: Records) -> None:
    sink(bus, records, lane_public=None).put(capture(ad(1, fields={"sign": "yes"})))
    (event,) = events_on(bus, Topic.RESTRICTED)
    assert isinstance(event, AdRestricted)
    assert (event.sealed, event.key_id) == (None, None)
    assert event.content_hash == ad(1, fields={"sign": "yes"}).content_hash


@pytest.mark.parametrize("lane_public", [None, LANE_PUBLIC], ids=["destroyed", "sealed"])
def test_nothing_of_an_ad_with_a_child_sign_is_in_any_file(
    bus: EventBus, records: Records, tmp_path: Path, lane_public: str | None
) -> None:
    marked = ad(77, title="canary-title", text="canary-text", fields={"sign": "canary-field"})
    marked = replace(marked, url="http://127.0.0.1/canary-address", city="canary-city")
    into = sink(bus, records, lane_public=lane_public)
    into.put(capture(marked))
    into.put(capture(replace(marked, captured_at=NOON + HOUR)))
    files = list(tmp_path.iterdir())
    assert len(files) >= 2
    assert [file.name for file in files if b"canary" in file.read_bytes()] == []


def test_an_unchanged_ad_with_a_child_sign_is_not_sent_to_the_lane_again(
    bus: EventBus, records: Records
) -> None:
    into = sink(bus, records)
    for at in (NOON, NOON + HOUR):
        into.put(capture(ad(1, fields={"sign": "yes"}, at=at)))
    assert len(events_on(bus, Topic.RESTRICTED)) == 1
    assert states(records) == {"restricted": 1, "duplicate": 1}


def test_an_edit_that_brings_a_child_sign_leads_to_the_lane(bus: EventBus, records: Records) -> None:
    into = sink(bus, records)
    into.put(capture(ad(1)))
    into.put(capture(ad(1, fields={"sign": "yes"}, at=NOON + HOUR)))
    assert len(events_on(bus, Topic.RESTRICTED)) == 1
    first, second = events_on(bus, Topic.COLLECTED)
    assert isinstance(first, AdCollected)
    assert second == AdWithdrawn(ad(1).ad_id, NOON + HOUR)


def test_a_bus_that_is_full_stops_the_crawl_and_the_ad_is_not_seen(records: Records, tmp_path: Path) -> None:
    full = EmbeddedBus(tmp_path / "small.sqlite3", max_page_count=20)
    with pytest.raises(DependencyDown, match="the disk is full"):
        sink(full, records).put(capture(ad(1, text="x" * 500_000)))
    full.close()
    assert records.seen(ad(1).ad_id) is None
    assert states(records) == {}


def test_evidence_rows_form_one_whole_chain(bus: EventBus, records: Records) -> None:
    into = sink(bus, records)
    for number in range(5):
        into.put(capture(ad(number)))
    rows = list(records.chain())
    assert len(rows) == 5
    assert first_break(rows) is None


class Deaf(EmbeddedBus):
    """A bus that takes nothing."""

    def publish(self, messages: Sequence[Message]) -> None:
        raise DependencyDown("The bus is out of reach.")


def test_evidence_is_kept_before_the_ad_is_published(records: Records, tmp_path: Path) -> None:
    deaf = Deaf(tmp_path / "deaf.sqlite3")
    with pytest.raises(DependencyDown):
        sink(deaf, records).put(capture(ad(1)))
    deaf.close()
    assert len(evidence(records)) == 1
    assert states(records) == {}


def test_closing_the_sink_leaves_bus_and_records_open(bus: EventBus, records: Records) -> None:
    sink(bus, records).close()
    sink(bus, records).put(capture(ad(1)))
    assert states(records) == {"in_flight": 1}


def forget(records: Records, *numbers: int) -> None:
    Forgotten(records, VAULT).add([ad(number).ad_id for number in numbers], at=NOON)


def test_a_forgotten_ad_that_is_crawled_again_leaves_its_row_in_the_ledger_and_nothing_else(
    bus: EventBus, records: Records, tmp_path: Path
) -> None:
    forget(records, 1)
    into = sink(bus, records)
    into.put(capture(ad(1, text="canary")))
    into.put(capture(ad(2)))
    assert [
        event.ad.ad_id for event in events_on(bus, Topic.COLLECTED) if isinstance(event, AdCollected)
    ] == [ad(2).ad_id]
    assert states(records) == {"erased": 1, "in_flight": 1}
    assert records.seen(ad(1).ad_id) is None
    assert len(evidence(records)) == 1
    assert [file.name for file in tmp_path.iterdir() if b"canary" in file.read_bytes()] == []
    assert into.forgotten([ad(1).ad_id, ad(2).ad_id]) == {ad(1).ad_id}


class Interrupted(EmbeddedBus):
    """A bus on which somebody asks to be forgotten just after each message."""

    records: Records

    def publish(self, messages: Sequence[Message]) -> None:
        super().publish(messages)
        forget(self.records, 1)


def test_an_ad_that_is_forgotten_while_it_is_taken_in_is_erased(records: Records, tmp_path: Path) -> None:
    bus = Interrupted(tmp_path / "interrupted.sqlite3")
    bus.records = records
    sink(bus, records).put(capture(ad(1)))
    assert events_on(bus, Topic.COLLECTED) == []
    bus.close()
    assert states(records) == {"erased": 1}
    assert records.seen(ad(1).ad_id) is None
    assert evidence(records) == [""]


def test_an_ad_that_its_site_confirms_was_seen_then_without_a_new_capture(
    bus: EventBus, records: Records
) -> None:
    into = sink(bus, records)
    into.put(capture(ad(1)))
    for moment in (NOON + 2 * HOUR, NOON + HOUR):
        into.confirm(ad(1).ad_id, moment)
    into.confirm(ad(2).ad_id, NOON + HOUR)
    assert records.seen(ad(1).ad_id) == SeenAd(ad(1).ad_id, ad(1).content_hash, NOON, NOON + 2 * HOUR)
    assert records.seen(ad(2).ad_id) is None
    assert len(events_on(bus, Topic.COLLECTED)) == 1
    assert states(records) == {"in_flight": 1}


def test_an_ad_that_its_site_took_down_is_gone_until_it_comes_back(bus: EventBus, records: Records) -> None:
    into = sink(bus, records)
    into.put(capture(ad(1)))
    into.retire(ad(1).ad_id, NOON + HOUR)
    gone = records.seen(ad(1).ad_id)
    into.put(capture(ad(1, at=NOON + 2 * HOUR)))
    back = records.seen(ad(1).ad_id)
    assert gone is not None
    assert back is not None
    assert (gone.gone_at, back.gone_at) == (NOON + HOUR, None)


def test_the_sink_is_what_a_crawl_asks_for(bus: EventBus, records: Records) -> None:
    assert isinstance(sink(bus, records), Watch)
    assert isinstance(sink(bus, records), Oblivion)
