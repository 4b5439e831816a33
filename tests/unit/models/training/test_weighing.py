from collections.abc import Sequence

import numpy as np
import pytest

from models.domain.judgement import AdClass, Kind
from models.scoring.classifier import KINDS
from models.scoring.ngrams import HASHES, grams
from models.training.examples import Examples
from models.training.rows import learned_columns, matrix
from models.training.weighing import BY_RARITY, BY_TELLING, best_weighing
from tests.unit.models.training.builders import all_signs, features

LEADS, OTHERS = ["kanar mopel"] * 6, ["redor mopel"] * 12
FRAUD = KINDS.index(Kind.RECRUITMENT_FRAUD)


def test_a_word_that_both_sides_use_alike_counts_less_than_one_that_leads_use() -> None:
    examples = examples_of(LEADS, OTHERS)
    weighed = BY_TELLING.apply(examples, learned=examples)
    assert rarity_of("mopel", weighed) < 0.1 < rarity_of("kanar", weighed)


def test_letter_runs_only_repeat_what_words_tell() -> None:
    examples = examples_of(LEADS, OTHERS)
    weighed = BY_TELLING.apply(examples, learned=examples)
    runs = weighed.layout.named + np.flatnonzero(weighed.layout.grams >= HASHES)
    assert np.abs(examples.rows[:, runs]).sum() > 0
    assert np.abs(weighed.rows[:, runs]).sum() == 0


def test_the_values_of_an_ads_words_keep_their_length() -> None:
    examples = examples_of(LEADS, OTHERS)
    rows = BY_TELLING.apply(examples, learned=examples).rows[:, examples.layout.named :]
    assert np.sqrt(rows.multiply(rows).sum(axis=1)).ravel().tolist()[0] == pytest.approx([1.0] * 18)


def test_what_a_word_tells_comes_from_the_ads_learned_from_alone() -> None:
    learned = np.array([0, 1, 2, 6, 7, 8, 9])
    same = examples_of(LEADS, OTHERS)
    swapped = examples_of([*LEADS[:3], *OTHERS[:3]], [*OTHERS[:4], *LEADS[:4], *OTHERS[:4]])
    weighed = [BY_TELLING.apply(same, learned=one.take(learned)).layout.rarity for one in (same, swapped)]
    assert weighed[0].tolist() == weighed[1].tolist()


def test_by_rarity_no_count_changes() -> None:
    examples = examples_of(LEADS, OTHERS)
    weighed = BY_RARITY.apply(examples, learned=examples)
    assert weighed.rows is examples.rows
    assert weighed.layout is examples.layout


def test_where_most_words_say_nothing_they_count_by_what_they_tell() -> None:
    """Sixty words of filler an ad, and a dozen words that leads use twice as often as others do."""
    draw = np.random.default_rng(5)
    filler, told = [f"nar{chr(0x900 + n)}" for n in range(400)], [f"tel{chr(97 + n)}" for n in range(12)]

    def ad(used: float) -> str:
        words = [word for word in told if draw.random() < used]
        return " ".join(words + [filler[n] for n in draw.integers(0, 400, 60)])

    examples = examples_of([ad(0.5) for _ in range(40)], [ad(0.25) for _ in range(80)])
    assert best_weighing(examples, np.arange(120) % 5) is BY_TELLING


def test_without_leads_on_both_sides_of_a_split_rarity_is_kept() -> None:
    examples = examples_of(LEADS, OTHERS)
    assert best_weighing(examples, np.array([0] * 6 + [1] * 12)) is BY_RARITY


def rarity_of(word: str, examples: Examples) -> float:
    place = np.flatnonzero(examples.layout.grams == grams(word).word_ids[0])
    return float(examples.layout.rarity[place[0]])


def examples_of(leads: Sequence[str], others: Sequence[str]) -> Examples:
    """The leads first, all of one kind."""
    shown = [features(text) for text in (*leads, *others)]
    layout = learned_columns(shown, shown, [one.indicator for one in all_signs()])
    kinds = np.zeros((len(shown), len(KINDS)))
    kinds[: len(leads), FRAUD] = 1.0
    classes = [AdClass.LEAD] * len(leads) + [AdClass.ORDINARY_JOB] * len(others)
    rows = matrix(shown, layout)
    return Examples(layout, rows, kinds, classes, np.ones(len(shown)), rows)
