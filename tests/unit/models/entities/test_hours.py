import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entities.hours import Hours, hours


def read(published: str) -> list[tuple[float, float, str]]:
    return [(stated.low, stated.high, stated.per) for stated in hours(published)]


@pytest.mark.parametrize(
    ("published", "low", "high", "per"),
    [
        ("12 hrs duty", 12, 12, "day"),
        ("12-hour shift", 12, 12, "day"),
        ("twelve hours duty", 12, 12, "day"),
        ("10-12 hours daily", 10, 12, "day"),
        ("das se barah ghante duty", 10, 12, "day"),
        ("8 hrs shift x 6 days", 8, 8, "day"),
        ("48 hours per week", 48, 48, "week"),
        ("40 to 50 hrs per week", 40, 50, "week"),
        ("Working hours 12, off when it rains", 12, 12, "day"),
        ("hours: 8 per day", 8, 8, "day"),
        ("12 ghante", 12, 12, "day"),
        ("Raat 14 ghante ki duty", 14, 14, "day"),
        ("रोज 12 घंटे", 12, 12, "day"),
        ("२४ घंटे ड्यूटी", 24, 24, "day"),
        ("రోజుకు 12 గంటలు", 12, 12, "day"),
        ("দিনে ১২ ঘণ্টা", 12, 12, "day"),
        ("24x7 stay-in", 24, 24, "day"),
        ("24 hour maid", 24, 24, "day"),
        ("9 to 6", 9, 9, "day"),
        ("सकाळी ९ ते संध्याकाळी ७", 10, 10, "day"),
        ("9am-9pm", 12, 12, "day"),
        ("9.00am - 5.30pm", 8.5, 8.5, "day"),
        ("09:00 to 18:00 shift", 9, 9, "day"),
        ("Duty 8 to 8", 12, 12, "day"),
        ("six ladies for checking (9-6)", 9, 9, "day"),
        ("Duty is 11 am to 2 am", 15, 15, "day"),
        ("timing 10 baje se 7 baje", 9, 9, "day"),
        ("subah 5 se raat 11 tak", 18, 18, "day"),
        ("काम सुबह 9 से रात 1 बजे", 16, 16, "day"),
        ("ఉదయం 9 గంటల నుంచి రాత్రి 9 గంటల వరకు", 12, 12, "day"),
        ("সকাল ৯টা থেকে রাত ৯টা", 12, 12, "day"),
    ],
)
def test_hours_of_work_are_read(published: str, low: float, high: float, per: str) -> None:
    assert read(published) == [(low, high, per)]


@pytest.mark.parametrize(
    "published",
    [
        "shop open 24 hours", "24x7 support", "helpline 9 am to 6 pm", "call between 10 am and 6 pm", "within 24 hours reply", "2 hours from city",
        "gate lock 9 pm to 6 am", "24 hour water", "16 hours training", "5k one hour", "3 hrs 9000", "Rs 150 per hour", "interview 10 am to 4 pm",
        "age 18 to 35", "salary 10 to 15k", "12-10-2026", "9876543210", "24 घंटे बिजली", "12 ঘণ্টার মধ্যে", "72 గంటల్లో వీసా", "2 ghante me pahunche", "Jhadu subah 8-9.30",
    ],
)  # fmt: skip
def test_other_hours_are_not_those_of_work(published: str) -> None:
    assert read(published) == []


def test_the_span_covers_the_hours_in_the_published_text() -> None:
    published = "मेड, रोज १२ घंटे काम"
    (stated,) = hours(published)
    assert stated == Hours(9, 16, 12, 12, "day")
    assert published[stated.start : stated.end] == "१२ घंटे"


@given(
    st.text(st.characters(exclude_categories=()), max_size=60)
    | st.lists(
        st.sampled_from(["12 ", "9", "am", " to ", "-", "hours ", "duty ", "ghante ", "subah ", "se ", "24x7 ", "."]),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_hours_lie_in_the_published_text_and_fit_into_their_day_or_week(published: str) -> None:
    for stated in hours(published):
        assert 0 <= stated.start < stated.end <= len(published)
        assert 1 <= stated.low <= stated.high <= (24 if stated.per == "day" else 120)
