import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache

import pytest

from crawlers.blocks import parse
from crawlers.listing import read_listing
from crawlers.page import PageAd, read_ad
from pipeline.sampleboard.ads import board_ads, sample_ads
from pipeline.sampleboard.pages import BoardAd
from tests.unit.crawlers.builders import NOW, card
from tests.unit.crawlers.layouts import LAYOUTS, Layout

BY = card(hosts=["mandi.example"], languages=["en", "hi", "te", "bn"])


@cache
def ads() -> tuple[BoardAd, ...]:
    """Sixty of the project's ads, of every language; those too short to be told from a heading are left out."""
    shown = board_ads(sample_ads(), newest=datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    return tuple(ad for ad in shown if len(ad.text) > 60)[::5][:60]


def same_words(read: str, gold: str) -> float:
    ours, theirs = Counter(re.findall(r"\S+", read)), Counter(re.findall(r"\S+", gold))
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def test_ads_are_read_off_a_layout_that_nobody_described(layout: Layout) -> None:
    titles = cities = dates = 0
    words = 0.0
    for place, ad in enumerate(ads()):
        source = layout.ad(ad, ads()[place + 1 : place + 4])
        page = read_ad(source.encode(), url=f"https://mandi.example{layout.url(ad)}", card=BY, now=NOW)
        assert isinstance(page, PageAd)
        titles += page.title == " ".join(ad.title.split())
        cities += page.city == ad.city
        dates += (page.posted_at or "")[:10] == ad.posted_at[:10]
        words += same_words(page.text, ad.text)
        assert "cookies" not in page.text
    count = len(ads())
    shares = {"title": titles / count, "city": cities / count, "date": dates / count, "text": words / count}
    assert all(
        share >= least for share, least in zip(shares.values(), (0.95, 0.9, 0.9, 0.92), strict=True)
    ), shares


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def test_listings_of_a_layout_that_nobody_described_lead_to_every_ad_and_on(layout: Layout) -> None:
    shown = ads()[:20]
    tree = parse(layout.listing(shown, layout))
    assert tree is not None
    found = read_listing(tree, url="https://mandi.example/jobs/", card=BY)
    assert set(found.ads) == {f"https://mandi.example{layout.url(ad)}".replace("&amp;", "&") for ad in shown}
    assert found.next in ("https://mandi.example/jobs/?page=2", "https://mandi.example/jobs/?start=20")
