import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.judgement import Kind
from models.indicators.catalogue import Group
from models.indicators.passages import passages
from models.scoring.likeness import GROUPS, Likeness, is_learnable
from tests.unit.models.indicators.builders import ad, evidence, reader
from tests.unit.models.training.marked_ads import KEPT, LATER, learned


def told(text: str, *, kind: Kind = Kind.FORCED_LABOUR) -> list[tuple[str, str]]:
    found = learned().findings(passages(reader().read(ad(text))), kind, reader().catalogue)
    return [(finding.indicator, finding.text) for finding in found]


def test_words_like_a_marked_wording_are_told_after_its_sign() -> None:
    text = "Bell ringing. All cards sleep, a card sleeps in our cupboard till the end. Coins arrive later, after harvest."
    assert not evidence(text).scoring
    assert [indicator for indicator, _ in told(text)] == ["JB13", "JB02"]
    assert all(words in text for _, words in told(text))


def test_words_like_no_marked_wording_are_not_told() -> None:
    assert told("Basket weaving on the hill. The shed has a new roof.") == []


def test_what_is_denied_is_not_told() -> None:
    assert "JB02" not in {indicator for indicator, _ in told("Never your card sleeps in our cupboard.")}


def test_what_the_book_excepts_from_a_sign_is_not_told_as_it() -> None:
    """A bonus after the harvest is no pay held back."""
    assert "JB13" in {indicator for indicator, _ in told("Lamps. Coins arrive, all of it, after harvest.")}
    assert "JB13" not in {indicator for indicator, _ in told("Lamps. Coins arrive, a bonus, after harvest.")}


def test_what_is_told_has_twelve_words_at_most() -> None:
    for _, words in told("your card sleeps in our cupboard " * 12 + "coins arrive after harvest " * 12):
        assert 2 <= len(words.split()) <= 12


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.lists(st.sampled_from([KEPT, LATER, "never", "no", "?", "\n"]), max_size=6))
def test_any_text_is_read_and_what_is_told_stands_in_it(text: str, said: list[str]) -> None:
    published = " ".join([text, *said, text])
    for _, words in told(published):
        assert words in published
        assert len(words.split()) <= 12


def test_a_very_long_text_is_read_as_far_as_its_first_words() -> None:
    assert told("lamp " * 5_000 + KEPT) == []


def test_a_sign_is_named_only_where_it_speaks_for_the_kind() -> None:
    assert told("your card sleeps in our cupboard", kind=Kind.FORCED_MARRIAGE) == []


def test_lines_that_learned_nothing_tell_nothing() -> None:
    seen = passages(reader().read(ad("your card sleeps in our cupboard")))
    assert Likeness().findings(seen, Kind.FORCED_LABOUR, reader().catalogue) == ()


@pytest.mark.parametrize(
    "indicator", ["OB01", "GU01", "CN06", "SX10", "SX07", "MB03", "SX04", "NW15", "JB28", "SX06"]
)
def test_words_are_never_told_to_be_like_signs_that_stand_alone_protect_or_do_not_score(
    indicator: str,
) -> None:
    assert not is_learnable(reader().catalogue[indicator])


def test_no_line_is_of_a_group_that_is_no_evidence() -> None:
    assert not {Group.POSTING, Group.CONTEXT, Group.NETWORK, Group.PROTECTIVE} & set(GROUPS)
