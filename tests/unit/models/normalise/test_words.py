import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.normalise.fold import fold_characters
from models.normalise.words import cut, letter_runs


@pytest.mark.parametrize(
    ("folded", "words"),
    [
        ("call 98765 43210, now", ["call", "98765 43210", "now"]),
        ("rs 1,50,000/month", ["rs", "1,50,000", "month"]),
        ("\u0915\u093e\u092e 24x7", ["\u0915\u093e\u092e", "24x7"]),
        ("", []),
    ],
)
def test_text_is_cut_into_words_and_gaps(folded: str, words: list[str]) -> None:
    assert cut(folded)[1::2] == words


@given(st.text())
def test_pieces_joined_are_the_text_and_every_run_of_letters_lies_within_a_word(text: str) -> None:
    folded = fold_characters(text).text
    pieces = cut(folded)
    assert "".join(pieces) == folded
    assert [run for word in pieces[1::2] for run in letter_runs(word)] == letter_runs(folded)
