import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.moment import is_dateline, moment, moment_in
from tests.unit.crawlers.builders import NOW


@pytest.mark.parametrize(
    ("words", "posted", "why"),
    [
        ("2026-11-20", "2026-11-20", "ISO, a day"),
        ("2026-11-20T10:00:00+05:30", "2026-11-20T10:00:00+05:30", "ISO with a zone"),
        ("2026-11-20T04:30:00Z", "2026-11-20T04:30:00+00:00", "another zone stays what it is"),
        ("2026-11-20 10:00", "2026-11-20T10:00:00+05:30", "without a zone it is India's time"),
        ("03/04/2026", "2026-04-03", "day before month, as in India"),
        ("Posted on: 20 Nov 2026", "2026-11-20", "with a label"),
        ("20th November 2026", "2026-11-20", "an ordinal"),
        ("yesterday", "2026-11-21T15:03:20+05:30", "relative to the capture, in India's time"),
        ("2 days ago", "2026-11-20T15:03:20+05:30", "relative"),
        ("२० नवंबर २०२६", "2026-11-20", "Hindi words and digits"),
        ("2027-06-01", None, "nobody posts next year"),
        ("2026-02-31", None, "no such day"),
        ("immediately", None, "no date"),
        ("", None, "nothing"),
        ("November", None, "a month alone is no day"),
    ],
)
def test_dates_are_read_as_indian_boards_write_them(words: str, posted: str | None, why: str) -> None:
    assert moment(words, now=NOW, languages=("en", "hi")) == posted, why


@given(st.text(max_size=30))
def test_no_words_break_the_reader(words: str) -> None:
    read = moment(words, now=NOW, languages=("en",))
    assert read is None or len(read) >= 10


@pytest.mark.parametrize(
    ("line", "words", "why"),
    [
        ("Posted on 20 Nov 2026 by owner", "20 Nov 2026", "a date of the calendar"),
        ("Pune | 2 days ago | 14 views", "2 days ago", "relative"),
        ("Pune, yesterday", "yesterday", "a day by its name"),
        ("Date: 20/11/2026", "20/11/2026", "figures"),
        ("२ दिन पहले", "2 दिन पहले", "Hindi; digits become Latin"),
        ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z", "ISO whole"),
        ("Salary 12000-15000", None, "pay is no date"),
        ("Cook wanted", None, "nothing of time"),
    ],
)
def test_the_part_of_a_line_that_says_when_is_found(line: str, words: str | None, why: str) -> None:
    assert moment_in(line) == words, why


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("मेरठ, २० नवंबर", "2026-11-20"),
        ("20 నవంబర్ - హైదరాబాద్", "2026-11-20"),
        ("৫ মে, শিলচর", "2026-05-05"),
        ("20 நவம்பர்", "2026-11-20"),
    ],
)
def test_a_day_without_a_year_is_read_in_every_script(line: str, day: str) -> None:
    words = moment_in(line)
    assert words is not None
    assert moment(words, now=NOW, languages=("en",)) == day


@pytest.mark.parametrize("line", ["Tuesday, November 17, 2026 - హైదరాబాద్", "विशाखापट्टनम | 17.11.2026"])
def test_a_date_beside_a_town_of_an_indian_script_is_a_dateline(line: str) -> None:
    assert is_dateline(line)
