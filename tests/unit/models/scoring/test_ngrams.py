import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.scoring.ngrams import BUCKETS, SKETCH_BITS, bounded, grams, words


def test_indic_words_are_kept_whole() -> None:
    assert words("नौकरी चाहिए। ఉద్యోగం కావాలి, চাকরি!") == ["नौकरी", "चाहिए", "ఉద్యోగం", "కావాలి", "চাকরি"]


def test_numbers_lose_their_digits() -> None:
    assert words("pay 15,000 pin 500081") == ["pay", "00,000", "pin", "000000"]


def test_words_and_pairs_are_named_once_each() -> None:
    found = grams("new shop new shop open")
    assert found.words == ("new", "shop", "open", "new shop", "shop new", "shop open")
    assert found.singles == 3


def test_letter_runs_belong_to_their_word() -> None:
    found = grams("cat of")
    assert found.letter_starts.tolist() == [
        0,
        6,
        9,
    ]  # " ca" "cat" "at " " cat" "cat " " cat "; " of" "of " " of "


@given(st.text(max_size=300))
def test_any_text_gives_positions_inside_and_length_one(masked: str) -> None:
    found = grams(masked)
    for where, values in (
        (found.word_buckets, found.word_values),
        (found.letter_buckets, found.letter_values),
    ):
        assert ((where >= 0) & (where < BUCKETS)).all()
        if len(values):
            assert np.isclose((values**2).sum(), 1.0)
    assert ((found.sketch >= 0) & (found.sketch < SKETCH_BITS)).all()


def test_a_lone_surrogate_does_not_stop_it() -> None:
    assert grams("ab\ud800cd").singles == 1


def test_a_very_long_ad_costs_no_more_than_two_thousand_words() -> None:
    assert (
        grams(" ".join(f"w{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}" for i in range(50_000))).singles <= 2000
    )
    assert len(grams("x" * 1_000_000).letter_buckets) == 93


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_bounding_keeps_order_and_sign(one: float, other: float) -> None:
    low, high = bounded(np.array(sorted([one, other])))
    assert low <= high
    assert np.sign(low) == np.sign(min(one, other)) or abs(low) < 1e-300
