"""A text is known again when little of it was changed, and a text on the same matter is not taken for it."""

import pytest

from models.domain.ad import RawAd
from models.domain.contact import Contact, ContactKind
from models.domain.finding import Span
from models.linking.near_copy import bands, wording

TEXT = (
    "I am a single woman of thirty four and I take guests at my own flat near the lake by appointment only, evenings "
    "after seven, please write first and tell me your name, no calls from hidden numbers, no agents, no photographs"
)
ALIKE = (
    "Young woman takes guests at a flat near the lake, evenings only, please write first, agents do not call, the flat "
    "is clean and quiet and has parking, new in town for two weeks, hotel visits in the whole city by arrangement"
)


def common(one: str, other: str) -> int:
    return len(set(bands(one.split())) & set(bands(other.split())))


@pytest.mark.parametrize(
    "changed",
    [
        TEXT,
        TEXT.replace("thirty four", "thirty five"),
        f"New here. {TEXT}",
        f"{TEXT} and no bargaining",
        TEXT.replace("no agents, ", ""),
    ],
)
def test_a_text_with_little_changed_shares_two_bands_or_more(changed: str) -> None:
    assert common(TEXT, changed) >= 2


def test_a_text_on_the_same_matter_shares_none() -> None:
    assert common(TEXT, ALIKE) == 0


def test_texts_of_less_than_twelve_words_have_no_bands() -> None:
    assert bands(("maid", "wanted") * 5) == ()
    assert len(bands(("maid", "wanted") * 6)) == 12


def test_the_wording_has_no_contact_and_no_digit() -> None:
    text = "Call 9876543210 or asha@example.in at 5 pm"
    spans = ((ContactKind.PHONE, 5, 15), (ContactKind.EMAIL, 19, 34))
    contacts = [Contact(kind, text[a:b], Span("text", a, b), text[a:b]) for kind, a, b in spans]
    ad = RawAd("a1", "board", "job", "http://127.0.0.1/1", "Cook wanted", text, 1, 1, {})
    assert wording(ad, contacts) == ("cuk", "vanted", "cal", "or", "at", "pm")
