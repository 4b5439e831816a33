import pytest

from models.phrases.respelling import one_word, respelled, ways_to_write
from tests.unit.models.indicators.builders import cited


def test_a_phrase_is_known_in_every_spelling_of_its_words() -> None:
    ways = ways_to_write([("nahi", "nhi"), ("milega", "mlega", "milga")])
    assert list(respelled(("phone", "nahi", "milega"), ways)) == [
        ("phone", "nahi", "mlega"),
        ("phone", "nahi", "milga"),
        ("phone", "nhi", "milega"),
        ("phone", "nhi", "mlega"),
        ("phone", "nhi", "milga"),
    ]


def test_spellings_are_one_word_unless_one_is_of_two_words() -> None:
    groups = [("nahi", "nhi", "nahin"), ("mein", "me"), ("me", "mi")]
    assert one_word(groups) == {"nhi": "nahi", "nahin": "nahi"}


def test_a_short_spelling_alone_is_a_word_of_another_language() -> None:
    assert list(respelled(("mein",), ways_to_write([("mein", "me", "men", "mei")]))) == []


def test_a_phrase_of_other_words_has_no_other_spelling() -> None:
    assert list(respelled(("bond",), ways_to_write([("nahi", "nhi")]))) == []


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Kaam hai, passport hmare paas rhega.", "JB02"),
        ("Naukri, chutti nhi milgi.", "JB22"),
        ("Naukri, ghr jana mna hai.", "JB22"),
        ("Kaam hai, pasport cmpny k pas rhega.", "JB02"),
        ("Kaam, paise 6 mhine bad mlenge.", "JB13"),
    ],
)
def test_messages_typed_in_haste_are_read(text: str, indicator: str) -> None:
    assert cited(text, indicator) != []
