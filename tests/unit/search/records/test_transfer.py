"""Records carried from one database to another: alike in the end, twice is once, and nothing newer is written over."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from models.domain.chain import first_break
from models.domain.do_not_refer import DoNotRefer
from search.records import schema
from search.records.port import Edge, LedgerEntry, LedgerState, SeenAd
from search.records.sql import SqlRecords
from search.records.transfer import LEFT, RULES, RecordsTransfer

NOON = 1_795_348_800_000_000
MARK = DoNotRefer("m1", NOON, NOON + 10, frozenset({"k1"}), frozenset({"w1"}))


class Pair:
    """Two databases and what carries one to the other."""

    def __init__(self, source: SqlRecords, target: SqlRecords) -> None:
        self.source, self.target = source, target
        self.transfer = RecordsTransfer(source.database, target.database)

    def carry(self) -> tuple[int, int, int, int]:
        """(same, written, removed, newer), and all that is not newer made alike."""
        sums = [0, 0, 0, 0]
        for step in list(self.transfer.differences()):
            self.transfer.settle(step)
            for at, count in enumerate((step.same, len(step.write), len(step.remove), step.newer)):
                sums[at] += count
        return sums[0], sums[1], sums[2], sums[3]

    def newer(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for step in self.transfer.differences():
            if step.newer:
                found[step.table.name] = found.get(step.table.name, 0) + step.newer
        return found


@contextmanager
def opened(folder: Path) -> Iterator[Pair]:
    with (
        closing(SqlRecords(f"sqlite:///{folder / 'source.db'}")) as source,
        closing(SqlRecords(f"sqlite:///{folder / 'target.db'}")) as target,
    ):
        yield Pair(source, target)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with opened(tmp_path) as made:
        yield made


def fill(records: SqlRecords, *numbers: int, state: LedgerState = LedgerState.INDEXED) -> None:
    ads = [f"a{number:05}" for number in numbers]
    records.append("evidence", [f'{{"ad": "{each}"}}' for each in ads])
    records.enter([LedgerEntry(each, NOON, "board", state) for each in ads])
    for each in ads[:3]:
        records.mark_seen(SeenAd(each, "h", NOON, NOON))
        records.mark_read(each, person="one", at=NOON)
    records.link([Edge(ads[0], each, "contact", "k") for each in ads[1:]])
    records.mark_forgotten(["k.mark"], at=NOON)
    records.mark_do_not_refer(MARK)


def test_whoever_adds_a_table_says_how_it_is_carried() -> None:
    assert set(RULES) | set(LEFT) == set(schema.metadata.tables)


def test_everything_is_carried_and_a_second_time_finds_it_alike(pair: Pair) -> None:
    fill(pair.source, *range(1_201))
    rows = 1_201 + 1_201 + 3 + 3 + 1_200 + 1 + 2
    assert pair.carry() == (0, rows, 0, 0)
    assert pair.carry() == (rows, 0, 0, 0)
    assert list(pair.target.chain()) == list(pair.source.chain())
    assert first_break(pair.target.chain()) is None
    assert pair.target.ledger() == pair.source.ledger()
    assert pair.target.linked(["a00007"]) == pair.source.linked(["a00007"])
    assert pair.target.forgotten(["k.mark"]) == {"k.mark"}
    assert pair.target.do_not_refer(at=NOON) == (MARK,)
    assert pair.target.append("evidence", ["more"])[0].number == 1_202


def test_counted_attempts_stay_with_their_bus(pair: Pair) -> None:
    pair.source.count_attempt("screen", "ads.collected/0/1")
    assert pair.carry() == (0, 0, 0, 0)
    assert pair.target.count_attempt("screen", "ads.collected/0/1") == 1


def test_what_the_source_has_erased_goes_from_the_target_too(pair: Pair, tmp_path: Path) -> None:
    fill(pair.source, 1, 2, 3)
    pair.carry()
    pair.source.forget(["a00001"])
    pair.source.blank([1])
    assert pair.newer() == {}
    pair.carry()
    assert (pair.target.seen("a00001"), list(pair.target.linked(["a00002"]))) == (None, [])
    assert pair.target.read(["a00001", "a00002"]) == {"a00002"}
    assert next(iter(pair.target.chain())).payload is None
    written = b"".join(path.read_bytes() for path in tmp_path.glob("target.db*"))
    assert b'{"ad": "a00001"}' not in written


NEWER = [
    ("chain", lambda r: r.append("audit", ["more"]), 1),
    ("chain", lambda r: r.blank([2]), 1),
    ("ledger", lambda r: r.enter([LedgerEntry("a00009", NOON, "board", LedgerState.IN_FLIGHT)]), 1),
    ("ledger", lambda r: r.withdraw("a00003", before=NOON + 1), 1),
    ("seen", lambda r: r.mark_seen(SeenAd("a00001", "h2", NOON, NOON + 1)), 1),
    ("seen", lambda r: r.retire("a00001", at=NOON + 1), 1),
    ("edges", lambda r: r.link([Edge("a00002", "a00003", "contact", "k")]), 1),
    ("readings", lambda r: r.mark_read("a00009", person="two", at=NOON), 1),
    ("forgotten", lambda r: r.mark_forgotten(["k.other"], at=NOON), 1),
    ("do_not_refer", lambda r: r.mark_do_not_refer(replace(MARK, mark_id="m2")), 2),
    ("do_not_refer", lambda r: r.mark_do_not_refer(replace(MARK, until=MARK.until + 1)), 2),
]


@pytest.mark.parametrize(("table", "work", "count"), NEWER)
def test_what_was_done_on_the_target_since_is_newer(pair: Pair, table: str, work: object, count: int) -> None:
    fill(pair.source, 1, 2, 3)
    pair.carry()
    assert callable(work)
    work(pair.target)
    assert pair.newer() == {table: count}


def test_a_later_end_is_carried_over_an_earlier_one(pair: Pair) -> None:
    fill(pair.source, 1, state=LedgerState.QUARANTINED)
    pair.carry()
    pair.source.enter([LedgerEntry("a00001", NOON, "board", LedgerState.INDEXED)])
    assert pair.newer() == {}
    assert pair.carry()[1] == 1
    assert [line.states for line in pair.target.ledger()] == [{LedgerState.INDEXED: 1}]


def test_another_history_is_not_written_over(pair: Pair) -> None:
    pair.source.append("evidence", ["one", "two"])
    pair.target.append("evidence", ["one", "other"])
    assert pair.newer() == {"chain": 1}


def test_a_transfer_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path) as pair:
        fill(pair.source, *range(1_201))
        steps = pair.transfer.differences()
        for _ in range(2):
            pair.transfer.settle(next(steps))
    with opened(tmp_path) as pair:
        assert pair.newer() == {}
        same, _, removed, newer = pair.carry()
        assert (same, removed, newer) == (1_000, 0, 0)
        assert list(pair.target.chain()) == list(pair.source.chain())


def test_records_of_the_first_version_are_brought_up_to_date_before(tmp_path: Path) -> None:
    with opened(tmp_path) as pair:
        fill(pair.source, 1)
        with pair.source.database.writing() as connection:
            connection.execute(text("DROP TABLE do_not_refer"))
            connection.execute(text("DROP TABLE forgotten"))
            connection.execute(text("ALTER TABLE seen DROP COLUMN gone_at"))
            connection.execute(text("UPDATE schema_version SET version = 1"))
    with opened(tmp_path) as pair:
        assert pair.carry()[3] == 0
        assert pair.target.seen("a00001") == SeenAd("a00001", "h", NOON, NOON)
