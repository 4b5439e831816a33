"""What every adapter of the records promises; a further database joins as one more parameter of `fresh`."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.domain.chain import first_break
from models.domain.do_not_refer import DoNotRefer
from search.records.port import Edge, LedgerEntry, LedgerLine, LedgerState, Records, SeenAd
from search.records.sql import SqlRecords
from tests.contract.concurrency import run_in_processes
from tests.services.schemas import in_a_schema_of_its_own

Where = Callable[[], str]

HOUR = 3_600_000_000
NOON = 1_795_348_800_000_000  # 2026-11-22T12:00Z


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Where:
    """Gives the address of an empty database at each call."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path_factory.mktemp('records') / 'records.db'}"
    server = request.getfixturevalue("records_server")
    return lambda: in_a_schema_of_its_own(server)


@pytest.fixture
def url(fresh: Where) -> str:
    return fresh()


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    with closing(SqlRecords(url)) as made:
        yield made


def entry(ad_id: str, state: LedgerState, *, at: int = NOON, source: str = "board") -> LedgerEntry:
    return LedgerEntry(ad_id, at, source, state)


def edge(ad_a: str, ad_b: str, key: str = "k", basis: str = "contact") -> Edge:
    return Edge(ad_a, ad_b, basis, key)


def test_an_ad_is_unknown_until_it_is_marked_seen(records: Records) -> None:
    assert records.seen("a1") is None
    records.mark_seen(SeenAd("a1", "h1", 5, 5))
    assert records.seen("a1") == SeenAd("a1", "h1", 5, 5)
    assert records.seen("a2") is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_seen_set_keeps_the_first_and_last_time_in_any_order(
    records: Records, order: tuple[int, ...]
) -> None:
    captures = [SeenAd("a1", "old", 3, 3), SeenAd("a1", "ha", 3, 7), SeenAd("a1", "hb", 7, 7)]
    for number in order:
        records.mark_seen(captures[number])
    assert records.seen("a1") == SeenAd("a1", "hb", 3, 7)


def test_the_ledger_sums_by_source_and_hour_of_collection(records: Records) -> None:
    records.enter(
        [
            entry("a1", LedgerState.INDEXED),
            entry("a2", LedgerState.INDEXED, at=NOON + HOUR - 1),
            entry("a3", LedgerState.QUARANTINED),
            entry("a1", LedgerState.DUPLICATE, at=NOON + HOUR),
            entry("b1", LedgerState.IN_FLIGHT, source="another"),
        ]
    )
    assert list(records.ledger()) == [
        LedgerLine("another", "2026-11-22T12", 1, {LedgerState.IN_FLIGHT: 1}),
        LedgerLine("board", "2026-11-22T12", 3, {LedgerState.INDEXED: 2, LedgerState.QUARANTINED: 1}),
        LedgerLine("board", "2026-11-22T13", 1, {LedgerState.DUPLICATE: 1}),
    ]


MOVES = [
    (LedgerState.IN_FLIGHT, LedgerState.INDEXED, LedgerState.INDEXED, "an end replaces being on the way"),
    (LedgerState.INDEXED, LedgerState.IN_FLIGHT, LedgerState.INDEXED, "being on the way replaces no end"),
    (LedgerState.INDEXED, LedgerState.DUPLICATE, LedgerState.INDEXED, "the first end stays"),
    (LedgerState.INDEXED, LedgerState.QUARANTINED, LedgerState.INDEXED, "whatever comes after"),
    (LedgerState.INDEXED, LedgerState.ERASED, LedgerState.ERASED, "but erasure replaces it"),
    (LedgerState.QUARANTINED, LedgerState.INDEXED, LedgerState.INDEXED, "a replay brings the true end"),
    (LedgerState.REJECTED, LedgerState.INDEXED, LedgerState.INDEXED, "also of what was rejected"),
    (LedgerState.REJECTED, LedgerState.QUARANTINED, LedgerState.REJECTED, "rejected says more"),
    (LedgerState.QUARANTINED, LedgerState.IN_FLIGHT, LedgerState.QUARANTINED, "set aside is an end"),
    (LedgerState.ERASED, LedgerState.INDEXED, LedgerState.ERASED, "and stays"),
    (LedgerState.INDEXED, LedgerState.INDEXED, LedgerState.INDEXED, "twice is once"),
]


@pytest.mark.parametrize(("first", "second", "stays", "reason"), MOVES)
def test_a_capture_has_one_end(
    records: Records, first: LedgerState, second: LedgerState, stays: LedgerState, reason: str
) -> None:
    records.enter([entry("together", first), entry("together", second)])
    records.enter([entry("apart", first)])
    records.enter([entry("apart", second)])
    assert [line.states for line in records.ledger()] == [{stays: 2}], reason


def test_nothing_to_enter_or_link_is_fine(records: Records) -> None:
    records.enter([])
    records.link([])
    records.append("evidence", [])
    assert (list(records.ledger()), list(records.linked([])), list(records.chain())) == ([], [], [])


def test_chain_rows_follow_each_other_over_several_calls(records: Records) -> None:
    first = records.append("evidence", ["one", "two"])
    second = records.append("audit", ["three"])
    rows = list(records.chain())
    assert rows == [*first, *second]
    assert [(row.number, row.kind, row.payload) for row in rows] == [
        (1, "evidence", "one"),
        (2, "evidence", "two"),
        (3, "audit", "three"),
    ]
    assert first_break(rows) is None


def test_a_blanked_payload_leaves_the_chain_whole(records: Records) -> None:
    records.append("evidence", ["one", "two", "three"])
    records.blank([2, 99])
    rows = list(records.chain())
    assert [row.payload for row in rows] == ["one", None, "three"]
    assert first_break(rows) is None
    records.append("evidence", ["four"])
    assert first_break(records.chain()) is None


def test_a_long_chain_is_read_whole(records: Records) -> None:
    records.append("evidence", [str(number) for number in range(1_201)])
    assert [row.payload for row in records.chain()] == [str(number) for number in range(1_201)]


def test_two_processes_append_to_one_chain_without_a_break(url: str) -> None:
    program = (
        "import sys; from search.records.sql import SqlRecords\n"
        "records = SqlRecords(sys.argv[1])\n"
        "for n in range(25): records.append(sys.argv[2], [f'{n}', f'{n} again'])\n"
        "records.close()"
    )
    run_in_processes(program, [url, "one"], [url, "two"])
    with closing(SqlRecords(url)) as records:
        rows = list(records.chain())
    assert len(rows) == 100
    assert first_break(rows) is None
    for kind in ("one", "two"):
        own = [row.payload for row in rows if row.kind == kind]
        assert own == [text for n in range(25) for text in (f"{n}", f"{n} again")]


def test_attempts_count_up_per_group_and_message_until_cleared(records: Records) -> None:
    assert [records.count_attempt("screen", "t/0/1") for _ in range(3)] == [1, 2, 3]
    assert records.count_attempt("screen", "t/0/2") == 1
    assert records.count_attempt("index", "t/0/1") == 1
    records.clear_attempts("screen", ["t/0/1", "t/0/9"])
    assert records.count_attempt("screen", "t/0/1") == 1
    assert records.count_attempt("screen", "t/0/2") == 2


def test_linked_gives_every_edge_of_the_component(records: Records) -> None:
    records.link([edge("a1", "a2"), edge("a2", "a3", "k2"), edge("b1", "b2")])
    records.link([edge("a1", "a2"), edge("a1", "a2", "t", "template")])
    expected = [edge("a1", "a2"), edge("a1", "a2", "t", "template"), edge("a2", "a3", "k2")]
    for ad_id in ("a1", "a2", "a3"):
        assert list(records.linked([ad_id])) == expected
    assert list(records.linked(["b2", "c1"])) == [edge("b1", "b2")]
    assert list(records.linked(["c1"])) == []


def test_a_long_row_of_links_is_one_component(records: Records) -> None:
    ads = [f"a{number:04}" for number in range(120)]
    records.link([edge(one, other) for one, other in pairwise(ads)])
    assert len(records.linked(["a0000"])) == 119


def test_a_hub_of_many_ads_is_one_component(records: Records) -> None:
    records.link([edge("a", f"b{number}") for number in range(1_300)])
    assert len(records.linked(["b7"])) == 1_300


def test_an_edge_that_names_its_ads_out_of_order_is_a_fault(records: Records) -> None:
    for wrong in (edge("a2", "a1"), edge("a1", "a1")):
        with pytest.raises(ValueError, match="smaller id first"):
            records.link([edge("a1", "a2"), wrong])
    assert list(records.linked(["a1"])) == []


def test_the_first_reading_stays(records: Records) -> None:
    records.mark_read("a1", person="one", at=5)
    records.mark_read("a1", person="two", at=6)
    assert records.read(["a1", "a2"]) == {"a1"}
    assert records.read([]) == frozenset()


def test_forgetting_removes_all_but_the_count(records: Records) -> None:
    for ad_id in ("a1", "a2"):
        records.mark_seen(SeenAd(ad_id, "h", 1, 1))
        records.enter([entry(ad_id, LedgerState.INDEXED), entry(ad_id, LedgerState.IN_FLIGHT, at=NOON + 1)])
        records.mark_read(ad_id, person="one", at=1)
    records.link([edge("a1", "a2"), edge("a2", "a3"), edge("a0", "a1")])
    records.forget(["a1", "unknown"])
    assert (records.seen("a1"), records.seen("a2")) == (None, SeenAd("a2", "h", 1, 1))
    assert list(records.linked(["a1", "a2"])) == [edge("a2", "a3")]
    assert records.read(["a1", "a2"]) == {"a2"}
    assert [(line.collected, line.states) for line in records.ledger()] == [
        (4, {LedgerState.ERASED: 2, LedgerState.INDEXED: 1, LedgerState.IN_FLIGHT: 1})
    ]


def test_withdrawing_ends_the_captures_before_and_leaves_the_seen_mark(records: Records) -> None:
    records.mark_seen(SeenAd("a1", "h", 1, 1))
    records.enter([entry("a1", LedgerState.INDEXED), entry("a1", LedgerState.RESTRICTED, at=NOON + 1)])
    records.enter([entry("a1", LedgerState.RESTRICTED, at=NOON + 2)])
    records.link([edge("a1", "a2")])
    records.mark_read("a1", person="one", at=1)
    for _ in range(2):
        records.withdraw("a1", before=NOON + 2)
    assert records.seen("a1") == SeenAd("a1", "h", 1, 1)
    assert list(records.linked(["a1"])) == []
    assert records.read(["a1"]) == frozenset()
    assert [line.states for line in records.ledger()] == [{LedgerState.ERASED: 1, LedgerState.RESTRICTED: 2}]


def test_everything_is_there_after_closing_and_opening(url: str) -> None:
    with closing(SqlRecords(url)) as first:
        first.append("evidence", ["one"])
        first.enter([entry("a1", LedgerState.INDEXED)])
    with closing(SqlRecords(url)) as second:
        assert [row.payload for row in second.chain()] == ["one"]
        assert len(second.ledger()) == 1


def test_closing_twice_is_allowed(records: Records) -> None:
    records.close()
    records.close()


states = st.sampled_from(LedgerState)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(st.tuples(st.sampled_from(["a1", "a2", "a3"]), states), max_size=12))
def test_the_ledger_closes_whatever_is_entered(fresh: Where, entries: list[tuple[str, LedgerState]]) -> None:
    with closing(SqlRecords(fresh())) as records:
        for ad_id, state in entries:
            records.enter([entry(ad_id, state)])
        lines = records.ledger()
    assert sum(line.collected for line in lines) == len({ad_id for ad_id, _ in entries})
    assert all(line.collected == sum(line.states.values()) for line in lines)


def test_an_ad_is_gone_until_it_is_seen_again(records: Records) -> None:
    records.mark_seen(SeenAd("a1", "h1", 5, 5))
    records.retire("a1", at=8)
    assert records.seen("a1") == SeenAd("a1", "h1", 5, 5, gone_at=8)
    records.mark_seen(SeenAd("a1", "h1", 5, 9))
    assert records.seen("a1") == SeenAd("a1", "h1", 5, 9)


@pytest.mark.parametrize("order", list(permutations((7, 8, 9))))
def test_the_first_word_that_an_ad_is_gone_stays(records: Records, order: tuple[int, ...]) -> None:
    records.mark_seen(SeenAd("a1", "h1", 5, 5))
    for moment in order:
        records.retire("a1", at=moment)
    assert records.seen("a1") == SeenAd("a1", "h1", 5, 5, gone_at=7)


def test_who_saw_an_ad_later_knows_better_than_who_missed_it(records: Records) -> None:
    records.mark_seen(SeenAd("a1", "h1", 5, 9))
    records.retire("a1", at=8)
    assert records.seen("a1") == SeenAd("a1", "h1", 5, 9)


def test_an_ad_that_was_never_seen_cannot_be_gone(records: Records) -> None:
    records.retire("a1", at=8)
    assert records.seen("a1") is None


def test_many_seen_ads_are_asked_for_at_once(records: Records) -> None:
    for number in range(3):
        records.mark_seen(SeenAd(f"a{number}", "h", 1, 1))
    asked = [f"a{number}" for number in range(1, 1_200)]
    assert records.seen_among(asked) == {"a1": SeenAd("a1", "h", 1, 1), "a2": SeenAd("a2", "h", 1, 1)}
    assert records.seen_among([]) == {}


def test_forgetting_the_seen_mark_leaves_everything_else(records: Records) -> None:
    records.mark_seen(SeenAd("a1", "h", 1, 1))
    records.enter([entry("a1", LedgerState.INDEXED)])
    records.forget_seen(["a1"])
    assert records.seen("a1") is None
    assert records.count_indexed() == 1


def test_what_was_marked_as_forgotten_stays_marked(records: Records) -> None:
    records.mark_forgotten(["k.1", "k.2"], at=5)
    records.mark_forgotten(["k.2", "k.2"], at=6)
    records.mark_forgotten([], at=7)
    records.forget(["a1"])
    assert records.forgotten(["k.1", "k.2", "k.3"]) == {"k.1", "k.2"}
    assert records.forgotten([]) == frozenset()


def mark(
    mark_id: str, *keys: str, since: int = 10, until: int = 20, bands: tuple[str, ...] = ()
) -> DoNotRefer:
    return DoNotRefer(mark_id, since, until, frozenset(keys), frozenset(bands))


def test_a_mark_is_known_by_each_of_its_keys_and_by_no_other(records: Records) -> None:
    records.mark_do_not_refer(mark("m1", "k1", "k2", bands=("w1", "w2")))
    records.mark_do_not_refer(mark("m2", "k2"))
    assert records.do_not_refer_among(["k2", "w2", "k9"], at=15) == (
        mark("m1", "k2", bands=("w2",)),
        mark("m2", "k2"),
    )
    assert records.do_not_refer_among([], at=15) == ()
    assert records.do_not_refer_among(["k9"], at=15) == ()


@pytest.mark.parametrize(("at", "holds"), [(9, False), (10, True), (19, True), (20, False)])
def test_a_mark_holds_from_its_beginning_until_before_its_end(
    records: Records, at: int, *, holds: bool
) -> None:
    records.mark_do_not_refer(mark("m1", "k1"))
    assert records.has_do_not_refer(at=at) is holds
    assert bool(records.do_not_refer(at=at)) is holds
    assert bool(records.do_not_refer_among(["k1"], at=at)) is holds


def test_a_mark_that_is_set_again_holds_longer_with_all_its_keys(records: Records) -> None:
    for again in (
        mark("m1", "k1"),
        mark("m1", "k2", since=12, until=22),
        mark("m1", "k1", since=13, until=15),
    ):
        records.mark_do_not_refer(again)
    assert records.do_not_refer(at=15) == (mark("m1", "k1", "k2", until=22),)


def test_of_a_lifted_mark_nothing_stays_and_others_hold(records: Records) -> None:
    records.mark_do_not_refer(mark("m1", "k1"))
    records.mark_do_not_refer(mark("m2", "k1", since=11))
    assert [records.lift_do_not_refer("m1") for _ in range(2)] == [True, False]
    assert records.do_not_refer(at=15) == (mark("m2", "k1", since=11),)


def test_marks_that_have_ended_are_removed_with_the_next(records: Records) -> None:
    records.mark_do_not_refer(mark("m1", "k1"))
    records.mark_do_not_refer(mark("m2", "k2", since=20, until=30))
    assert records.do_not_refer(at=15) == ()
    assert not records.lift_do_not_refer("m1")


def test_a_mark_of_many_keys_is_known_by_any(records: Records) -> None:
    keys = [f"k{number:04}" for number in range(1_200)]
    records.mark_do_not_refer(mark("m1", *keys))
    assert records.do_not_refer(at=15) == (mark("m1", *keys),)
    assert records.do_not_refer_among(keys, at=15) == (mark("m1", *keys),)


def test_forgetting_blanks_the_evidence_that_names_the_ad_and_no_other(records: Records) -> None:
    rows = ['{"ad_id": "a1", "url": "http://x/1"}', '{"ad_id": "a12"}', '{"ad_id": "b_1"}', "a1"]
    records.append("evidence", rows)
    records.forget(["a1", "b%1"])
    assert [row.payload for row in records.chain()] == [None, *rows[1:]]
    assert first_break(records.chain()) is None


def test_entries_of_one_state_are_told_whole_and_ads_counted_once(records: Records) -> None:
    many = [entry(f"a{number:04}", LedgerState.INDEXED, at=NOON + number) for number in range(1_100)]
    records.enter(
        [*many, entry("a0000", LedgerState.INDEXED, at=NOON + 5), entry("b", LedgerState.IN_FLIGHT)]
    )
    told = list(records.entries(LedgerState.INDEXED))
    assert len(told) == 1_101
    assert told[:2] == [many[0], entry("a0000", LedgerState.INDEXED, at=NOON + 5)]
    assert records.count_indexed() == 1_100
    assert list(records.entries(LedgerState.IN_FLIGHT)) == [entry("b", LedgerState.IN_FLIGHT)]
    assert list(records.entries(LedgerState.ERASED)) == []


def test_a_settled_capture_is_in_the_ledger_and_seen(records: Records) -> None:
    for state in (LedgerState.IN_FLIGHT, LedgerState.DUPLICATE):
        records.settle(entry("a1", state), SeenAd("a1", "h1", 5, 7))
    assert [line.states for line in records.ledger()] == [{LedgerState.DUPLICATE: 1}]
    assert records.seen("a1") == SeenAd("a1", "h1", 5, 7)
