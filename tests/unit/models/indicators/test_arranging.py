import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.finding import MOST_WORDS_CITED
from models.indicators.arranging import arrangements, is_arranged
from models.normalise.tokens import search_tokens
from tests.unit.models.indicators.builders import ad, reader

WORDS = (
    *("she", "them", "ladies", "rate", "cash", "to me", "manager", "new", "next week", "not", "ask", "phone"),
    *("hotel", "guest", "unse", "paisa", "didi", "mat", "వాళ్లు", "డబ్బు", "অতিথি", "ওদের", "I", "my", ".", "!"),
)


def arranged(text: str, *, source_type: str = "classified") -> bool:
    return is_arranged(reader().read(ad(text, source_type=source_type)))


@pytest.mark.parametrize(
    "text",
    [
        "Guests after eight. She is not to be asked about cash. Ladies change, new next week.",
        "Mehman shaam ko aayein. Unse rate mat poochhiye. Paisa unka didi ko.",
        "রাতে হোটেল। ওদের নম্বর নয়। টাকা ওদের দিদিকে।",
    ],
)
def test_two_ideas_beside_another_person_are_an_arrangement(text: str) -> None:
    assert arranged(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Guests after eight. She is not to be asked about cash.", "one idea is not enough"),
        ("She is not to be asked about cash. Ladies change, new next week.", "nobody is met"),
        ("Guests after eight. Cash to the manager, no phone. New rooms.", "nobody else is there"),
        ("Hostel guests. She is not to be asked about cash. Ladies change, new next week.", "a hostel"),
    ],
)
def test_less_is_none(text: str, why: str) -> None:
    assert not arranged(text), why


def test_an_ad_for_work_is_never_one() -> None:
    text = "Guests after eight. She is not to be asked about cash. Ladies change, new next week."
    assert arranged(text)
    assert not arranged(text, source_type="job")


def test_who_speaks_as_i_is_heard_so_only_after_three_sentences_about_others() -> None:
    own = "I open the door of my flat to guests, I live here, my street, my lift, I know all. "
    assert not arranged(own + "She is not asked about cash.")
    assert arranged(
        own + "She is not asked about cash. Her cash is kept by my sister. New ladies come next week."
    )


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
@settings(max_examples=40, deadline=None)
def test_what_is_cited_is_short_and_stands_in_the_ad(text: str) -> None:
    reading = reader().read(ad(text, source_type="classified"))
    for finding in arrangements(reading):
        assert text[finding.span.start : finding.span.end] == finding.text
        assert 0 < len(search_tokens(finding.text)) <= MOST_WORDS_CITED
