from dataclasses import replace

import numpy as np

from models.domain.judgement import Kind
from models.evaluation.baselines import (
    LETTERS,
    TEXT_LINES,
    TFIDF,
    TFIDF_LETTERS,
    WORDS,
    counted_scores,
    published_texts,
)
from tests.unit.models.training.builders import all_signs, corpus, features


def test_words_that_go_with_a_kind_are_learned_from_the_other_folds() -> None:
    texts = ["नौकरी रखेंगे पासपोर्ट", "अच्छी नौकरी वेतन"] * 10
    target = np.tile([[1.0, 0.0], [0.0, 0.0]], (10, 1))
    scores = WORDS.scores(texts, target, np.arange(20) // 10)
    assert scores[::2, 0].min() > scores[1::2, 0].max()
    assert set(scores[:, 1]) == {-50.0}  # a kind without examples


def test_a_label_that_counts_for_more_moves_a_baseline_as_it_moves_a_model() -> None:
    texts, target = ["kept", "held", "given"], np.array([[1.0], [1.0], [0.0]])
    equal, counted = (
        WORDS.elsewhere(texts, target, ["kept", "held"], counts=counts)[:, 0]
        for counts in (None, np.array([9.0, 1.0, 5.0]))
    )
    assert abs(equal[0] - equal[1]) < 1e-3
    assert counted[0] - counted[1] > 0.5
    folds, unseen = np.array([0, 0, 0, 1]), np.append(target, [[1.0]], axis=0)
    in_folds = WORDS.scores([*texts, "kept"], unseen, folds, counts=np.array([9.0, 1.0, 5.0, 7.0]))
    assert in_folds[3, 0] == counted[0]


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


def test_a_field_that_is_read_as_a_fact_is_no_text_of_a_baseline() -> None:
    one, _ = corpus()[0]
    ad = replace(one.ad, text="Clerk wanted", fields={"company_logo": "yes", "salary": "9000"})
    assert published_texts([replace(one, ad=ad)]) == ["title\nClerk wanted\n9000"]
