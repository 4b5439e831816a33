"""This module tests which numbers are ages where no word for years stands by them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.indicators.bare_ages import bare_ages
from models.indicators.reading import read_part
from tests.unit.models.indicators.builders import reader


def found(text: str, *, of_people: bool = False) -> list[tuple[str, int, int]]:
    part = read_part("text", text, reader().finder)
    ages = bare_ages(part, of_people=of_people)
    return [(part.text(age.start, age.end), age.low, age.high) for age in ages]


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Helpers, 12 to 15, packing", [("12 to 15", 12, 15)]),
        ("He is just 12 but strong", [("12", 12, 12)]),
        ("Girls from the village, 13, 15, 16. Cooking", [("13, 15, 16", 13, 16)]),
        ("ladki abhi satrah ki hui hai", [("satrah", 17, 17)]),
        ("বকরি চরাতে ছেলে, এগারো থেকে চোদ্দ, থাকা", [("এগারো থেকে চোদ্দ", 11, 14)]),
        ("need a lad, 1 3 year boy", [("1 3", 13, 13)]),
    ],
)
def test_a_number_beside_somebody_is_an_age(text: str, ages: list[tuple[str, int, int]]) -> None:
    assert found(text) == ages


@pytest.mark.parametrize(
    "text",
    [
        "Boys wanted, 12 hours, 15 days",
        "Girls, timing 10 to 12",
        "Helper boys, Rs 12 to 15 thousand",
        "Boys of route 6 and 14",
        "Girls 10 to 5",
        "Girls, English 8/10",
        "Boys, jacket 1.2 m",
        "Girl, 9.30 am",
        "then bar, boys",
    ],
)
def test_what_else_is_counted_is_no_age(text: str) -> None:
    assert found(text) == []


def test_a_range_alone_is_an_age_only_where_the_ad_is_about_people() -> None:
    assert found("Weekly pay, 11 to 16, roof to sleep", of_people=True) == [("11 to 16", 11, 16)]
    assert found("Weekly pay, 11 to 16, roof to sleep") == []


@given(st.integers(9, 17), st.sampled_from(["hours", "days", "posts", "km", "thousand", "rooms"]))
@settings(max_examples=30, deadline=None)
def test_a_number_that_counts_is_never_an_age(number: int, counted: str) -> None:
    assert found(f"Boy, {number} {counted}, near the gate", of_people=True) == []


@given(st.text(max_size=80))
@settings(max_examples=50, deadline=None)
def test_any_text_is_read_and_every_age_is_below_18_at_its_lower_end(text: str) -> None:
    assert all(low < 18 for _, low, _ in found(text, of_people=True))
