import numpy as np

from models.domain.judgement import Kind
from models.evaluation.baselines import LETTERS, TEXT_LINES, TFIDF, TFIDF_LETTERS, WORDS, counted_scores
from tests.unit.models.training.builders import all_signs, features


def test_words_that_go_with_a_kind_are_learned_from_the_other_folds() -> None:
    texts = ["नौकरी रखेंगे पासपोर्ट", "अच्छी नौकरी वेतन"] * 10
    target = np.tile([[1.0, 0.0], [0.0, 0.0]], (10, 1))
    scores = WORDS.scores(texts, target, np.arange(20) // 10)
    assert scores[::2, 0].min() > scores[1::2, 0].max()
    assert set(scores[:, 1]) == {-50.0}  # a kind without examples


def test_letter_runs_know_a_word_in_a_form_that_they_never_saw() -> None:
    texts, target = ["passport", "salary"] * 5, np.tile([[1.0], [0.0]], (5, 1))
    unseen = ["passports", "salaries"]
    letters, words = (line.elsewhere(texts, target, unseen)[:, 0] for line in (LETTERS, WORDS))
    assert letters[0] > letters[1]
    assert words[0] == words[1]
    assert list(TEXT_LINES) == [TFIDF, TFIDF_LETTERS]


def test_each_indicator_counts_once_for_its_kinds_and_protection_against_them() -> None:
    by_prior = {one.prior > 0: one for one in all_signs() if one.kinds == frozenset(Kind)}
    raising = next(one for one in all_signs() if one.prior > 0 and len(one.kinds) == 1)
    (kind,) = raising.kinds
    once, twice = (features(found=[raising.indicator] * times) for times in (1, 2))
    against = features(found=[raising.indicator, by_prior[False].indicator])
    column = list(Kind).index(kind)
    found = counted_scores([once, twice, against], all_signs())
    assert found[:, column].tolist() == [1.0, 1.0, 0.0]
    assert found[0].sum() == 1.0
