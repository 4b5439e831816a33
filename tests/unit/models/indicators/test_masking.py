import pytest

from models.domain.ad import RawAd
from models.indicators.evidence import gather
from models.screening import ad_features
from tests.unit.models.indicators.builders import ad, reader


def masked(text: str, *, source_type: str = "job") -> str:
    reading = reader().read(ad(text, source_type=source_type))
    return ad_features(reading, gather(reading, reader().catalogue)).masked


def test_a_finding_a_contact_and_a_name_are_masked() -> None:
    assert masked("Call Priya 9876543210, registration fee for job") == "cal _name_ _phone_ _sign_ for job"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bengali cook for house", "Punjabi cook for house"),
        ("Hindu family needs driver", "Muslim family needs driver"),
        ("Ask for Riya at the desk", "Ask for Fatima at the desk"),
        ("गांव की नेपाली महिला", "गांव की बंगाली महिला"),
    ],
)
def test_swapping_a_community_or_a_name_changes_nothing_that_is_learned_from(one: str, other: str) -> None:
    assert masked(one) == masked(other)


def test_ten_is_no_name() -> None:
    """दस and the name Das share a search key."""
    assert "_name_" not in masked("दस बहनें काम पर हैं")
    assert "_name_" in masked("Ask for Das at the desk")


def test_long_numbers_are_typed() -> None:
    assert masked("Plot 123456 road") == "plot _number_ road"


def test_facts_are_plain_numbers() -> None:
    reading = reader().read(ad("My rate, my rules. I work alone."))
    facts = ad_features(reading, gather(reading, reader().catalogue)).facts
    assert facts["third_person_voice"] == 0.0
    assert facts["words"] == 7.0


def test_an_empty_ad_has_no_words() -> None:
    empty: RawAd = ad("")
    reading = reader().read(empty)
    assert ad_features(reading, gather(reading, reader().catalogue)).masked == ""
