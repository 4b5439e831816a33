import pytest

from models.domain.ad import RawAd
from models.indicators.concepts import concepts
from models.screening import Reader


def spoken_of(text: str) -> set[str]:
    return set(concepts(Reader.from_package().read(RawAd("a1", "card", "job", "", "", text, 0, 0, {}))))


@pytest.mark.parametrize(
    "text", ["Passport needed for this job.", "Is naukri ke liye passport", "नौकरी के लिए पासपोर्ट"]
)
def test_the_same_concept_is_met_in_every_language(text: str) -> None:
    assert {"says_job", "says_passport"} <= spoken_of(text)


def test_who_somebody_is_and_where_they_are_from_is_no_concept() -> None:
    told = spoken_of("Pooja, Bengali maid from Jharkhand for Dubai")
    assert not told & {"says_community", "says_given_name", "says_home_state", "says_foreign", "says_gulf"}
    assert "says_maid" in told


def test_the_words_of_a_place_say_nothing_else() -> None:
    assert "says_new" in spoken_of("Cook wanted for new house")
    assert "says_new" not in spoken_of("Cook wanted in New Delhi")
