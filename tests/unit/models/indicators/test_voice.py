from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from models.indicators.voice import third_person_voice, voices
from tests.unit.models.indicators.builders import ad, reader

CASES = Path(__file__).parents[3] / "cases" / "roles.yaml"


@cache
def cases() -> Sequence[Sequence[str]]:
    read: list[list[str]] = yaml.safe_load(CASES.read_text("utf-8"))
    return read


def heard(text: str) -> str:
    found = voices(reader().read(ad(text)))
    if found.own == found.others == 0:
        return "none"
    return "others" if found.others > found.own else "own"


def test_nine_of_ten_ads_are_heard_as_they_speak() -> None:
    wrong = [case[1] for case in cases() if heard(case[1]) != case[4]]
    assert len(cases()) == 44
    assert len(wrong) <= 4, wrong


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        ("I work alone, my rates", 2, 0),
        ("our girls, ask her, we deliver", 0, 3),
        ("नाम न लें, दुकान में काम", 0, 0),
        ("dukan mein kaam, na koi fees", 0, 0),
        ("যাওয়া চলবে না", 0, 0),
        ("నా ఇంట్లో, నేను ఒంటరిగా", 2, 0),
        ("మేము పంపిస్తాం", 0, 2),
        ("main akeli hu, mera ghar", 2, 0),
        ("मैं करूंगी", 2, 0),
        ("हम आपको ले जाएंगे", 0, 2),
    ],
)
def test_a_word_is_heard_in_its_own_language_only(text: str, own: int, others: int) -> None:
    found = voices(reader().read(ad(text)))
    assert (found.own, found.others) == (own, others)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_the_share_lies_between_nothing_and_all(text: str) -> None:
    assert 0 <= third_person_voice(reader().read(ad(text))) <= 1
