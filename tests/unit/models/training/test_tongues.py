import pytest

from models.domain.ad import RawAd
from models.training.tongues import same_in_two_scripts, sound
from tests.unit.models.training.test_splits import HINDI, ROMANISED, TRANSLATED


def found(*texts: str) -> set[tuple[int, int]]:
    ads = [RawAd(f"a{i}", "card", "job", "", "", text, 0, 0, {}) for i, text in enumerate(texts)]
    return set(same_in_two_scripts(ads))


TELUGU = "హైదరాబాద్ హోటల్ లో వెయిటర్ ఉద్యోగం, భోజనం మరియు వసతి ఉచితం, అనుభవం అవసరం లేదు, వెంటనే చేరాలి, పాస్‌పోర్ట్ కంపెనీ దగ్గర ఉంటుంది"
TELUGU_BY_EAR = (
    "hyderabad hotel lo waiter udyogam, bhojanam mariyu vasathi uchitam, anubhavam avasaram ledu, ventane cheraali, "
    "passport company daggara untundi"
)


@pytest.mark.parametrize(("one", "other"), [(HINDI, ROMANISED), (HINDI, TRANSLATED), (TELUGU, TELUGU_BY_EAR)])
def test_a_copy_in_another_script_is_found(one: str, other: str) -> None:
    assert found(one, "Cook wanted, day shift only", other) == {(0, 2)}


@pytest.mark.parametrize(
    "other",
    [
        "Driver wanted in Delhi for school bus, age 21 to 40, salary 18,000, day shift, weekly off on Sunday",
        "Girl wanted, massage parlour, Delhi. Age 18-28, salary Rs 25000 and food and room. 30 days.",  # another age
        "Dilli me driver chahie, umar 21 se 40 sal, vetan 18,000 rupaye, khaana saath mein, itvaar ki chutti",
    ],
)
def test_another_ad_in_another_script_is_not(other: str) -> None:
    assert found(HINDI, other) == set()


def test_numbers_of_licences_telephones_and_years_make_no_two_ads_one() -> None:
    hindi = "लाइसेंस B-0000/TEL/PER/1000/5/0000/2021, 2019 से, फोन 98765 43210, 24-29 साल"
    english = "Licence B-0000/KER/PER/1000/5/0000/2021, since 2019, call 98765 43210, ages 24-29"
    assert found(hindi, english) == set()


def test_a_number_without_end_is_no_figure_and_stops_nothing() -> None:
    endless = ",".join("1" * 5000)
    assert found(f"pay {endless}", f"\u0935\u0947\u0924\u0928 {endless}") == set()
    assert found("9" * 6 + ",9" * 2500, HINDI, TRANSLATED) == {(1, 2)}


def test_figures_are_read_up_to_crores() -> None:
    hindi, english = "१,२५,००,००० की ज़मीन, ४५ साल, ३५ और २५ दिन", "Land for 1,25,00,000; 45, 35 and 25 days."
    assert found(hindi, english) == {(0, 1)}


def test_in_one_script_the_wording_tells_and_this_does_not() -> None:
    assert found(ROMANISED, ROMANISED.replace("masaj", "massage")) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [("hotal", "hotel"), ("vetar", "vaiter"), ("kampani", "compani"), ("naukri", "nokri"), ("jaane", "jane")],
)
def test_spellings_of_one_word_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_words_that_differ_in_a_consonant_do_not() -> None:
    assert len({sound(word) for word in ("kam", "kal", "gam", "nam", "am")}) == 5
