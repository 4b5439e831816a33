import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.errors import WrongUsage
from pipeline.sampleboard.placeholders import fill, mobile


@given(key=st.integers(0, 999_999))
def test_every_key_gives_a_valid_indian_mobile_number(key: int) -> None:
    number = phonenumbers.parse(mobile(key), "IN")

    assert phonenumbers.is_valid_number(number)
    assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


def test_different_keys_give_different_numbers() -> None:
    assert len({mobile(key) for key in range(10_000)}) == 10_000


@given(key=st.integers(0, 999_999), form=st.sampled_from(["spaced", "dashed", "dots", "gaps", "stars"]))
def test_a_form_changes_only_what_stands_between_the_digits(key: int, form: str) -> None:
    written = fill(f"{{phone:{key}:{form}}}")

    assert written != mobile(key)
    assert "".join(letter for letter in written if letter.isdigit()) == mobile(key)


@pytest.mark.parametrize("form", ["devanagari", "bengali", "telugu", "tamil"])
def test_native_digits_stand_for_the_same_number(form: str) -> None:
    written = fill(f"{{phone:12:{form}}}")

    assert not written.isascii()
    assert str(int(written)) == mobile(12)


@pytest.mark.parametrize(
    ("form", "zero_to_nine"),
    [
        ("words", "zero one two three four five six seven eight nine"),
        ("ank", "zero ek do teen char paanch chhe saat aath nau"),
    ],
)
def test_digits_in_words_stand_for_the_same_number(form: str, zero_to_nine: str) -> None:
    words = fill(f"{{phone:12:{form}}}").split()

    assert "".join(str(zero_to_nine.split().index(word)) for word in words) == mobile(12)


def test_whatsapp_and_upi_carry_the_number_of_the_same_key() -> None:
    assert fill("{whatsapp:12}") == f"https://wa.me/91{mobile(12)}"
    assert fill("{upi:12}").partition("@")[0] == mobile(12)


@pytest.mark.parametrize("country", ["855", "66", "95", "971", "977"])
def test_foreign_numbers_are_possible_and_of_that_country(country: str) -> None:
    number = phonenumbers.parse(fill(f"{{foreign:5:{country}}}"), "IN")

    assert number.country_code == int(country)
    assert phonenumbers.is_valid_number(number)


def test_mail_goes_to_a_reserved_domain() -> None:
    assert fill("{email:9}").endswith("@example.com")


@pytest.mark.parametrize(
    "wrong", ["{phone}", "{phone:x}", "{phone:1:smoke}", "{fax:1}", "{}", "{upi:1:spaced}"]
)
def test_a_placeholder_that_is_not_known_is_refused(wrong: str) -> None:
    with pytest.raises(WrongUsage, match="placeholder"):
        fill(f"call {wrong}")
