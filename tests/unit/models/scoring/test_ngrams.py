import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.scoring.ngrams import HASHES, SKETCH_BITS, bounded, grams, words


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


def test_a_run_in_two_words_is_counted_once_for_each_time_it_is_met() -> None:
    found = grams("cat cat scat")
    assert found.word_counts.tolist() == [2, 1, 1, 1]
    at_the_end = found.letter_of[[2, 9]]  # "at " in cat, and in scat
    assert at_the_end[0] == at_the_end[1]
    assert found.letter_counts[at_the_end[0]] == 3
    assert np.isclose(found.letter_shares[[2, 9]], [2 / 3, 1 / 3]).all()


@given(st.text(max_size=300))
def test_any_text_gives_ids_inside_and_shares_that_make_up_each_count(masked: str) -> None:
    found = grams(masked)
    assert ((found.word_ids >= 0) & (found.word_ids < HASHES)).all()
    assert ((found.letter_ids >= HASHES) & (found.letter_ids < 2 * HASHES)).all()
    assert (np.diff(found.letter_ids) > 0).all()
    shares = np.bincount(found.letter_of, weights=found.letter_shares, minlength=len(found.letter_ids))
    assert np.isclose(shares, 1.0).all()
    assert ((found.sketch >= 0) & (found.sketch < SKETCH_BITS)).all()


def test_a_lone_surrogate_does_not_stop_it() -> None:
    assert grams("ab\ud800cd").singles == 1


def test_a_very_long_ad_costs_no_more_than_two_thousand_words() -> None:
    assert (
        grams(" ".join(f"w{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}" for i in range(50_000))).singles <= 2000
    )
    assert len(grams("x" * 1_000_000).letter_of) == 93


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_bounding_keeps_order_and_sign(one: float, other: float) -> None:
    low, high = bounded(np.array(sorted([one, other])))
    assert low <= high
    assert np.sign(low) == np.sign(min(one, other)) or abs(low) < 1e-300
