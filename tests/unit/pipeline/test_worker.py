import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
import structlog

from models.codec import encode
from models.domain.errors import Damaged, DependencyDown, WrongUsage
from models.domain.events import AdCollected, AdQuarantined, AdRestricted, AdScored, AdWithdrawn, Event
from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import EventBus, Message, Received, Subscription, Topic
from pipeline.quarantine import restore
from pipeline.stages.port import Done, Erased, Outcome, SetAside
from pipeline.stages.screen import ScreenStage
from pipeline.worker import Pace, Tally, Worker
from search.records.port import Records
from search.records.sql import SqlRecords
from search.sealed_box import generate, key_id
from tests.unit.pipeline.builders import (
    CHILD_SIGN,
    ad,
    collected_message,
    events_on,
    judgement,
    scored,
    states,
)

PUBLIC, PRIVATE = generate()
PACE = Pace(size=4, wait=0.05, first_pause=0.01, most_pause=0.05, retry_pause=0.001)


class Trial:
    """A screen stage that does to each ad what the test says of its title, and remembers what it was given."""

    name = "screen"

    def __init__(self, **does: Callable[[], Outcome]) -> None:
        self._does = does
        self.given: list[list[str]] = []

    def handle(self, events: Sequence[Event]) -> Sequence[Outcome]:
        ads = [event.ad for event in events if isinstance(event, AdCollected)]
        self.given.append([each.title for each in ads])
        done = {each.title: Done((AdScored(each, judgement()),)) for each in ads}
        return [self._does[each.title]() if each.title in self._does else done[each.title] for each in ads]


def failing(*times: Exception | None) -> Callable[[], Outcome]:
    """Raises these one after another (None: done), then goes on with the last for ever."""
    left = list(times)

    def act() -> Outcome:
        error = left.pop(0) if len(left) > 1 else left[0]
        if error:
            raise error
        return Done()

    return act


def worker(bus: EventBus, records: Records, stage: Trial | ScreenStage, *, pace: Pace = PACE) -> Worker:
    return Worker(
        bus,
        stage,
        topic=Topic.COLLECTED,
        records=records,
        quarantine_public=PUBLIC,
        pace=pace,
        now=lambda: 1234,
    )


def drain(bus: EventBus, records: Records, stage: Trial | ScreenStage) -> Tally:
    return worker(bus, records, stage).drain(threading.Event(), patience=20)


def publish(bus: EventBus, *titles: str) -> None:
    bus.publish([collected_message(ad(number, title=title)) for number, title in enumerate(titles)])


def titles(events: Sequence[Event]) -> list[str]:
    return [event.ad.title for event in events if isinstance(event, AdScored)]


def quarantined(bus: EventBus) -> list[AdQuarantined]:
    return [event for event in events_on(bus, Topic.QUARANTINE) if isinstance(event, AdQuarantined)]


def test_every_message_is_handled_and_its_events_published_in_order(
    bus: EmbeddedBus, records: SqlRecords
) -> None:
    publish(bus, "a", "b", "c", "d", "e", "f")
    assert drain(bus, records, Trial()) == Tally(handled=6)
    assert titles(events_on(bus, Topic.SCORED)) == ["a", "b", "c", "d", "e", "f"]
    assert bus.lag(Topic.COLLECTED, group="screen") == 0


def test_a_stage_is_given_no_more_than_a_batch(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, "a", "b", "c", "d", "e", "f")
    stage = Trial()
    drain(bus, records, stage)
    assert stage.given == [["a", "b", "c", "d"], ["e", "f"]]


def test_what_a_stage_sets_aside_is_sealed_with_its_reason(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, "a", "bad", "c")
    tally = drain(bus, records, Trial(bad=lambda: SetAside("not an ad of ours")))
    assert tally == Tally(handled=3, quarantined=1)
    assert titles(events_on(bus, Topic.SCORED)) == ["a", "c"]
    (event,) = quarantined(bus)
    assert (event.topic, event.key, event.group) == ("ads.collected", ad(1).ad_id, "screen")
    assert (event.reason, event.quarantined_at, event.key_id) == ("not an ad of ours", 1234, key_id(PUBLIC))
    assert restore(event, private=PRIVATE) == collected_message(ad(1, title="bad"))
    assert b"bad" not in event.sealed


def test_what_is_set_aside_is_entered_in_the_ledger(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, "bad", "c")
    drain(bus, records, Trial(bad=lambda: SetAside("reason")))
    assert states(records) == {"quarantined": 1}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"\xff\x00 no json", "not JSON"),
        (
            b'{"v": 2, "type": "ad_collected", "body": {}}',
            "version 2 is newer than this program's 1; update Nigah",
        ),
        (b'{"v": 1, "type": "ad_sold", "body": {}}', "no event type that this program knows"),
        (b'{"v": 1, "type": "ad_collected", "body": {"ad": {}}}', "ad_collected version 1: Field required"),
    ],
)
def test_a_message_that_does_not_decode_is_quarantined_and_the_others_go_on(
    bus: EmbeddedBus, records: SqlRecords, value: bytes, reason: str
) -> None:
    publish(bus, "a")
    bus.publish([Message(Topic.COLLECTED, "k1", value)])
    publish(bus, "b")
    assert drain(bus, records, Trial()) == Tally(handled=3, quarantined=1)
    (event,) = quarantined(bus)
    assert event.reason.startswith(reason)
    assert restore(event, private=PRIVATE).value == value
    assert titles(events_on(bus, Topic.SCORED)) == ["a", "b"]


def test_the_ledger_names_a_message_of_a_newer_version_as_far_as_it_can_be_read(
    bus: EmbeddedBus, records: SqlRecords
) -> None:
    newer = encode(AdCollected(ad(1))).replace(b'"v":1', b'"v":2')
    bus.publish([Message(Topic.COLLECTED, ad(1).ad_id, newer)])
    drain(bus, records, Trial())
    assert states(records) == {"quarantined": 1}


def test_a_message_that_fails_is_tried_three_times_alone_then_set_aside(
    bus: EmbeddedBus, records: SqlRecords
) -> None:
    publish(bus, "a", "bad", "c")
    stage = Trial(bad=failing(KeyError("98765 43210")))
    assert drain(bus, records, stage) == Tally(handled=3, quarantined=1)
    assert stage.given == [["a", "bad", "c"], ["a"], ["bad"], ["bad"], ["bad"], ["c"]]
    assert titles(events_on(bus, Topic.SCORED)) == ["a", "c"]
    (event,) = quarantined(bus)
    assert event.reason.startswith("screen failed 3 times: KeyError at test_worker:")
    assert "98765" not in event.reason


def test_a_message_that_fails_twice_and_then_works_is_done(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, "slow")
    tally = drain(bus, records, Trial(slow=failing(ValueError(), ValueError(), None)))
    assert tally == Tally(handled=1)
    assert quarantined(bus) == []
    assert records.count_attempt("screen", "ads.collected/0/1") == 1  # the two failures are forgotten


def test_attempts_before_a_crash_count(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, "bad")
    for _ in range(2):
        records.count_attempt("screen", "ads.collected/0/1")
    stage = Trial(bad=failing(ValueError()))
    drain(bus, records, stage)
    assert stage.given == [["bad"]]
    assert len(quarantined(bus)) == 1


def test_a_dependency_that_is_down_burns_no_attempts(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, "a", "b")
    stage = Trial(a=failing(*[DependencyDown("The index is out of reach.")] * 7, None))
    tally = drain(bus, records, stage)
    assert tally == Tally(handled=2, pauses=7)
    assert quarantined(bus) == []
    assert records.count_attempt("screen", "ads.collected/0/1") == 1


def test_a_drain_gives_up_after_its_patience_and_loses_nothing(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, "a")
    stage = Trial(a=failing(DependencyDown("The index is out of reach.")))
    with pytest.raises(DependencyDown, match="The index is out of reach"):
        worker(bus, records, stage).drain(threading.Event(), patience=0.1)
    assert bus.lag(Topic.COLLECTED, group="screen") == 1


def test_a_child_sign_found_by_the_stage_ends_the_ledger_entry_as_restricted(
    bus: EmbeddedBus, records: SqlRecords
) -> None:
    publish(bus, "a")
    drain(bus, records, ScreenStage(lambda ads: [CHILD_SIGN for _ in ads]))
    assert states(records) == {"restricted": 1}
    (restricted,) = events_on(bus, Topic.RESTRICTED)
    assert isinstance(restricted, AdRestricted)
    assert events_on(bus, Topic.SCORED) == [AdWithdrawn(restricted.ad_id, restricted.captured_at)]


def test_a_stage_that_answers_for_too_few_loses_none(bus: EmbeddedBus, records: SqlRecords) -> None:
    class Forgetful(Trial):
        def handle(self, events: Sequence[Event]) -> Sequence[Outcome]:
            return super().handle(events)[1:]

    publish(bus, "a", "b")
    assert drain(bus, records, Forgetful()) == Tally(handled=2, quarantined=2)


def test_an_answer_that_cannot_be_encoded_is_set_aside(bus: EmbeddedBus, records: SqlRecords) -> None:
    broken = Done((scored(ad(1, title="\ud800")),))
    publish(bus, "a", "bad")
    assert drain(bus, records, Trial(bad=lambda: broken)) == Tally(handled=2, quarantined=1)


def test_an_empty_topic_is_drained_at_once(bus: EmbeddedBus, records: SqlRecords) -> None:
    assert drain(bus, records, Trial()) == Tally()


def test_a_worker_told_to_stop_finishes_its_batch_first(bus: EmbeddedBus, records: SqlRecords) -> None:
    stop = threading.Event()

    def stop_here() -> Outcome:
        stop.set()
        return Done()

    publish(bus, "a", "last", "c", "d", "not this one")
    tally = worker(bus, records, Trial(last=stop_here)).run(stop)
    assert tally == Tally(handled=4)
    assert bus.lag(Topic.COLLECTED, group="screen") == 1


def test_a_running_worker_takes_what_comes_later_and_stops_soon(
    bus: EmbeddedBus, records: SqlRecords
) -> None:
    stop, tallies = threading.Event(), list[Tally]()
    running = worker(bus, records, Trial())
    thread = threading.Thread(target=lambda: tallies.append(running.run(stop)))
    thread.start()
    publish(bus, "a")
    with bus.subscribe(Topic.SCORED, group="test") as results:
        assert len(results.poll(limit=1, timeout=10)) == 1
    stop.set()
    thread.join(10)
    assert tallies == [Tally(handled=1)]


def test_progress_is_told_after_each_batch(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, *"abcdef")
    told: list[Tally] = []
    Worker(
        bus,
        Trial(),
        topic=Topic.COLLECTED,
        records=records,
        quarantine_public=PUBLIC,
        pace=PACE,
        progress=told.append,
    ).drain(threading.Event())
    assert told == [Tally(handled=4), Tally(handled=6)]


def test_nothing_of_an_ad_is_in_the_log(bus: EmbeddedBus, records: SqlRecords) -> None:
    bus.publish(
        [collected_message(ad(1, title="canary", text="canary")), Message(Topic.COLLECTED, "k", b"canary")]
    )
    with structlog.testing.capture_logs() as lines:
        drain(bus, records, Trial(canary=failing(ValueError("canary"))))
    assert len(lines) >= 4
    assert "canary" not in repr(lines)


class Lossy:
    """A bus whose commit works, or not, and then says that the bus is out of reach."""

    def __init__(self, bus: EventBus, *, works: bool) -> None:
        self._bus, self._works, self._left = bus, works, 2

    @contextmanager
    def subscribe(self, topic: Topic, *, group: str) -> Iterator[Subscription]:
        with self._bus.subscribe(topic, group=group) as inner:
            self._inner = inner
            yield self

    def poll(self, *, limit: int, timeout: float) -> Sequence[Received]:
        return self._inner.poll(limit=limit, timeout=timeout)

    def rewind(self) -> None:
        self._inner.rewind()

    def commit(self, received: Sequence[Received], *, publish: Sequence[Message] = ()) -> None:
        self._left -= 1
        if self._works or self._left < 0:
            self._inner.commit(received, publish=publish)
        if self._left >= 0:
            raise DependencyDown("The bus is out of reach.")

    def publish(self, messages: Sequence[Message]) -> None:
        self._bus.publish(messages)

    def replay(self, topic: Topic, *, group: str, since: int) -> int:
        return self._bus.replay(topic, group=group, since=since)

    def lag(self, topic: Topic, *, group: str) -> int:
        return self._bus.lag(topic, group=group)

    def forget(self, keys: Sequence[str]) -> int:
        return self._bus.forget(keys)

    def expire(self, *, now: int) -> int:
        return self._bus.expire(now=now)

    def close(self) -> None:
        self._bus.close()


@pytest.mark.parametrize("works", [False, True])
def test_a_commit_whose_answer_is_lost_neither_loses_nor_doubles(
    bus: EmbeddedBus, records: SqlRecords, *, works: bool
) -> None:
    publish(bus, *"abcdef")
    tally = drain(Lossy(bus, works=works), records, Trial())
    assert tally.pauses == 2
    assert titles(events_on(bus, Topic.SCORED)) == ["a", "b", "c", "d", "e", "f"]


def test_a_damaged_file_is_said_at_once_and_not_waited_for(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, "a", "b")
    broken = Trial(a=failing(Damaged("The index is damaged.")))
    with pytest.raises(Damaged):
        worker(bus, records, broken).run(threading.Event())
    assert len(broken.given) == 1
    assert bus.lag(Topic.COLLECTED, group="screen") == 2


def test_a_wrong_setting_met_at_work_sends_no_message_to_quarantine(
    bus: EmbeddedBus, records: SqlRecords
) -> None:
    publish(bus, "a", "b")
    with pytest.raises(WrongUsage, match="another file"):
        drain(bus, records, Trial(a=failing(WrongUsage("The index is another file."))))
    assert quarantined(bus) == []
    assert bus.lag(Topic.COLLECTED, group="screen") == 2


def test_of_an_erased_ad_nothing_stays_on_the_bus(bus: EmbeddedBus, records: SqlRecords) -> None:
    publish(bus, "a", "b")
    bus.publish([Message(Topic.SCORED, ad(0).ad_id, b"an earlier capture")])
    assert drain(bus, records, Trial(a=Erased)) == Tally(handled=2)
    assert [
        event.ad.title for event in events_on(bus, Topic.COLLECTED) if isinstance(event, AdCollected)
    ] == ["b"]
    assert titles(events_on(bus, Topic.SCORED)) == ["b"]
