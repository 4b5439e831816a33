from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from models.training.fitting import Beliefs, fit_line

ONES = np.ones


def beliefs(
    centre: list[float], *, spread: float = 1.0, low: float = -np.inf, high: float = np.inf
) -> Beliefs:
    width = len(centre)
    return Beliefs(np.array(centre), np.full(width, spread), np.full(width, low), np.full(width, high))


def random_rows(size: int) -> tuple[csr_matrix, np.ndarray]:
    random = np.random.default_rng(3)
    rows = random.normal(size=(size, 4))
    target = (rows[:, 0] - 0.5 * rows[:, 1] + random.logistic(size=size) > 0.3).astype(float)
    return csr_matrix(rows), target


def test_without_beliefs_it_is_scikit_learns_logistic_regression() -> None:
    rows, target = random_rows(300)
    weights, intercept = fit_line(rows, target, ONES(300), beliefs([0.0] * 4, spread=2.0))
    theirs = LogisticRegression(C=4.0, tol=1e-8, max_iter=1000).fit(rows, target)
    assert weights == pytest.approx(theirs.coef_[0], abs=2e-3)
    assert intercept == pytest.approx(theirs.intercept_[0], abs=2e-3)


def test_with_few_examples_the_line_stays_near_what_was_believed() -> None:
    rows, target = csr_matrix(np.eye(4)), np.array([1.0, 0.0, 0.0, 1.0])
    weights, _ = fit_line(rows, target, ONES(4), beliefs([2.1, 1.25, -1.25, 0.0], spread=0.1))
    assert weights == pytest.approx([2.1, 1.25, -1.25, 0.0], abs=0.02)


def test_with_many_examples_the_line_follows_them() -> None:
    rows, target = random_rows(5000)
    weights, _ = fit_line(rows, target, ONES(5000), beliefs([-3.0, 3.0, 0.0, 0.0]))
    assert weights == pytest.approx([1.0, -0.5, 0.0, 0.0], abs=0.15)


def test_examples_against_a_sign_cannot_turn_it_over() -> None:
    rows = csr_matrix(np.array([[1.0]] * 50 + [[0.0]] * 50))
    target = np.array([0.0] * 50 + [1.0] * 50)
    weights, _ = fit_line(rows, target, ONES(100), beliefs([1.25], low=0.3, high=2.5))
    assert weights == pytest.approx([0.3])


def test_a_weight_without_spread_is_fixed() -> None:
    rows, target = random_rows(300)
    weights, _ = fit_line(rows, target, ONES(300), beliefs([0.0, 0.7, 0.0, 0.0], spread=0.0))
    assert weights.tolist() == [0.0, 0.7, 0.0, 0.0]


def test_a_kind_without_examples_keeps_what_was_believed() -> None:
    weights, intercept = fit_line(csr_matrix(np.eye(3)), np.zeros(3), ONES(3), beliefs([2.1, 0.0, -1.25]))
    assert weights.tolist() == [2.1, 0.0, -1.25]
    assert intercept == pytest.approx(np.log(0.5 / 3.5))


def test_an_ad_of_weight_three_counts_as_three_ads() -> None:
    rows, target = random_rows(60)
    thrice = csr_matrix(np.vstack([rows.toarray(), np.repeat(rows[:1].toarray(), 2, axis=0)]))
    counted = fit_line(rows, target, np.array([3.0] + [1.0] * 59), beliefs([0.0] * 4))
    copied = fit_line(thrice, np.append(target, [target[0]] * 2), ONES(62), beliefs([0.0] * 4))
    assert counted[0] == pytest.approx(copied[0], abs=1e-3)


def test_an_intercept_is_pulled_towards_what_was_believed_of_it() -> None:
    rows, target = random_rows(40)
    free = fit_line(rows, target, ONES(40), beliefs([0.0] * 4))[1]
    pulled = replace(beliefs([0.0] * 4), intercept=-3.0, intercept_spread=0.05)
    assert free > -1.5
    assert fit_line(rows, target, ONES(40), pulled)[1] == pytest.approx(-3.0, abs=0.1)
    assert fit_line(rows, np.zeros(40), ONES(40), pulled)[1] == -3.0
