import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scoring.features import columns, finding_counts, matrix, named_values, repeated
from tests.unit.models.training.builders import features


def test_a_repetition_adds_half_of_what_the_one_before_added() -> None:
    assert [repeated(count) for count in range(5)] == [0.0, 1.0, 1.5, 1.75, 1.875]


@given(st.integers(0, 48))
def test_every_further_repetition_counts_and_none_carries_the_score(count: int) -> None:
    assert repeated(count) < repeated(count + 1) < 2


def test_facts_that_never_differ_get_no_column() -> None:
    batch = [features(facts={"same": 1.0, "pay": 100.0}), features(facts={"same": 1.0, "pay": 9000.0})]
    assert columns(batch, ["JB01"]).facts == ("pay",)


def test_facts_are_brought_to_their_order_of_magnitude() -> None:
    layout = columns([features(facts={"pay": 99.0}), features(facts={"pay": 9999.0})], [])
    values = [named_values(features(facts={"pay": pay}), layout)[0] for pay in (0.0, 99.0, 9999.0, 1e30)]
    assert values == pytest.approx([0.0, 0.5, 1.0, 1.5])


@pytest.mark.parametrize("strange", [float("nan"), float("inf"), float("-inf")])
def test_a_fact_that_is_no_number_counts_as_absent(strange: float) -> None:
    layout = columns([features(facts={"pay": 0.0}), features(facts={"pay": 9.0})], [])
    assert named_values(features(facts={"pay": strange}), layout).tolist() == [0.0]


def test_the_matrix_holds_named_columns_first_and_one_row_per_ad() -> None:
    batch = [features("kanar", found=["JB01", "JB01"], facts={"pay": 9.0}), features("")]
    layout = columns(batch, ["CS05", "JB01"])
    rows = matrix(batch, layout)
    assert rows.shape == (2, layout.width)
    assert rows[0, :3].toarray().tolist() == [[0.0, 1.5, 1.0]]
    assert rows[1].nnz == 0


def test_findings_are_counted_by_indicator() -> None:
    assert finding_counts(features(found=["JB01", "JB02", "JB01"])) == {"JB01": 2, "JB02": 1}
