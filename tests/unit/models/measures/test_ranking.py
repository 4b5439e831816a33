import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from models.measures.intervals import Figure
from models.measures.ranking import (
    at_prevalence,
    average_precision,
    figure,
    group_draws,
    macro_precision,
    precision_at_top,
    precision_figure,
    precisions,
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


def test_too_few_positives_and_no_negative_give_no_precision() -> None:
    few = ranking(np.array([1.0, 1, 1, 1, 0, 0]), np.arange(6.0))
    assert precision_figure(few, ONES(6), ONES((3, 6))) == Figure(None, None, None, 4)
    assert precision_figure(ranking(ONES(6), np.arange(6.0)), ONES(6), ONES((3, 6))).value is None


def test_an_ad_that_counts_nothing_is_neither_a_positive_nor_a_negative() -> None:
    ranked = ranking(np.array([1.0] * 6 + [0.0]), -np.arange(7.0))
    assert precision_figure(ranked, np.array([0.0] + [1.0] * 6), ONES((3, 7))) == Figure(1.0, 1.0, 1.0, 5)
    assert precision_figure(ranked, np.array([1.0] * 6 + [0.0]), ONES((3, 7))).value is None


def test_a_perfect_ranking_has_precision_one() -> None:
    target = np.array([1.0] * 5 + [0.0] * 15)
    found = precision_figure(ranking(target, -np.arange(20.0)), ONES(20), group_draws(np.arange(20), seed=0))
    assert found == Figure(1.0, 1.0, 1.0, 5)


def test_a_known_ranking_has_its_precision_within_its_interval() -> None:
    target = np.array([1.0, 0, 1, 0, 1, 0, 1, 0, 1, 0])
    found = precision_figure(ranking(target, -np.arange(10.0)), ONES(10), group_draws(np.arange(10), seed=0))
    assert found.value == pytest.approx((1 + 2 / 3 + 3 / 5 + 4 / 7 + 5 / 9) / 5, abs=1e-4)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_one_big_group_makes_the_interval_wide() -> None:
    random = np.random.default_rng(1)
    target = (random.random(200) < 0.3).astype(float)
    ranked = ranking(target, target + random.normal(size=200))
    single = precision_figure(ranked, ONES(200), group_draws(np.arange(200), seed=0))
    grouped = precision_figure(ranked, ONES(200), group_draws(np.arange(200) // 20, seed=0))
    assert single != grouped
    assert single.value == grouped.value


def test_the_mean_is_that_of_the_kinds_with_a_positive() -> None:
    ideal, none = (ranking(np.array(target), -np.arange(3.0)) for target in ([1.0, 0, 0], [0.0, 0, 0]))
    assert macro_precision([ideal, none], ONES(3)) == 1.0
    assert macro_precision([ideal, none], ONES(3), prevalence=0.01) == pytest.approx(1.0)
    assert np.isnan(macro_precision([none], ONES(3)))


def test_kinds_with_too_few_positives_have_no_figure_and_no_part_in_the_mean() -> None:
    target = np.array([[1.0] * 5 + [0.0] * 5, [0.0] * 9 + [1.0]]).T
    of_kinds, macro = precisions(target, -np.arange(20.0).reshape(10, 2), ONES(10), ONES((3, 10)))
    assert [one.value for one in of_kinds] == [1.0, None]
    assert macro == Figure(1.0, 1.0, 1.0, 6)
