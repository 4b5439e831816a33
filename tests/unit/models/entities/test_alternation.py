import re

from hypothesis import given
from hypothesis import strategies as st

from models.entities.alternation import alternation, matches, openings
from models.normalise.fold import fold_characters

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


def test_a_pattern_is_tried_where_its_first_words_begin_and_elsewhere_if_told() -> None:
    folded = fold_characters("boy 12, cowboy 13, 14 boy 15")
    pattern = re.compile(r"(?<!\w)(?:boy )?\d\d")
    assert [found[0] for found in matches(pattern, folded, frozenset({"boy"}))] == ["boy 12", "boy 15"]
    starts = [match.start() for match in re.finditer(r"\d", folded.text)]
    assert [found[0] for found in matches(pattern, folded, frozenset({"boy"}), starts=starts)] == [
        "boy 12",
        "13",
        "14",
        "boy 15",
    ]


@given(
    st.lists(st.text("abक्", min_size=1, max_size=3), min_size=1, max_size=5), st.text("abक् 1", max_size=12)
)
def test_trying_only_there_finds_what_a_search_finds(words: list[str], text: str) -> None:
    wanted = [word for word in words if word[0] != "्"]
    if wanted:
        pattern = re.compile(rf"(?<![\w्]){alternation(wanted)}(?![\w्])")
        folded = fold_characters(text)
        found = [match.span() for match in matches(pattern, folded, openings(wanted))]
        assert found == [match.span() for match in pattern.finditer(folded.text)]
