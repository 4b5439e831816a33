import pytest

from crawlers.blocks import parse
from crawlers.hints import label_value, only_place, place_near, posting_near
from crawlers.label_words import name_of
from crawlers.laid_out import Line
from crawlers.lines import lay_out


def lines(page: str) -> list[Line]:
    tree = parse(f"<html><body>{page}</body></html>")
    assert tree is not None
    return lay_out(tree).lines


@pytest.mark.parametrize(
    ("page", "window", "place", "why"),
    [
        ("<h1>Cook wanted</h1><p>Pune</p>", "", "Pune", "a line that is a place"),
        ("<h1>Cook wanted</h1><p>City: Nashik</p>", "", "Nashik", "a label"),
        ("<h1>Cook wanted</h1><p>2 days ago | Pune | 14 views</p>", "", "Pune", "one of several"),
        ("<h1>Cook wanted</h1><p>Call now</p>", "Cook wanted in Pune | Board", "Pune", "the window's title"),
        ("<h1>Cook wanted</h1><p>Call now</p>", "Board", None, "no place anywhere"),
    ],
)
def test_the_place_of_an_ad_is_found_near_its_title(
    page: str, window: str, place: str | None, why: str
) -> None:
    assert place_near(lines(page), title="Cook wanted", window=window) == place, why


@pytest.mark.parametrize(
    ("page", "posted", "why"),
    [
        ("<h1>Cook wanted</h1><p>Posted on 20 Nov 2026</p>", "20 Nov 2026", "it says so"),
        ("<h1>Cook wanted</h1><p>2 days ago</p>", "2 days ago", "relative, alone on its line"),
        ("<h1>Cook wanted</h1><p>Member since 20 Nov 2020</p>", None, "the poster's date"),
        ("<h1>Cook wanted</h1><p>Apply before 30 Nov 2026</p>", None, "the end, not the posting"),
        ("<h1>Cook wanted</h1><p>Come to our kitchen in Pune today and speak to us</p>", None, "a sentence"),
    ],
)
def test_the_day_of_posting_is_found_near_the_title(page: str, posted: str | None, why: str) -> None:
    assert posting_near(lines(page), title="Cook wanted") == posted, why


def test_a_value_is_read_behind_its_label_only() -> None:
    assert label_value("City: Pune", "city") == "Pune"
    assert label_value("City: Pune", "posted_at") is None
    assert label_value("Cook wanted in Pune", "city") is None


@pytest.mark.parametrize("line", ["240 000 €", "110 001", "₹ 500 032"])
def test_an_amount_of_six_figures_is_no_place(line: str) -> None:
    assert only_place(line) is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("City/Town", "city"),
        ("Location (area)", "city"),
        ("शहर / City", "city"),
        ("गाव / शहर", "city"),
        ("Date/Time of interview", None),
        ("Date / Time of joining", None),
    ],
)
def test_a_label_of_two_words_is_known_by_either_unless_it_is_of_another_day(
    label: str, name: str | None
) -> None:
    assert name_of(label) == name
