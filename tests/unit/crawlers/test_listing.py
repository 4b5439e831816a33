import pytest

from crawlers.blocks import parse
from crawlers.card import SourceCard
from crawlers.listing import Listing, read_listing
from tests.unit.crawlers.builders import card

URL = "https://mandi.example/jobs/?page=2"
NAV = '<nav><a href="/">Home</a><a href="/help/one-long-page">How to post an ad</a></nav>'
ADS = "".join(
    f'<li><a href="/ad/{slug}-{number}.html?utm_source=list"><img src="/m/{number}.jpg">{words}</a></li>'
    for number, slug, words in [
        (4711, "cook-in-pune", "Cook wanted in Pune"),
        (4712, "driver-night", "Driver for night shift"),
        (4713, "nurse", "Nurse for old lady at home"),
    ]
)
FOUND = (
    "https://mandi.example/ad/cook-in-pune-4711.html",
    "https://mandi.example/ad/driver-night-4712.html",
    "https://mandi.example/ad/nurse-4713.html",
)


def read(source: str, *, by: SourceCard | None = None, url: str = URL) -> Listing:
    tree = parse(source)
    assert tree is not None
    return read_listing(tree, url=url, card=by or card())


def test_ads_are_found_without_selectors_and_navigation_is_not() -> None:
    assert (
        read(f"{NAV}<ul>{ADS}</ul><footer><a href='/terms/of-use-7'>Terms of use</a></footer>").ads == FOUND
    )


def test_selectors_find_ads_listings_and_the_next_page() -> None:
    chosen = card(selectors={"ad": "a.x", "listing": "a.s", "next": "a.n"})
    found = read(
        '<a class="s" href="/flats/">Flats</a><a class="x" href="/ad/1#top">One</a><a class="x" href="/ad/1">One</a>'
        '<a class="x" href="https://evil.example/ad/2">Two</a><a class="x" href="/p/3.jpg">3</a><a class="n" href="?page=3">›</a>',
        by=chosen,
    )
    assert found == Listing(
        ("https://mandi.example/ad/1",),
        ("https://mandi.example/flats/",),
        "https://mandi.example/jobs/?page=3",
    )


@pytest.mark.parametrize(
    ("links", "following", "why"),
    [
        ('<link rel="next" href="/jobs/?page=3">', "https://mandi.example/jobs/?page=3", "in the head"),
        ('<a rel="nofollow next" href="?page=3">weiter</a>', "https://mandi.example/jobs/?page=3", "by relation"),
        ('<a href="?page=1">Prev</a><a href="?page=3">Next »</a>', "https://mandi.example/jobs/?page=3", "by word"),
        ('<a href="?page=3">अगला</a>', "https://mandi.example/jobs/?page=3", "by word in Hindi"),
        ('<a href="?page=3" title="Next"><img src="n.png"></a>', "https://mandi.example/jobs/?page=3", "a picture with a title"),
        ('<a href="?page=9">&gt;&gt;</a>', None, "two arrows lead to the last page"),
        ('<a href="?page=1">1</a><b>2</b><a href="?page=3">3</a>', "https://mandi.example/jobs/?page=3", "by number"),
        ('<a rel="next" href="https://evil.example/?page=3">Next</a>', None, "off the site"),
        ('<a href="/blog/next-steps">Next steps for cooks</a>', None, "a word in a sentence"),
        ("", None, "there is none"),
    ],
)  # fmt: skip
def test_the_next_page_is_found_as_boards_show_it(links: str, following: str | None, why: str) -> None:
    assert read(f"<html><head></head><body><ul>{ADS}</ul>{links}</body></html>").next == following, why


def test_links_count_from_the_base_of_the_page() -> None:
    chosen = card(selectors={"ad": "a"})
    assert read('<base href="/ads/"><a href="1">One</a>', by=chosen).ads == ("https://mandi.example/ads/1",)


def test_broken_links_lead_nowhere() -> None:
    chosen = card(selectors={"ad": "a"})
    assert (
        read(
            '<a href="https://[x">1</a><a href="#">2</a><a>3</a><a href="mailto:a@b.example">4</a>', by=chosen
        ).ads
        == ()
    )
