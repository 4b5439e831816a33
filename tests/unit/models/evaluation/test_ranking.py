import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from models.evaluation.ranking import (
    at_prevalence,
    average_precision,
    figure,
    group_draws,
    precision_at_top,
    ranking,
    recall_at_alarms,
)

ONES = np.ones


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 6), st.integers(1, 4)), min_size=2, max_size=40))
def test_average_precision_is_scikit_learns_also_with_ties_and_counts(
    ads: list[tuple[bool, int, int]],
) -> None:
    target, score, counts = (np.array(column, dtype=float) for column in zip(*ads, strict=True))
    found = average_precision(ranking(target, score), counts)
    if target.any():
        assert found == pytest.approx(average_precision_score(target, score, sample_weight=counts))
    else:
        assert np.isnan(found)


def test_where_leads_are_rarer_the_same_ranking_is_less_precise() -> None:
    target, score = np.array([0.0, 1, 1, 0, 0, 1, 0, 0, 0, 0]), -np.arange(10.0)
    ranked = ranking(target, score)
    found = [average_precision(ranked, at_prevalence(target, ONES(10), rate)) for rate in (0.3, 0.05, 0.001)]
    assert found == pytest.approx([0.555556, 0.138644, 0.003103], rel=1e-3)
    assert found[0] > found[1] > found[2]


def test_counts_at_a_prevalence_add_up_to_it() -> None:
    target = np.array([1.0, 1, 0, 0, 0])
    counts = at_prevalence(target, np.array([3.0, 1, 1, 1, 2]), 0.01)
    assert float(target @ counts) == pytest.approx(0.01)
    assert float(counts.sum()) == pytest.approx(1.0)


def test_precision_at_the_top_counts_ties_as_if_drawn() -> None:
    target = np.array([1.0, 1, 0, 0])
    assert precision_at_top(ranking(target, np.array([3.0, 2, 1, 0])), ONES(4), top=2) == 1.0
    assert precision_at_top(ranking(target, np.zeros(4)), ONES(4), top=2) == 0.5
    assert np.isnan(precision_at_top(ranking(target, np.zeros(4)), ONES(4), top=5))


def test_recall_stops_before_the_alarm_that_is_one_too_many() -> None:
    target = np.array([1.0, 0, 1, 0, 1] + [0.0] * 98)
    ranked = ranking(target, -np.arange(103.0))
    found = [recall_at_alarms(ranked, ONES(103), per_1000=rate) for rate in (1, 10, 20)]
    assert found == pytest.approx([1 / 3, 2 / 3, 1.0])


def test_a_harmless_ad_above_all_leads_leaves_no_recall_at_a_rare_alarm() -> None:
    assert recall_at_alarms(ranking(np.array([0.0, 1, 0]), np.array([3.0, 2, 1])), ONES(3), per_1000=1) == 0.0


def test_a_group_is_drawn_whole() -> None:
    drawn = group_draws(np.array([4, 4, 9, 9, 9, 1]), seed=0)
    assert (drawn[:, 0] == drawn[:, 1]).all()
    assert (drawn[:, 2] == drawn[:, 4]).all()
    assert set(drawn.mean(axis=0).round()) == {1.0}


def test_a_figure_of_fewer_than_five_positives_is_none() -> None:
    assert figure(lambda _: 1.0, ONES(9), ONES((3, 9)), positives=4).value is None
    assert figure(lambda counts: counts.mean(), ONES(9), ONES((3, 9)), positives=5).value == 1.0
