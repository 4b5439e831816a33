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


@pytest.mark.parametrize(
    ("links", "found", "why"),
    [
        ([f"/see/d/seattle-{year}-sofa/73360332{year}.html" for year in (19, 21, 33, 45)], 4, "years in the slug"),
        ([f"/jobs/{n}/job;jsessionid=B77{n}" for n in (4262, 4263, 4264)], 3, "a session number in the path"),
        ([f"/job-listings-cook-pune-00000002689{n}" for n in range(4)] + [f"/annapurna{n}-jobs-careers-64{n}" for n in range(3)],
         4, "pages of employers beside the ads"),
        (["/jobs/13466/student-worker"], 1, "a last page with a single ad"),
        (["/about/company", "/blog/2026/how-to-write-ads", "/press/3344"], 0, "no ads at all"),
        ([f"/Job_Profile.cfm?/{n}X" for n in range(9)] + [f"/Job_List.cfm?/{n}Y" for n in range(3)], 9, "scripts with a name"),
    ],
)  # fmt: skip
def test_links_to_ads_are_told_from_others_by_their_shape(links: list[str], found: int, why: str) -> None:
    shown = "".join(
        f'<li><a href="{link}">A cook is wanted in Pune, {place}</a></li>' for place, link in enumerate(links)
    )
    ads = read(f"<ul>{shown}</ul>").ads
    assert len(ads) == found, why
    assert not [ad for ad in ads if "jsessionid" in ad], why


@pytest.mark.parametrize(
    "link",
    [
        '<a href="?page=3"><img src="/n.gif" alt="Next Page"></a>',
        '<a href="?page=3" id="next"><i class="icon"></i></a>',
        '<a href="?page=3" aria-label="Next page"></a>',
        '<a href="?page=3">अगला</a>',
    ],
)
def test_the_next_page_is_found_behind_a_picture_too(link: str) -> None:
    assert (
        read(f'<a href="?page=1"><img alt="Previous"></a>{link}').next == "https://mandi.example/jobs/?page=3"
    )


def test_the_number_of_an_ad_may_look_like_a_year() -> None:
    tree = parse("".join(f'<p><a href="/ad/{1980 + n}">Cook wanted {n}</a></p>' for n in range(60)))
    assert tree is not None
    assert len(read_listing(tree, url="https://mandi.example/jobs/", card=card()).ads) == 60


def test_links_beyond_the_first_ten_thousand_of_a_page_are_counted() -> None:
    tree = parse("".join(f'<p><a href="/ad/{50_000 + n}">Cook wanted {n}</a></p>' for n in range(10_007)))
    assert tree is not None
    found = read_listing(tree, url="https://mandi.example/jobs/", card=card())
    assert (len(found.ads), found.cut) == (10_000, 7)


def test_where_the_card_tells_the_number_every_link_with_one_is_an_ad() -> None:
    page = f'{NAV}<a href="/cook-1001">Cook</a><p><a href="/pune/kitchen/cook-1002">Cook wanted in a kitchen</a></p>'
    assert read(page, by=card(number={"url": r"-(\d{4})$"})).ads == (
        "https://mandi.example/cook-1001",
        "https://mandi.example/pune/kitchen/cook-1002",
    )
