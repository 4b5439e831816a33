import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entities.persons import persons


def read(published: str) -> list[tuple[int, int, str]]:
    return [(count.low, count.high, count.sense) for count in persons(published)]


@pytest.mark.parametrize(
    ("published", "low", "high", "sense"),
    [
        ("need 50 girls", 50, 50, "wanted"),
        ("50 unskilled workers required", 50, 50, "wanted"),
        ("Two hundred labourers required", 200, 200, "wanted"),
        ("1,200 workers wanted", 1200, 1200, "wanted"),
        ("4-5 boys needed", 4, 5, "wanted"),
        ("20 ladke chahiye", 20, 20, "wanted"),
        ("pachas ladkiyan chahiye", 50, 50, "wanted"),
        ("sau ladke chahiye", 100, 100, "wanted"),
        ("५० मुली पाहिजेत", 50, 50, "wanted"),
        ("20 మంది కావాలి", 20, 20, "wanted"),
        ("১০ জন মেয়ে চাই", 10, 10, "wanted"),
        ("10 posts", 10, 10, "wanted"),
        ("Vacancy: 20", 20, 20, "wanted"),
        ("no. of posts: 20", 20, 20, "wanted"),
        ("girls available, 15 no.", 15, 15, "offered"),
        ("we have 3 girls", 3, 3, "offered"),
        ("15+ ladies all time ready", 15, 15, "offered"),
        ("do ladkiyan available", 2, 2, "offered"),
        ("ఇద్దరు అమ్మాయిలు ఉన్నారు", 2, 2, "offered"),
        ("দুজন মেয়ে আছে", 2, 2, "offered"),
        ("Bus drivers for Muscat - 40 nos", 40, 40, "said"),
        ("twenty five workers urgently", 25, 25, "wanted"),
        ("thirty two drivers required", 32, 32, "wanted"),
    ],
)
def test_a_number_of_persons_is_read(published: str, low: int, high: int, sense: str) -> None:
    assert read(published) == [(low, high, sense)]


@pytest.mark.parametrize(
    "published",
    [
        "50 rooms", "20 years", "10 kg", "family of 3 girls", "flat for 3 girls", "3 persons sharing", "21-35 women", "22+ ladies ok", "under 25 girls",
        "Rs 500 girls", "4 logo ka tiffin", "हम 6 लोग हैं", "34 मजदूर मुक्त", "9876543210 girls", "pincode 500032", "hall for 60 people", "class 10 girls school",
    ],
)  # fmt: skip
def test_other_numbers_are_no_persons_wanted_or_offered(published: str) -> None:
    assert read(published) == []


def test_posts_are_told_from_people() -> None:
    assert [count.posts for count in persons("450 vacancies, 12 men wanted")] == [True, False]


@given(
    st.text(st.characters(exclude_categories=()), max_size=60)
    | st.lists(
        st.sampled_from(["50 ", "girls ", "posts", ": ", "-", "to ", "new ", "sau ", "two hundred ", "ladke ", "chahiye ", "no. "]),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_persons_lie_in_the_published_text_and_are_in_order(published: str) -> None:
    for count in persons(published):
        assert 0 <= count.start < count.end <= len(published)
        assert 1 <= count.low <= count.high <= 20_000
