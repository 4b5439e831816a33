import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.codec import encode
from models.domain.events import AdCollected
from pipeline.lane import restrict
from pipeline.ledger import closes, collected, entry, readable_entry, totals
from search.records.port import LedgerEntry, LedgerLine, LedgerState
from tests.unit.pipeline.builders import CHILD_SIGN, NOON, ad, scored

LINES = [
    LedgerLine("board", "2026-06-02T12", 203, {LedgerState.INDEXED: 200, LedgerState.QUARANTINED: 3}),
    LedgerLine("other", "2026-06-02T13", 201, {LedgerState.INDEXED: 200, LedgerState.REJECTED: 1}),
]


def test_an_entry_names_capture_and_source() -> None:
    assert entry(ad(1), LedgerState.INDEXED) == LedgerEntry(ad(1).ad_id, NOON, "board", LedgerState.INDEXED)


@pytest.mark.parametrize(
    "event",
    [AdCollected(ad(1)), scored(ad(1)), restrict(ad(1), CHILD_SIGN, stage="screen", lane_public=None)],
)
def test_the_entry_of_any_message_about_an_ad_can_be_read_off_its_bytes(event: AdCollected) -> None:
    newer = encode(event).replace(b'"v":1', b'"v":9')
    assert readable_entry(newer, LedgerState.QUARANTINED) == entry(ad(1), LedgerState.QUARANTINED)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"[]",
        b"null",
        b'{"body": 3}',
        b'{"body": {"ad": "x"}}',
        b'{"body": {"ad_id": 1, "captured_at": 2, "card_id": "c"}}',
        b'{"body": {"ad_id": "a", "captured_at": -2, "card_id": "c"}}',
        b'{"body": {"ad_id": "a", "captured_at": 99999999999999999, "card_id": "c"}}',
    ],
)
def test_bytes_without_a_capture_have_no_entry(value: bytes) -> None:
    assert readable_entry(value, LedgerState.QUARANTINED) is None


@given(st.binary(max_size=200))
def test_reading_an_entry_never_fails(value: bytes) -> None:
    assert readable_entry(value, LedgerState.QUARANTINED) is None


def test_totals_add_up_over_sources_and_hours() -> None:
    sums = totals(LINES)
    assert (sums[LedgerState.INDEXED], sums[LedgerState.QUARANTINED], sums[LedgerState.REJECTED]) == (
        400,
        3,
        1,
    )
    assert sums[LedgerState.IN_FLIGHT] == 0
    assert collected(LINES) == 404


def test_a_ledger_closes_when_nothing_is_in_flight_and_lines_add_up() -> None:
    assert closes(LINES)
    assert not closes([*LINES, LedgerLine("board", "2026-06-02T14", 1, {LedgerState.IN_FLIGHT: 1})])
    assert not closes([LedgerLine("board", "2026-06-02T14", 2, {LedgerState.INDEXED: 1})])
