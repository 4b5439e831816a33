from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.ad import RawAd
from models.entities.births import births_in
from models.normalise.fold import fold_characters
from models.screening import child_signal
from tests.unit.models.indicators.builders import ad, reader

CASES = Path(__file__).parents[3] / "cases" / "child_gate.yaml"


def cases(side: str) -> list[RawAd]:
    return [ad(text, source_type=source, fields=fields_of(more)) for source, text, *more in table()[side]]


def table() -> Any:
    return yaml.safe_load(CASES.read_text("utf-8"))


def fields_of(more: list[Any]) -> dict[str, str] | None:
    return more[0] if more and isinstance(more[0], dict) else None


@pytest.mark.parametrize("one", cases("signs"), ids=lambda one: one.text)
def test_a_minor_who_is_to_work_or_marry_is_a_sign(one: RawAd) -> None:
    assert child_signal(one, reader()) is not None


@pytest.mark.parametrize("one", cases("lookalikes"), ids=lambda one: one.text)
def test_what_only_looks_like_it_stays_in_the_ordinary_flow(one: RawAd) -> None:
    assert child_signal(one, reader()) is None


def test_the_tables_hold_at_least_240_of_each() -> None:
    assert len(cases("signs")) >= 240
    assert len(cases("lookalikes")) >= 240


def test_every_look_alike_says_what_it_only_looks_like() -> None:
    assert [row[1] for row in table()["lookalikes"] if not isinstance(row[-1], str) or len(row) < 3] == []


def test_a_birth_is_compared_with_the_day_the_ad_was_posted() -> None:
    of_age_later = ad("Maid wanted, DOB 14/03/2005.")
    assert child_signal(replace(of_age_later, posted_at="2023-03-13"), reader()) is not None
    assert child_signal(replace(of_age_later, posted_at="2023-03-14"), reader()) is None


def test_without_a_posting_day_the_day_of_capture_counts() -> None:
    captured = replace(ad("Maid wanted, DOB 14/03/2005."), captured_at=1_577_836_800_000_000)  # 2020
    assert child_signal(captured, reader()) is not None


def test_a_company_is_born_too() -> None:
    assert child_signal(ad("Our company was born in 2015. Sales staff wanted."), reader()) is None


@pytest.mark.parametrize(
    ("published", "on", "age"),
    [("born 2010", date(2026, 5, 1), 15), ("DOB 02-06-2010", date(2026, 6, 1), 15), ("DOB 2010-06-01", date(2026, 6, 1), 16)],
)  # fmt: skip
def test_the_least_age_is_taken_where_the_day_is_unknown(published: str, on: date, age: int) -> None:
    (birth,) = births_in(fold_characters(published))
    assert birth.least_age(on) == age


@given(st.integers(6, 17), st.sampled_from(["Age", "age", "Umar", "उम्र", "Candidate age"]))
@settings(max_examples=30, deadline=None)
def test_an_age_field_below_18_is_a_sign_whatever_its_spelling(age: int, key: str) -> None:
    assert child_signal(ad("Helper in shop.", fields={key: str(age)}), reader()) is not None


@given(st.integers(18, 60))
@settings(max_examples=30, deadline=None)
def test_an_age_field_of_an_adult_is_none(age: int) -> None:
    assert child_signal(ad("Helper in shop.", fields={"Age": str(age)}), reader()) is None


@given(st.text(max_size=40), st.text(min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_signs_lie_in_the_published_parts(noise: str, key: str) -> None:
    one = ad(f"{noise} boy of 13 wanted for shop work", fields={key: noise})
    sign = child_signal(one, reader())
    for _, span in sign.findings if sign else ():
        assert 0 <= span.start < span.end <= len(one.parts[span.part])


@pytest.mark.parametrize(
    "text",
    [
        "Baby goat available for adoption, direct",
        "Baby goats for sale, 3 months, contact farm",
        "Goat baby sale, 2 pieces",
        "cow with baby for sale",
        "baby chicks for sale",
        "बकरी का बच्चा बेचना है, 3 महीने",
        "ছাগলের বাচ্চা বিক্রি, দুই মাস",
        "మేక పిల్ల అమ్మబడును",
    ],
)
def test_the_young_of_an_animal_is_no_child(text: str) -> None:
    assert child_signal(ad(text, source_type="classified"), reader()) is None


@pytest.mark.parametrize(
    "text",
    [
        "Baby available for adoption, direct, no agency",
        "We keep goats. Healthy baby available for adoption, direct",
        "बच्चा गोद देना है, सीधे संपर्क करें",
    ],
)
def test_a_child_beside_animals_is_a_child(text: str) -> None:
    assert child_signal(ad(text, source_type="classified"), reader()) is not None
