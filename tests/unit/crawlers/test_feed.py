import gzip
import json

import pytest

from crawlers.entry import entry_ad
from crawlers.feed import Entry, Feed, read_feed
from crawlers.listing import read_entries
from crawlers.page import NoAd, PageAd
from tests.unit.crawlers.builders import NOW, card

URL = "https://mandi.example/feed"
RSS = """<?xml version="1.0" encoding="utf-8"?><!-- a board -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Mandi</title>
<link>https://mandi.example/</link><item><title>Cook &amp; maid</title><link>/ad/cook-4711.html</link>
<guid isPermaLink="false">4711</guid><pubDate>Fri, 20 Nov 2026 10:00:00 +0530</pubDate><category>Home</category>
<description>short</description><content:encoded><![CDATA[<p>Cook wanted.</p><p>No leave.</p>]]></content:encoded></item>
<item><guid>https://mandi.example/ad/driver-4712.html</guid><title><![CDATA[Driver <b>wanted</b>]]></title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?page=2"/><entry><id>urn:4711</id>
<title type="html">Cook &amp;amp; maid</title><link rel="edit" href="/edit"/><link href="/ad/cook-4711.html"/>
<updated>2026-11-20T10:00:00+05:30</updated><category term="Home"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Cook wanted.</p><p>No leave.</p></div></content></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "next_url": "?page=2",
        "items": [
            {"id": "4711", "url": "/ad/cook-4711.html", "title": "Cook & maid", "tags": ["Home"],
             "content_html": "<p>Cook wanted.</p><p>No leave.</p>", "date_published": "2026-11-20T10:00:00+05:30"},
            "not an item",
        ],
    }
)  # fmt: skip
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://mandi.example/"/><item rdf:about="https://mandi.example/ad/cook-4711.html"><title>Cook</title></item></rdf:RDF>"""
MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://mandi.example/about-us</loc></url><url><loc>https://mandi.example/ad/1001</loc>
<image:image><image:loc>https://mandi.example/m/1001.jpg</image:loc></image:image></url>
<url><loc> https://mandi.example/ad/1002 </loc></url><url><loc>https://mandi.example/ad/1003</loc></url>
<url><loc>https://elsewhere.example/ad/1004</loc></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://mandi.example/ads-1.xml.gz</loc></sitemap>
<sitemap><loc>https://elsewhere.example/ads-2.xml</loc></sitemap></sitemapindex>"""


def read(source: str) -> Feed:
    feed = read_feed(source.encode(), url=URL)
    assert feed is not None
    return feed


@pytest.mark.parametrize("source", [RSS, ATOM, JSON], ids=["rss", "atom", "json"])
def test_feeds_say_the_same_in_three_tongues(source: str) -> None:
    entry = read(source).entries[0]
    assert (entry.url, entry.title, entry.text, entry.category) == (
        "https://mandi.example/ad/cook-4711.html",
        "Cook & maid",
        "Cook wanted.\n\nNo leave.",
        "Home",
    )
    ad = entry_ad(entry, url=URL, card=card(), now=NOW)
    assert isinstance(ad, PageAd)
    assert (ad.posted_at, ad.url) == ("2026-11-20T10:00:00+05:30", entry.url)


def test_an_entry_without_a_link_is_found_by_its_permanent_id() -> None:
    assert read(RSS).entries[1] == Entry(
        "https://mandi.example/ad/driver-4712.html",
        title="Driver wanted",
        number="https://mandi.example/ad/driver-4712.html",
    )
    assert read(RDF).entries[0].url == "https://mandi.example/ad/cook-4711.html"


def test_the_older_part_of_a_feed_is_its_next_page() -> None:
    assert (read(ATOM).next, read(JSON).next, read(RSS).next) == (f"{URL}?page=2", f"{URL}?page=2", None)


def test_of_a_sitemap_only_what_looks_like_ads_inside_of_the_card_is_followed() -> None:
    found = read_entries(read(MAP), card=card())
    assert found.ads == tuple(f"https://mandi.example/ad/{number}" for number in (1001, 1002, 1003))
    assert read_entries(read(MAP), card=card(number={"url": "/ad/(1001)$"})).ads == (
        "https://mandi.example/ad/1001",
    )
    assert read_entries(read(INDEX), card=card()).listings == ("https://mandi.example/ads-1.xml.gz",)


def test_a_packed_sitemap_is_unpacked_and_a_bomb_cut_off() -> None:
    assert read_feed(gzip.compress(MAP.encode()), url=URL) == read(MAP)
    bomb = gzip.compress(b"<urlset>" + b" " * 80_000_000)
    assert read_feed(bomb, url=URL) == Feed((), is_sitemap=True)
    assert read_feed(b"\x1f\x8btorn", url=URL) is None


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<html><body><rss>an article on rss</rss></body></html>", "a page"),
        ('{"items": []}', "some other JSON"),
        ('{"version": "https://jsonfeed.org/version/1", "items": ', "torn JSON"),
        ("", "nothing"),
        ("<rss" + "x" * 100, "no more than a beginning"),
    ],
)
def test_what_is_no_feed_is_none(source: str, why: str) -> None:
    feed = read_feed(source.encode(), url=URL)
    assert feed is None or feed.entries == (), why


def test_entities_of_a_hostile_feed_stay_closed() -> None:
    laughs = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    feed = read_feed(
        f"{laughs}<rss><item><title>x&b;&f;</title><link>/ad/1</link></item></rss>".encode(), url=URL
    )
    assert feed is None or all("root:" not in entry.title for entry in feed.entries)


def test_an_entry_without_address_or_number_is_no_ad_and_pictures_in_it_are_cut_out() -> None:
    assert isinstance(entry_ad(Entry("", title="Cook"), url=URL, card=card(), now=NOW), NoAd)
    ad = entry_ad(
        Entry("https://elsewhere.example/1", title="Cook", text="x data:image/png;base64,AAAA y", number="7"),
        url=URL, card=card(), now=NOW,
    )  # fmt: skip
    assert isinstance(ad, PageAd)
    assert (ad.url, ad.number, ad.text, ad.stripped) == (URL, "7", "x   y", {"data_uri": 1})
