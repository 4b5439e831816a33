import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entities.licences import Licence, licences
from tests.unit.models.indicators.builders import cited


@pytest.mark.parametrize(
    ("published", "number"),
    [
        ("RA Lic No B-0000/KER/PER/1000+/5/0000/2010", "B-0000/KER/PER/1000+/5/0000/2010"),
        ("licence b0000/mum/part/300/5/0000/2016.", "B-0000/MUM/PART/300/5/0000/2016"),
        ("(Regn. B - 000 / DEL / COM / 1000+ / 3 / 000 / 1999)", "B-000/DEL/COM/1000+/3/000/1999"),
    ],
)
def test_the_licence_number_of_a_recruiting_agent_is_read(published: str, number: str) -> None:
    assert [licence.number for licence in licences(published)] == [number]


@pytest.mark.parametrize(
    "published",
    ["B-12, Gandhi Road", "flat B-123/4", "12/10/2026", "b2b/b2c", "AB-1234/KER/PER/5/6", "B/KER"],
)
def test_addresses_dates_and_words_are_no_licence(published: str) -> None:
    assert licences(published) == ()


def test_its_place_is_that_of_the_number() -> None:
    assert licences("No: B-0000/KER/PER/1000+/5/0000/2010 ok") == (
        Licence(4, 36, "B-0000/KER/PER/1000+/5/0000/2010"),
    )


def test_a_licence_number_is_shown_and_left_unverified() -> None:
    text = "Welders for Qatar, free visa. B-0000/KER/PER/1000+/5/0000/2010"
    assert cited(text, "CN01") == ["B-0000/KER/PER/1000+/5/0000/2010"]


@given(st.text(max_size=60) | st.lists(st.sampled_from(["B-", "12", "/", "KER", " ", "+", "5"])).map("".join))
def test_licences_lie_in_the_published_text(published: str) -> None:
    for licence in licences(published):
        assert 0 <= licence.start < licence.end <= len(published)
