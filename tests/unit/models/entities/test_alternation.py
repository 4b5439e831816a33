import re

from hypothesis import given
from hypothesis import strategies as st

from models.entities.alternation import alternation

WORDS = st.lists(st.text("abc.|", min_size=1, max_size=4), min_size=1, max_size=8)


def test_the_longest_word_that_fits_is_matched() -> None:
    matched = re.match(alternation(["lakh", "lakhs", "lac"]), "lakhs of them")
    assert matched is not None
    assert matched.group() == "lakhs"


def test_signs_stand_for_themselves() -> None:
    assert re.fullmatch(alternation(["rs.", "₹"]), "rsx") is None


@given(WORDS, st.text("abc.|", max_size=6))
def test_it_matches_as_the_words_side_by_side_longest_first(words: list[str], text: str) -> None:
    plain = re.match("|".join(map(re.escape, sorted(words, key=len, reverse=True))), text)
    found = re.match(alternation(words), text)
    assert (found and found.group()) == (plain and plain.group())
