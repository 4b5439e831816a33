import pytest

from crawlers.blocks import parse
from crawlers.lines import lay_out
from crawlers.title import title_of


@pytest.mark.parametrize(
    ("page", "title", "why"),
    [
        ("<title>Cook wanted | Pune | Mandi</title><div>Cook wanted</div><div>Pune</div>", "Cook wanted", "a line that the window begins with"),
        ("<title>Mandi - Cook wanted</title><h1>Mandi</h1><h2>Cook wanted</h2>", "Cook wanted", "the longest heading in the window"),
        ("<title>Board, notice 12</title><dl><dt>Subject</dt><dd>Cook wanted</dd></dl>", "Cook wanted", "a label"),
        ("<title>Mandi</title><x-card-title>Cook wanted</x-card-title><x-card-subtitle>Pune, Baner</x-card-subtitle>", "Cook wanted", "an element of that name"),
        ("<title>Ads</title><div role='heading'>Ads of today</div><b class='ad-title'>Cook wanted</b>", "Cook wanted", "a class of that name"),
        ("<title>Kaam Darpan</title><div>Kaam Darpan</div><h4>Cook wanted in Baner today</h4>", "Cook wanted in Baner today", "the window names the site alone"),
        ("<title>Cook wanted in Hyderabad</title><div>Hyderabad</div>", "Cook wanted in Hyderabad", "a place is no title"),
    ],
)  # fmt: skip
def test_the_title_of_an_ad_is_found(page: str, title: str, why: str) -> None:
    tree = parse(f"<html><body>{page}</body></html>")
    assert tree is not None
    assert title_of(tree, lay_out(tree), "") == title, why
