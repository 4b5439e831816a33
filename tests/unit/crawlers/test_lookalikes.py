import pytest

from crawlers.blocks import parse
from crawlers.listing import read_listing
from crawlers.page import PageAd, read_ad
from tests.unit.crawlers.builders import NOW, card
from tests.unit.crawlers.lookalikes import LOOKALIKES, UNLISTED, Lookalike, ad_page, list_page, posted_on
from tests.unit.crawlers.test_layouts import ads, same_words

BY = card(hosts=["mandi.example"], languages=["en", "hi", "te", "bn"])
BOARDS = pytest.mark.parametrize("board", LOOKALIKES, ids=[board.name for board in LOOKALIKES])


@BOARDS
def test_ads_are_read_off_boards_in_the_manner_of_known_sites(board: Lookalike) -> None:
    shown = ads()[::2]
    titles = cities = dates = 0
    words = 0.0
    for place, ad in enumerate(shown):
        source = ad_page(board, ad, [shown[place - 1], shown[place - 2], shown[place - 3]])
        page = read_ad(source, url=f"https://mandi.example{board.path(ad)}", card=BY, now=NOW)
        assert isinstance(page, PageAd)
        titles += page.title == " ".join(ad.title.split())
        cities += page.city == ad.city
        dates += (page.posted_at or "")[:10] == posted_on(ad).isoformat()
        words += same_words(page.text, ad.text)
    shares = {"title": titles / 30, "city": cities / 30, "date": dates / 30, "text": words / 30}
    least = (0.95, 0.95, 0.95, 0.95)
    assert all(share >= bound for share, bound in zip(shares.values(), least, strict=True)), shares


@BOARDS
def test_listings_in_the_manner_of_known_sites_lead_to_every_ad_and_on(board: Lookalike) -> None:
    shown = ads()[:20]
    tree = parse(list_page(board, shown))
    assert tree is not None
    found = read_listing(tree, url="https://mandi.example/jobs/", card=BY)
    paths = {address.partition("?ref=")[0].partition("?src=")[0] for address in found.ads}
    folder = "/jobs" if board.name == "forum" else ""  # its links are relative to the listing
    assert paths == {f"https://mandi.example{folder}{board.path(ad)}" for ad in shown}
    assert found.next == f"https://mandi.example{board.next}"


@pytest.mark.parametrize("board", UNLISTED, ids=[board.name for board in UNLISTED])
def test_ads_are_read_off_further_boards(board: Lookalike) -> None:
    shown = ads()[1::6]
    for place, ad in enumerate(shown):
        source = ad_page(board, ad, [shown[place - 1], shown[place - 2], shown[place - 3]])
        page = read_ad(source, url=f"https://mandi.example{board.path(ad)}", card=BY, now=NOW)
        assert isinstance(page, PageAd)
        assert (page.title, page.city) == (" ".join(ad.title.split()), ad.city)
        assert (page.posted_at or "")[:10] == posted_on(ad).isoformat()
        assert same_words(page.text, ad.text) > 0.92
