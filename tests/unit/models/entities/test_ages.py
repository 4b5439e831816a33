import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entities.ages import Age, ages


@pytest.mark.parametrize(
    "published",
    [
        "16 saal ki ladki", "age 17", "१५ साल", "১৬ বছর", "16 ఏళ్ల అమ్మాయి", "17yrs new girl", "solah saal ki ladki", "sixteen year old girl",
        "16-year-old", "aged 5 years", "umar 16", "वय 16", "বয়স ১৬", "వయసు 16", "girl of 15 years", "14-16 years girls", "age 16 to 20", "17 y/o",
        "boy of 13", "boy of 13 to 15", "girl of twelve", "boys between 12 and 15", "girls (12-14)", "12-14 ka ladka", "ladka 13 14 ka",
        "girls from 14 years", "niece fifteen, village", "bhanji satrah ki", "মেয়ে সতেরো,", "15 varshacha mulga", "14 vayasu paiyan", "చెల్లికి 15,", "چودہ سال کا لڑکا", "she is 12, can work",
        "13 की लड़की", "my daughter is 15,", "children above 10", "age no bar, 12 years to 40 years can work",
        "सोलह साल की लड़की", "ষোল বছরের মেয়ে", "పదహారు ఏళ్ల అమ్మాయి", "१६ वर्षांची मुलगी", "5 saal ki bachi", "girls under 16 years", "16 வயது பெண்",
    ],
)  # fmt: skip
def test_the_age_of_a_person_below_18_is_read(published: str) -> None:
    assert [age.what == "person" and age.low < 18 for age in ages(published)] == [True]


@pytest.mark.parametrize(
    "published",
    [
        "16 years experience", "15 saal ka anubhav", "12 वर्ष का अनुभव", "since 12 years", "10th pass", "class 9 pass", "age 18-25", "18+ only",
        "16+ years experience", "over 12 years of experience", "experience: 12 years", "15 year warranty", "for the last 15 years",
        "15 years old company", "12 saal se business", "up to 35 years", "age limit 18 to 45 years", "12 years in this field", "18 saal se upar",
        "under 18 not allowed", "15 సంవత్సరాల అనుభవం", "১৫ বছরের অভিজ্ঞতা", "10 years visa", "established 15 years ago", "age 18+", "2 years bond",
        "boys 10 to 6 pm", "boys 12 nos", "girls 12 to 18 hours", "class 8 ke bachche", "sector 14 ki ladki", "boys 18 to 25", "girls 5 vacancies",
        "class 9 tuition", "minimum of two years relevant experience", "over 10 years now", "13 years successful trading", "up to 3 years unless",
        "shaadi ko das saal", "Pore 12 + tips, meye", "boys fifteen needed", "shop from 14 years",
        "candidates minimum 2 years", "16 saal purani company", "within 15 years", "365 days", "12th pass, 1-3 years experience",
        "ఇరవై ఆరేళ్ల మహిళ", "ముప్పై ఏడేళ్ల మహిళ", "iravai aarella mahila", "இருபத்தி ஆறு வயது பெண்", "இருபத்தாறு வயது பெண்", "irubathi aaru vayasu ponnu",
    ],
)  # fmt: skip
def test_other_years_are_no_childs_age(published: str) -> None:
    assert not any(age.what == "person" and age.low < 18 for age in ages(published))


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("Girls, age 18-25 only", Age(11, 16, 18, 25, "person")),
        ("need 16 years experience", Age(5, 13, 16, 16, "experience")),
        ("15 year warranty", Age(0, 7, 15, 15, "duration")),
        ("only 18+ call", Age(5, 8, 18, None, "limit")),
        ("up to 35 years", Age(6, 14, 35, 35, "limit")),
        ("between 18 and 30 yrs old", Age(8, 21, 18, 30, "person")),
        ("twenty one years girl", Age(0, 16, 21, 21, "person")),
        ("ఇరవై ఆరేళ్ల మహిళ", Age(0, 11, 26, 26, "person")),
        ("ছাব্বিশ বছরের মেয়ে", Age(0, 13, 26, 26, "person")),
        ("सव्वीस वर्षांची मुलगी", Age(0, 15, 26, 26, "person")),
    ],
)
def test_it_is_said_what_the_years_count(published: str, expected: Age) -> None:
    assert ages(published) == (expected,)


@given(
    st.text(st.characters(exclude_categories=()), max_size=60)
    | st.lists(
        st.sampled_from(["16 ", "saal", "age ", "years ", "-", "to ", "solah ", "+", "exp "]), max_size=9
    ).map("".join)
)
def test_ages_lie_in_the_published_text(published: str) -> None:
    for age in ages(published):
        assert 0 <= age.start < age.end <= len(published)
        assert age.high is None or 0 <= age.low <= age.high <= 99
