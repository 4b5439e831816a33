from dataclasses import replace

import numpy as np

from models.scoring.ngrams import SKETCH_BITS, grams
from models.training.abstaining import abstention, unlike_ads
from tests.unit.models.training.builders import trained

NOBODY_KNOWS = ["zzyx qwov", "bfdg ptkj"]


def test_ads_that_are_known_and_texts_that_are_not_are_told_apart() -> None:
    told = abstention(
        np.array([0.9, 0.8, 0.95]), np.arange(3), classifier=trained().classifier, unlike=NOBODY_KNOWS
    )
    assert told["auroc"]["value"] == 1.0
    assert told["auroc"]["size"] == 2
    assert told["abstained_on_others"] == 1.0


def test_a_model_that_knows_every_run_cannot_tell() -> None:
    knows_all = replace(trained().classifier, known=np.ones(SKETCH_BITS, dtype=bool))
    told = abstention(np.ones(3), np.arange(3), classifier=knows_all, unlike=NOBODY_KNOWS)
    assert told["auroc"]["value"] == 0.5
    assert told["abstained_on_others"] == 0.0


def test_the_texts_that_are_no_ads_have_words_and_stand_once() -> None:
    texts = [one.text for one in unlike_ads()]
    assert len(texts) == len(set(texts)) == 40
    assert all(grams(text).singles > 0 for text in texts)
