import pytest

from crawlers.blocks import parse
from crawlers.lines import lay_out


def lines_of_the_ad(page: str) -> list[str]:
    tree = parse(f"<html><body>{page}</body></html>")
    assert tree is not None
    return [line.text for line in lay_out(tree).lines if not line.aside]


CARD = '<li><a href="/ad/{0}">Driver wanted number {0}</a><p>Night duty, own room</p></li>'
BUTTON = '<div class="o"><b>Driver wanted</b> Night duty <a href="/ad/{0}">Read more</a></div>'
BARE = '<p><a href="/ad/{0}">Driver wanted number {0}</a></p><p>Night duty, own room</p>'


@pytest.mark.parametrize(
    "box", [CARD, BUTTON, BARE], ids=["titles are links", "buttons", "links, then teasers"]
)
def test_three_boxes_that_each_lead_to_another_ad_are_aside(box: str) -> None:
    page = "<div>Cook wanted in Baner</div><section>" + "".join(map(box.format, (1, 2, 3))) + "</section>"
    assert lines_of_the_ad(page) == ["Cook wanted in Baner"]


def test_two_links_of_an_ad_are_its_own() -> None:
    page = '<ul><li><a href="/form">Form for the first shift</a></li><li><a href="/map">Map of the whole place</a></li></ul>'
    assert lines_of_the_ad(page) == ["Form for the first shift", "Map of the whole place"]


def test_a_row_of_tabs_opens_nothing() -> None:
    page = "<div><div>Details</div><div>Company</div><div>Reviews</div></div><p>Cook wanted in Baner</p>"
    assert lines_of_the_ad(page)[-1] == "Cook wanted in Baner"


def test_short_lines_of_one_class_that_open_boxes_are_headings() -> None:
    tree = parse(
        '<body><div><b class="t">Pay</b><p>12,000 a month</p></div><div><b class="t">Work</b><p>Cooking</p></div></body>'
    )
    assert tree is not None
    assert [(line.text, line.rank) for line in lay_out(tree).lines] == [
        ("Pay", 6),
        ("12,000 a month", 0),
        ("Work", 6),
        ("Cooking", 0),
    ]
