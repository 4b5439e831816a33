from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from models.domain.chain import ChainRow, first_break, next_row


def chain(*payloads: str) -> list[ChainRow]:
    rows: list[ChainRow] = []
    for payload in payloads:
        rows.append(next_row(rows[-1] if rows else None, kind="evidence", payload=payload))
    return rows


def test_an_empty_chain_is_whole() -> None:
    assert first_break([]) is None


@given(st.lists(st.text(), min_size=1, max_size=6))
def test_an_untouched_chain_is_whole(payloads: list[str]) -> None:
    assert first_break(chain(*payloads)) is None


def test_one_changed_byte_is_found_at_its_row() -> None:
    rows = chain("one", "two", "three")
    rows[1] = replace(rows[1], payload="twO")
    assert first_break(rows) == 2


def test_an_erased_payload_keeps_the_chain_whole() -> None:
    rows = chain("one", "two", "three")
    rows[1] = replace(rows[1], payload=None)
    assert first_break(rows) is None


def test_a_removed_row_is_found() -> None:
    rows = chain("one", "two", "three")
    assert first_break([rows[0], rows[2]]) == 2


def test_a_row_passed_off_as_another_kind_is_found() -> None:
    rows = chain("one", "two")
    rows[0] = replace(rows[0], kind="audit")
    assert first_break(rows) == 1


def test_a_forged_payload_with_its_own_digest_is_found() -> None:
    rows = chain("one", "two")
    forged = next_row(None, kind="evidence", payload="ONE")
    assert first_break([forged, rows[1]]) == 2
