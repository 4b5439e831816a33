import pytest

from pipeline.agreement import Agreement, agreement, disagreements, missing_ads
from pipeline.bus.embedded import EmbeddedBus
from pipeline.ledger import entry
from search.index.embedded import EmbeddedIndex
from search.records.port import LedgerState
from search.records.sql import SqlRecords
from tests.contract.documents import ad as indexed_ad
from tests.unit.pipeline.builders import HOUR, NOON, ad, collected_message

WHOLE = Agreement(captures=9, indexed=5, present=5, in_flight=2, waiting=2)


def test_what_agrees_needs_no_sentence() -> None:
    assert disagreements(WHOLE) == ()
    assert disagreements(Agreement(0, 0, 0, 0, 0)) == ()
    # Between two steps of a stage an ad is in the index before the ledger says so, and on the bus before it too.
    assert disagreements(Agreement(captures=9, indexed=5, present=6, in_flight=1, waiting=4)) == ()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            Agreement(9, 5, 0, 0, 0),
            "5 ads are in the index, and the index holds 0. Put its backup back, or run `nigah replay index`",
        ),
        (Agreement(9, 5, 5, 3, 1), "3 captures are on their way, and the bus holds 1 messages to work on"),
        (
            Agreement(0, 0, 7, 0, 0),
            "The index holds 7 ads, and the ledger knows of none: the records are gone",
        ),
    ],
    ids=["index", "bus", "records"],
)
def test_each_loss_has_a_sentence_that_says_what_to_do(found: Agreement, words: str) -> None:
    (sentence,) = disagreements(found)
    assert words in sentence


def test_ledger_index_and_bus_are_counted(
    bus: EmbeddedBus, index: EmbeddedIndex, records: SqlRecords
) -> None:
    records.enter(
        [
            entry(ad(1), LedgerState.INDEXED),
            entry(ad(1, at=NOON + HOUR), LedgerState.INDEXED),
            entry(ad(2), LedgerState.INDEXED),
            entry(ad(3), LedgerState.ERASED),
            entry(ad(4), LedgerState.IN_FLIGHT),
        ]
    )
    index.put([indexed_ad(ad(2).ad_id)])
    bus.publish([collected_message(ad(4))])
    assert agreement(bus, index, records) == Agreement(
        captures=5, indexed=2, present=1, in_flight=1, waiting=1
    )
    assert list(missing_ads(index, records)) == [ad(1).ad_id]


def test_missing_ads_are_found_among_many(index: EmbeddedIndex, records: SqlRecords) -> None:
    records.enter([entry(ad(number), LedgerState.INDEXED) for number in range(1_050)])
    index.put([indexed_ad(ad(number).ad_id) for number in range(1_050) if number % 350])
    assert set(missing_ads(index, records)) == {ad(number).ad_id for number in (0, 350, 700)}
