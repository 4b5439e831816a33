from collections.abc import Sequence
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from models.domain.contact import ContactKind
from models.domain.events import AdScored, AdWithdrawn, Event
from pipeline.stages.index import IndexStage
from pipeline.stages.port import Done, Erased, SetAside
from search.forgotten import Forgotten
from search.index.build import document
from search.index.document import AdDocument
from search.index.embedded import EmbeddedIndex
from search.index.port import AdIndex, PutOutcome
from search.keyring import Keyring
from search.local_vault import LocalVault
from search.query.query import Query
from search.records.port import Records
from search.records.sql import SqlRecords
from tests.unit.pipeline.builders import HOUR, NOON, ad, scored, states

ONE, TWO = "+919876543210", "+919123456780"


@pytest.fixture
def vault(tmp_path: Path) -> LocalVault:
    return LocalVault(Keyring.create(tmp_path / "keys.json"))


def stage(index: AdIndex, records: Records, vault: LocalVault) -> IndexStage:
    build = partial(document, vault=vault)
    return IndexStage(index, records, build=build, forgotten=Forgotten(records, vault))


def pairs(records: Records, *numbers: int) -> set[tuple[int, int]]:
    """The edges as pairs of ad numbers."""
    numbered = {ad(number).ad_id: number for number in range(60)}
    edges = records.linked([ad(number).ad_id for number in numbers])
    return {(min(pair), max(pair)) for edge in edges for pair in [(numbered[edge.ad_a], numbered[edge.ad_b])]}


def test_a_judged_ad_is_in_the_index_and_its_ledger_entry_closed(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    assert stage(index, records, vault).handle([scored(ad(1))]) == [Done()]
    found = index.get(ad(1).ad_id)
    assert found is not None
    assert found.captured_at == NOON
    assert states(records) == {"indexed": 1}


def test_handling_twice_leaves_the_same_state_as_once(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    events = [scored(ad(1), phone=ONE), scored(ad(2), phone=ONE)]
    for _ in range(2):
        stage(index, records, vault).handle(events)
    assert index.count(Query()) == 2
    assert states(records) == {"indexed": 2}
    assert pairs(records, 1) == {(1, 2)}


def test_later_earlier_and_unchanged_captures_end_as_what_they_are(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    into = stage(index, records, vault)
    into.handle([scored(ad(1, at=NOON + HOUR))])
    into.handle([scored(ad(1, at=NOON + 2 * HOUR))])
    into.handle([scored(ad(1, text="first words", at=NOON))])
    into.handle([scored(ad(1, text="other words", at=NOON + 3 * HOUR))])
    assert states(records) == {"indexed": 2, "duplicate": 1, "superseded": 1}
    assert index.count(Query()) == 1


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_ads_with_one_number_are_joined_in_whatever_order_and_batch_they_come(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault, order: Sequence[int]
) -> None:
    into = stage(index, records, vault)
    phones = {1: ONE, 2: ONE, 3: TWO}
    first, *others = [scored(ad(number), phone=phones[number]) for number in order]
    into.handle([first])
    into.handle(others)
    assert pairs(records, 1, 2, 3) == {(1, 2)}


def test_an_edge_names_contact_as_its_basis_and_no_number(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    stage(index, records, vault).handle([scored(ad(1), phone=ONE), scored(ad(2), phone=ONE)])
    (edge,) = records.linked([ad(1).ad_id])
    assert edge.basis == "contact"
    assert edge.ad_a < edge.ad_b
    assert "98765" not in edge.key


def test_a_number_in_fifty_ads_joins_them_all_without_fifty_times_fifty_edges(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    into = stage(index, records, vault)
    for start in range(0, 50, 10):
        into.handle([scored(ad(number, at=NOON + number), phone=ONE) for number in range(start, start + 10)])
    joined = pairs(records, 49)
    assert {number for pair in joined for number in pair} == set(range(50))
    assert len(joined) <= 50 * 20


def test_what_is_no_judged_ad_is_set_aside_and_the_others_go_on(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    from models.domain.events import AdCollected

    outcomes = stage(index, records, vault).handle([AdCollected(ad(1)), scored(ad(2))])
    assert outcomes == [SetAside("not a judged ad"), Done()]
    assert index.count(Query()) == 1


class Picky(EmbeddedIndex):
    """An index that refuses one ad, as an engine with a strict mapping may."""

    def put(self, documents: Sequence[AdDocument]) -> Sequence[PutOutcome]:
        refused = ad(1).ad_id
        went_in = iter(super().put([each for each in documents if each.ad_id != refused]))
        return [PutOutcome.REJECTED if each.ad_id == refused else next(went_in) for each in documents]


def test_a_document_that_the_engine_refuses_is_set_aside_and_entered_as_rejected(
    records: SqlRecords, vault: LocalVault, tmp_path: Path
) -> None:
    index = Picky(tmp_path / "picky.sqlite3")
    outcomes = stage(index, records, vault).handle([scored(ad(1), phone=ONE), scored(ad(2), phone=ONE)])
    index.close()
    assert outcomes == [SetAside("the index refuses this document"), Done()]
    assert states(records) == {"rejected": 1, "indexed": 1}
    assert pairs(records, 2) == set()


def test_an_event_that_no_document_can_be_made_of_leaves_nothing_behind(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    def fail(_: AdScored) -> AdDocument:
        raise LookupError

    with pytest.raises(LookupError):
        IndexStage(index, records, build=fail, forgotten=Forgotten(records, vault)).handle([scored(ad(1))])
    assert index.count(Query()) == 0
    assert states(records) == {}


def test_a_withdrawn_ad_is_gone_with_its_links_and_counted_as_erased(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    into = stage(index, records, vault)
    into.handle([scored(ad(1), phone=ONE), scored(ad(2), phone=ONE)])
    for _ in range(2):
        assert into.handle([AdWithdrawn(ad(1).ad_id, NOON + HOUR)]) == [Done()]
    assert index.get(ad(1).ad_id) is None
    assert index.count(Query()) == 1
    assert pairs(records, 2) == set()
    assert states(records) == {"erased": 1, "indexed": 1}


def test_a_capture_after_the_withdrawal_stays_in_whatever_order_they_come(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    withdrawn, later = AdWithdrawn(ad(1).ad_id, NOON), scored(ad(1, at=NOON + HOUR))
    orders: list[list[Event]] = [[withdrawn, later], [later, withdrawn]]
    for events in orders:
        stage(index, records, vault).handle(events)
        found = index.get(ad(1).ad_id)
        assert found is not None
        assert found.captured_at == NOON + HOUR


def test_a_forgotten_ad_that_arrives_after_all_is_erased_and_the_others_land(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    Forgotten(records, vault).add([ad(1).ad_id], at=NOON)
    events = [scored(ad(1), phone=ONE), scored(ad(2), phone=ONE), scored(ad(1, at=NOON + HOUR), phone=ONE)]
    for _ in range(2):
        assert stage(index, records, vault).handle(events) == [Erased(), Done(), Erased()]
    assert index.get(ad(1).ad_id) is None
    assert index.count(Query()) == 1
    assert pairs(records, 1, 2) == set()
    assert states(records) == {"erased": 2, "indexed": 1}


def test_every_ad_of_a_forgotten_contact_is_erased_and_marked_itself(
    index: EmbeddedIndex, records: SqlRecords, vault: LocalVault
) -> None:
    forgotten = Forgotten(records, vault)
    forgotten.add([], contact_keys=[vault.contact_key(ContactKind.PHONE, ONE)], at=NOON)
    events = [scored(ad(1), phone=ONE), scored(ad(2), phone=TWO)]
    assert stage(index, records, vault).handle(events) == [Erased(), Done()]
    assert forgotten.among({ad(1).ad_id: (), ad(2).ad_id: ()}) == {ad(1).ad_id}
    assert index.count(Query()) == 1


class Interrupted(EmbeddedIndex):
    """An index on which somebody asks to be forgotten while a batch is written, and is not found there yet."""

    forgotten: Forgotten

    def put(self, documents: Sequence[AdDocument]) -> Sequence[PutOutcome]:
        self.forgotten.add([ad(1).ad_id], at=NOON)
        self.forget([ad(1).ad_id])
        return super().put(documents)


def test_an_ad_that_is_forgotten_while_it_is_written_does_not_stay(
    records: SqlRecords, vault: LocalVault, tmp_path: Path
) -> None:
    index = Interrupted(tmp_path / "interrupted.sqlite3")
    index.forgotten = Forgotten(records, vault)
    assert stage(index, records, vault).handle([scored(ad(1)), scored(ad(2))]) == [Erased(), Done()]
    assert [document.ad_id for document in index.scan(Query())] == [ad(2).ad_id]
    index.close()
    assert states(records) == {"erased": 1, "indexed": 1}
