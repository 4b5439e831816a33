from datetime import date
from enum import StrEnum

import pytest

from models.domain.judgement import AdClass, Band, Kind, PosterRole
from search import wording
from search.wording import count, write_day, write_language, write_place_code, write_time, write_time_twice
from tests.unit.search.builders import micros


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (wording.BANDS, Band),
        (wording.KINDS, Kind),
        (wording.AD_CLASSES, AdClass),
        (wording.POSTER_ROLES, PosterRole),
    ],
)
def test_everything_that_may_be_shown_has_a_word(words: dict[StrEnum, str], names: type[StrEnum]) -> None:
    assert set(words) == set(names)


def test_no_word_of_ours_accuses() -> None:
    said = " ".join(
        word
        for words in (
            wording.BANDS,
            wording.KINDS,
            wording.AD_CLASSES,
            wording.POSTER_ROLES,
            wording.NEXT_STEPS,
        )
        for word in words.values()
    ).lower()
    assert not [word for word in ("victim", "prostitute", "trafficker", "criminal", "minor") if word in said]


def test_times_are_told_in_india() -> None:
    assert write_time(micros(2026, 11, 22, 18, 30)) == "23 Nov 2026, 00:00 IST"
    assert (
        write_time_twice(micros(2026, 11, 22, 18, 29))
        == "22 Nov 2026, 23:59:00 IST (2026-11-22 18:29:00 UTC)"
    )
    assert write_day(date(2026, 1, 2)) == "02 Jan 2026"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("IN", "India"),
        ("IN-36", "Telangana"),
        ("IN-36-507", "Telangana, district 507"),
        ("IN-99", "State 99"),
        ("cambodia", "Cambodia"),
    ],
)
def test_places_have_names(code: str, name: str) -> None:
    assert write_place_code(code) == name


@pytest.mark.parametrize(
    ("code", "name"),
    [("hi", "Hindi"), ("hi-Latn", "Hindi in Latin letters"), ("en-Latn", "English"), ("xx", "xx")],
)
def test_languages_have_names(code: str, name: str) -> None:
    assert write_language(code) == name


def test_one_and_many() -> None:
    assert [count(n, "ad") for n in (0, 1, 2, 1200)] == ["0 ads", "1 ad", "2 ads", "1,200 ads"]
