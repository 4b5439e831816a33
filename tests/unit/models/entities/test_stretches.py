from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.entities.stretches import around_at_signs, around_digits


def test_a_stretch_reaches_from_before_a_digit_to_the_white_space_behind_it() -> None:
    text = "aaaaaaaaaa pay 500 per month and then more words"
    assert [text[a:b] for a, b in around_digits(text, before=4, after=3)] == ["pay 500 per"]


def test_near_digits_share_a_stretch_and_far_ones_do_not() -> None:
    assert list(around_digits("5 bb 6 cccc dddd eeee 7", before=3, after=3)) == [(0, 11), (19, 23)]


def test_text_without_the_mark_has_no_stretch() -> None:
    assert list(around_digits("no digit", before=9, after=9)) == []
    assert list(around_at_signs("no sign 5", before=9, after=9)) == []


@given(st.text("5 a@\n", max_size=60), st.integers(0, 6), st.integers(0, 6))
def test_every_digit_lies_in_exactly_one_stretch_with_its_surroundings(
    text: str, before: int, after: int
) -> None:
    found = list(around_digits(text, before=before, after=after))
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    for at, character in enumerate(text):
        if character == "5":
            [(start, end)] = [one for one in found if one[0] <= at < one[1]]
            assert end >= min(len(text), at + 1 + after)
            assert start == 0 or start <= at
