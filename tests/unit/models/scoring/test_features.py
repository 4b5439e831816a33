from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scoring.features import columns, finding_counts, gram_values, named_values, no_grams, repeated
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


def test_findings_are_counted_by_indicator() -> None:
    assert finding_counts(features(found=["JB01", "JB02", "JB01"])) == {"JB01": 2, "JB02": 1}


def test_a_gram_counts_by_the_logarithm_of_how_often_times_how_rare_it_is() -> None:
    layout = replace(columns([], []), grams=np.append([3, 8], no_grams()), rarity=np.array([1.0, 2.0, 0.0]))
    places, values = gram_values(np.array([8, 5, 3]), np.array([1.0, 9.0, 1.0]), layout)
    assert places.tolist() == [1, 1, 0]
    assert values == pytest.approx([2 / 5**0.5, 0.0, 1 / 5**0.5])


def test_without_learned_grams_every_value_is_nothing() -> None:
    _, values = gram_values(np.array([8, 5]), np.array([1.0, 9.0]), columns([], []))
    assert values.tolist() == [0.0, 0.0]


def test_what_fewer_than_ten_ads_say_in_a_field_is_not_learned_from() -> None:
    often, seldom, plain = ({"field:industry=a": 1.0}, {"field:industry=b": 1.0}, {"pay": 1.0})
    batch = [features(facts=one) for one in [often] * 10 + [seldom] * 9 + [plain]]
    assert columns(batch, []).facts == ("field:industry=a", "pay")
