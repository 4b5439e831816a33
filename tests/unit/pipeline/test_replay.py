import threading

from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import Message, Topic
from pipeline.quarantine import quarantine
from pipeline.replay import Replayed, replay
from pipeline.stages.screen import ScreenStage
from pipeline.worker import Worker
from search.records.sql import SqlRecords
from search.sealed_box import generate
from tests.unit.pipeline.builders import ad, collected_message, events_on, judgement

PUBLIC, PRIVATE = generate()


def set_aside(bus: EmbeddedBus, *messages: Message, public: str = PUBLIC) -> None:
    bus.publish([quarantine(each, "reason", group="screen", public=public, at=1) for each in messages])


def test_quarantined_messages_go_back_where_they_came_from(bus: EmbeddedBus) -> None:
    messages = [collected_message(ad(1)), Message(Topic.SCORED, "k", b"\xff")]
    set_aside(bus, *messages)
    assert replay(bus, private=PRIVATE) == Replayed(returned=2)
    with bus.subscribe(Topic.COLLECTED, group="screen") as subscription:
        assert [each.message for each in subscription.poll(limit=9, timeout=5)] == [messages[0]]
    assert bus.lag(Topic.SCORED, group="index") == 1


def test_a_second_replay_returns_nothing_twice(bus: EmbeddedBus) -> None:
    set_aside(bus, collected_message(ad(1)))
    replay(bus, private=PRIVATE)
    assert replay(bus, private=PRIVATE) == Replayed()
    assert bus.lag(Topic.COLLECTED, group="screen") == 1


def test_what_is_sealed_to_another_key_waits_for_its_own(bus: EmbeddedBus) -> None:
    other_public, other_private = generate()
    set_aside(bus, collected_message(ad(1)))
    set_aside(bus, collected_message(ad(2)), public=other_public)
    assert replay(bus, private=PRIVATE) == Replayed(returned=1, other_key=1)
    assert replay(bus, private=other_private) == Replayed(returned=1, other_key=1)
    assert bus.lag(Topic.COLLECTED, group="screen") == 2


def test_what_cannot_be_read_is_counted_and_the_others_go_back(bus: EmbeddedBus) -> None:
    bus.publish([Message(Topic.QUARANTINE, "k", b"no event")])
    set_aside(bus, collected_message(ad(1)))
    assert replay(bus, private=PRIVATE) == Replayed(returned=1, unreadable=1)


def test_what_fails_again_comes_to_quarantine_again_and_replay_ends(
    bus: EmbeddedBus, records: SqlRecords
) -> None:
    bus.publish([Message(Topic.COLLECTED, "k", b"not JSON")])
    for _ in range(2):
        stage = ScreenStage(lambda ads: [judgement() for _ in ads])
        Worker(bus, stage, topic=Topic.COLLECTED, records=records, quarantine_public=PUBLIC).drain(
            threading.Event()
        )
        assert replay(bus, private=PRIVATE) == Replayed(returned=1)
    assert len(events_on(bus, Topic.QUARANTINE)) == 2
