import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entities.contacts import contacts
from models.entities.places import places, places_of_landlines


def read(published: str) -> list[tuple[str, str, int | None, int | None]]:
    return [(p.name, p.basis, p.state_lgd, p.district_lgd) for p in places("text", published)]


@pytest.mark.parametrize(
    ("published", "name", "basis", "state", "district"),
    [
        ("jobs in Hyderabad now", "Hyderabad", "city", 36, 507),
        ("हैदराबाद में काम", "Hyderabad", "city", 36, 507),
        ("హైదరాబాద్‌లో పని", "Hyderabad", "city", 36, 507),
        ("কলকাতা", "Kolkata", "city", 19, 315),
        ("Vizag", "Visakhapatnam", "city", 28, 520),
        ("New Delhi", "Delhi", "city", 7, None),
        ("visa for Dubai", "Dubai", "foreign", None, None),
        ("KK Park", "Myanmar", "foreign", None, None),
        ("Telangana", "Telangana", "state", 36, None),
        ("pincode 743329", "743329", "pincode", 19, None),
        ("PIN: 500 032", "500032", "pincode", 36, None),
        ("Aurangabad", "Aurangabad", "city", None, None),
    ],
)
def test_a_place_is_read_with_its_codes(
    published: str, name: str, basis: str, state: int | None, district: int | None
) -> None:
    assert read(published) == [(name, basis, state, district)]


def test_an_ambiguous_name_is_settled_by_the_state_named_after_it() -> None:
    assert read("Aurangabad, Bihar")[0] == ("Aurangabad", "city", 10, 189)
    assert read("औरंगाबाद महाराष्ट्र")[0] == ("Aurangabad", "city", 27, 469)


def test_a_number_behind_a_city_is_its_pin_code() -> None:
    assert read("Kolkata - 700091") == [("Kolkata", "city", 19, 315), ("700091", "pincode", 19, None)]


@pytest.mark.parametrize("published", ["salary 150000", "743329", "Hyderabadi biryani", "order 500032"])
def test_other_words_and_numbers_are_no_places(published: str) -> None:
    assert read(published) == []


def test_a_place_in_a_field_of_the_page_says_so() -> None:
    assert [place.basis for place in places("fields.city", "Hyderabad")] == ["field"]


def test_a_landline_of_hyderabad_stands_in_telangana() -> None:
    (place,) = places_of_landlines(contacts("text", "call 040-23456789"))
    assert (place.name, place.basis, place.state_lgd) == ("Hyderabad", "landline", 36)


def test_a_mobile_number_is_no_place() -> None:
    assert places_of_landlines(contacts("text", "call 9876543210 or +919123456780")) == ()


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_places_lie_in_the_published_text(published: str) -> None:
    assert all(0 <= p.span.start < p.span.end <= len(published) for p in places("text", published))
