import pytest

from models.domain.finding import MOST_WORDS_CITED
from models.indicators.handling import is_handled, wordings
from tests.unit.models.indicators.builders import ad, reader

PHONE = " 9876543210"


def handled(text: str, *, source_type: str = "classified") -> bool:
    return is_handled(reader().read(ad(text + PHONE, source_type=source_type)))


@pytest.mark.parametrize(
    "text",
    [
        "Two ladies, hotel only. Money to my brother. After that they go to the next town.",
        "Shaam ko lodge. Ladies darti hain, samjha diya hai. Gaadi hamari.",
        "রাতে হোটেল। মেয়েরা ভয় পায়, বুঝিয়ে দিয়েছি। গাড়ি আমাদের।",
        "लॉजवर रात्री. दोघी आहेत, रडतात पण ऐकतात. गाडी आमची.",
    ],
)
def test_several_sorts_of_what_is_said_of_others_are_enough(text: str) -> None:
    assert handled(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Two ladies, hotel only.", "one sort is not enough"),
        (
            "I live alone, hotel only, I choose. My driver waits. My friend calls me, she is afraid for me.",
            "speaks as I",
        ),
        (
            "Hotel. Two ladies, each keeps her own earnings. Driver brings them, they go to the next town.",
            "each her own",
        ),
        ("Clinic: two ladies, donors, afraid. Driver brings them.", "a clinic"),
        ("Warning signs in a hotel: ladies afraid, driver brings them, key with a man.", "a warning"),
    ],
)
def test_less_is_none(text: str, why: str) -> None:
    assert not handled(text), why


def test_an_ad_for_work_is_never_one() -> None:
    text = "Two ladies, hotel only. Money to my brother. After that they go to the next town."
    assert handled(text)
    assert not handled(text, source_type="job")


def test_no_two_findings_cite_the_same_words_for_one_idea() -> None:
    reading = reader().read(
        ad(
            "Shaam ko lodge. Ladies darti hain, samjha diya hai. Gaadi hamari, phone drawer me." + PHONE,
            source_type="classified",
        )
    )
    found = list(wordings(reading))
    assert {finding.indicator for finding in found} >= {"SX26", "JB22", "SX23"}
    assert len({(finding.indicator, finding.span) for finding in found}) == len(found)
    assert all(len(finding.text.split()) <= MOST_WORDS_CITED for finding in found)
