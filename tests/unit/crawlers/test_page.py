import base64
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.card import SourceCard
from crawlers.page import NoAd, PageAd, read_ad
from tests.unit.crawlers.builders import NOW, card

URL = "https://mandi.example/ad/77?utm_source=list"
BODY = "<p>Cook wanted for a family.</p><p>12 hours,<br>no leave.</p>"
TEXT = "Cook wanted for a family.\n\n12 hours,\nno leave."
FRAME = """<html><head><title>{title} | Mandi</title>{head}</head><body>
<header><nav><a href="/">Home</a> <a href="/post">Post an ad</a></nav></header>
<div class="cookie-notice">We use cookies to know your city.</div>
<main>{main}</main>
<section class="similar-ads"><h2>Similar ads</h2><a href="/ad/78">Driver wanted in Pune</a></section>
<footer>Never pay in advance. <a href="tel:1930">Cyber helpline</a></footer></body></html>"""
PLAIN = '<h1 class="t">Cook wanted</h1><span class="c">Pune</span><div class="b">' + BODY + "</div>"
SELECTORS = {"title": "h1.t", "body": "div.b", "city": ".c", "details": "dl.d"}


def page(*, main: str = "", head: str = "", title: str = "Cook wanted") -> str:
    return FRAME.format(title=title, head=head, main=main)


def ld(**posting: Any) -> str:
    whole = {"@context": "https://schema.org", "@type": "JobPosting", "title": "Cook wanted", **posting}
    return f'<script type="application/ld+json">{json.dumps(whole)}</script>'


def read(source: str | bytes, *, by: SourceCard | None = None, url: str = URL) -> PageAd:
    body = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    found = read_ad(body, url=url, card=by or card(), now=NOW)
    assert isinstance(found, PageAd), found
    return found


def test_json_ld_and_plain_page_give_the_same_published_text() -> None:
    told = read(page(head=ld(description=BODY), main=PLAIN))
    shown = read(page(main=PLAIN), by=card(selectors=SELECTORS))
    assert (told.title, told.text) == (shown.title, shown.text) == ("Cook wanted", TEXT)
    assert (told.origins["text"], shown.origins["text"]) == ("jsonld", "selector")


def test_json_ld_is_read_with_place_pay_and_employer() -> None:
    ad = read(
        page(
            head=ld(
                description=BODY,
                datePosted="2026-11-20",
                validThrough="2026-12-20",
                hiringOrganization={"@type": "Organization", "name": "Annapurna Homes"},
                jobLocation={"@type": "Place", "address": {"addressLocality": "Pune", "addressRegion": "MH"}},
                baseSalary={
                    "currency": "INR",
                    "value": {"minValue": 9000, "maxValue": 12000.0, "unitText": "MONTH"},
                },
            )
        )
    )
    assert (ad.city, ad.posted_at) == ("Pune", "2026-11-20")
    assert ad.fields == {
        "company": "Annapurna Homes",
        "pay": "INR 9000 to 12000 per month",
        "valid through": "2026-12-20",
    }


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (ld(description=BODY).replace("ld+json", "ld&#x2B;json"), "the type written with an entity"),
        (ld(description=BODY).replace("ld+json", "LD+JSON; charset=utf-8"), "the type written otherwise"),
        (ld(Description=BODY), "a key in capitals"),
        (ld(description="&lt;p&gt;Cook wanted for a family.&lt;/p&gt;&lt;p&gt;12 hours,&lt;br&gt;no leave.&lt;/p&gt;"), "escaped twice"),
        (ld(description=TEXT), "plain text with line breaks"),
        ("<script type='application/ld+json'>{broken</script>" + ld(description=BODY), "a broken script before it"),
        ('<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": "JobPosting", "title": "Cook '
         'wanted", "description": "' + BODY + '"}]}</script>', "inside of a graph"),
        ('<script type="application/ld+json">[{"@type": ["Thing", "https://schema.org/JobPosting"], "title": "Cook '
         'wanted", "description": "' + BODY + '"}]</script>', "in a list, with two types"),
        ("<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + ld(description=BODY), "a bomb before it"),
    ],
)  # fmt: skip
def test_json_ld_is_read_as_boards_write_it(head: str, why: str) -> None:
    ad = read(page(head=head))
    assert (ad.text, ad.origins["text"]) == (TEXT, "jsonld"), why


def test_microdata_is_read_with_its_paragraphs() -> None:
    main = (
        '<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Cook wanted</h1>'
        f'<div itemprop="description">{BODY}</div><span itemprop="jobLocation" itemscope '
        'itemtype="https://schema.org/Place"><span itemprop="address" itemscope><b itemprop="addressLocality">Pune</b>'
        "</span></span></div>"
    )
    ad = read(page(main=main))
    assert (ad.title, ad.text, ad.city, ad.origins["text"]) == ("Cook wanted", TEXT, "Pune", "microdata")


def test_rdfa_is_read() -> None:
    main = (
        '<div vocab="https://schema.org/" typeof="JobPosting"><h1 property="title">Cook wanted</h1>'
        '<p property="description">Cook wanted for a family.</p></div>'
    )
    ad = read(page(main=main))
    assert (ad.title, ad.text, ad.origins["text"]) == ("Cook wanted", "Cook wanted for a family.", "rdfa")


def test_a_listing_that_describes_many_ads_is_not_taken_for_one_of_them() -> None:
    ad = read(page(head=ld(title="Driver", description="A") + ld(title="Nurse", description="B"), main=PLAIN))
    assert ad.title == "Cook wanted"
    assert "Cook wanted for a family." in ad.text


def test_the_description_that_is_only_the_beginning_gives_way_to_the_body() -> None:
    ad = read(page(head=ld(description="Cook wanted for a fam…"), main=PLAIN), by=card(selectors=SELECTORS))
    assert (ad.text, ad.origins["text"]) == (TEXT, "selector")


def test_without_any_help_the_text_is_the_main_text_alone() -> None:
    words = "Cook wanted for a family of four in Kothrud, morning and evening, Sunday is free. "
    ad = read(page(main=f"<h1>Cook wanted</h1><div><p>{words * 3}</p><p>Pay 12,000 a month.</p></div>"))
    assert ad.title == "Cook wanted"
    assert ad.text.startswith("Cook wanted for a family of four")
    assert ad.text.endswith("Pay 12,000 a month.")
    for noise in ("cookies", "Driver wanted", "Never pay", "Post an ad"):
        assert noise not in ad.text


def test_an_ad_with_an_empty_body_does_not_borrow_its_text_from_the_page_around_it() -> None:
    ad = read(page(main='<h1 class="t">Cook wanted</h1><div class="b"> </div>'), by=card(selectors=SELECTORS))
    assert (ad.title, ad.text) == ("Cook wanted", "")


def test_a_body_that_is_not_where_the_card_says_is_looked_for() -> None:
    main = f'<h1 class="t">Cook wanted</h1><div class="description">{BODY} Long enough to be the text.</div>'
    assert (
        read(page(main=main), by=card(selectors=SELECTORS)).text == TEXT + "\n\nLong enough to be the text."
    )


def test_labelled_values_are_read_without_markup() -> None:
    main = (
        f'<h1>Cook wanted</h1><div class="description">{BODY} It is long enough to be a text of its own.</div>'
        "<table><tr><td>Location:</td><td>Kothrud, Pune</td></tr><tr><td>Salary</td><td>12,000</td></tr></table>"
        "<p>Posted on: 20 Nov 2026</p><dl><dt>Company</dt><dd>Annapurna Homes</dd></dl>"
    )
    ad = read(page(main=main))
    assert (ad.city, ad.posted_at) == ("Kothrud, Pune", "2026-11-20")
    assert ad.fields == {"pay": "12,000", "company": "Annapurna Homes"}


def test_contact_links_are_kept_but_not_those_of_the_site() -> None:
    main = PLAIN + '<a href="tel:+919876543210">Call</a><a href="https://wa.me/919876543210?text=Hi">Chat</a>'
    ad = read(page(main=main))
    assert ad.fields["contact"] == "tel:+919876543210\nhttps://wa.me/919876543210"


def test_details_and_fields_come_by_the_names_of_the_page() -> None:
    main = (
        PLAIN
        + '<dl class="d"><dt>Age:</dt><dd>25 to 40</dd><dt>Pay</dt><dd>12000</dd></dl><i class="h">9 to 6</i>'
    )
    ad = read(page(main=main), by=card(selectors=SELECTORS | {"fields": {"hours": "i.h"}}))
    assert ad.fields == {"hours": "9 to 6", "Age": "25 to 40", "Pay": "12000"}


@pytest.mark.parametrize(
    ("link", "url", "why"),
    [
        (
            "https://mandi.example/ad/cook-77",
            "https://mandi.example/ad/cook-77",
            "inside of the scope it counts",
        ),
        ("/ad/cook-77?utm_medium=x", "https://mandi.example/ad/cook-77", "relative, without tracking"),
        ("https://evil.example/ad/77", "https://mandi.example/ad/77", "outside it does not"),
        ("javascript:alert(1)", "https://mandi.example/ad/77", "nor what is no page"),
        ("https://[broken", "https://mandi.example/ad/77", "nor what is no address"),
        ("", "https://mandi.example/ad/77", "nor an empty one"),
    ],
)
def test_the_canonical_address_counts_inside_the_scope_only(link: str, url: str, why: str) -> None:
    assert read(page(head=f'<link rel="canonical" href="{link}">', main=PLAIN)).url == url, why


def test_the_number_comes_by_the_rule_of_the_card_alone() -> None:
    source = page(head=ld(description=BODY, identifier="X9"), main=PLAIN + '<b class="n">M-77</b>')
    assert read(source).number is None
    assert read(source, by=card(number={"url": r"/ad/(\d+)"})).number == "77"
    assert read(source, by=card(number={"selector": ".n"})).number == "M-77"


def test_an_ad_without_the_number_that_its_card_promises_is_set_aside() -> None:
    by = card(number={"selector": ".n"})
    found = read_ad(page(head=ld(description=BODY, identifier="X9")).encode(), url=URL, card=by, now=NOW)
    assert found == NoAd(
        "The number of the ad was not found where the card says; the layout may have changed."
    )


def test_media_inside_the_text_is_cut_out_and_counted() -> None:
    blob = base64.b64encode(random.Random(3).randbytes(1500)).decode()
    hidden = f'<p>See data:image/png;base64,AAAA here</p><p>{blob}</p><img src="a.jpg"><svg></svg>'
    ad = read(page(main=PLAIN.replace(BODY, BODY + hidden)), by=card(selectors=SELECTORS))
    assert ad.text == TEXT + "\n\nSee here"
    assert ad.stripped == {"blob": 1, "data_uri": 1, "img": 1, "svg": 1}


def test_media_that_only_shows_after_reading_entities_is_cut_out_too() -> None:
    ad = read(page(head=ld(description="See &#100;ata:image/png;base64,AAAA here")))
    assert ad.text == "See   here"
    assert ad.stripped["data_uri"] == 1


def test_nul_and_lone_surrogates_become_replacement_characters() -> None:
    ad = read(page(head='<script type="application/ld+json">{"@type": "JobPosting", "title": "Co\\u0000ok", '
                        '"description": "12\\ud800 hours"}</script>'))  # fmt: skip
    assert (ad.title, ad.text) == ("Co\ufffdok", "12\ufffd hours")


def test_a_nul_in_the_bytes_does_not_end_the_page() -> None:
    ad = read(page(main=PLAIN.replace("family", "fam\x00ily")).encode(), by=card(selectors=SELECTORS))
    assert ad.text == TEXT.replace("family", "fam\ufffdily")


def test_a_flood_of_text_is_cut_at_a_hundred_thousand_characters_and_the_cut_is_counted() -> None:
    ad = read(
        page(main=f'<h1 class="t">Flood</h1><div class="b">{"word " * 30_000}</div>'),
        by=card(selectors=SELECTORS),
    )
    assert len(ad.text) == 100_000
    assert ad.stripped["cut_characters"] == 49_999


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "nothing"),
        ("<!-- x -->", "nothing but a comment"),
        (
            "<html><head><title>Just a moment...</title></head><body><p>Checking your browser.</p></body></html>",
            "a check",
        ),
        ("<title>Access Denied</title><h1>Access Denied</h1><p>You don't have permission.</p>", "a wall"),
        ("<title>404 - Page not found</title><h1>Oops</h1>", "a page that is gone and answers 200"),
    ],
)
def test_pages_that_are_no_ad_yield_none(source: str, why: str) -> None:
    assert isinstance(read_ad(source.encode(), url=URL, card=card(), now=NOW), NoAd), why


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    read_ad(b"<html><body>" + body, url=URL, card=card(), now=NOW)


@settings(max_examples=40)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["@type", "title", "description", "jobLocation", "address", "baseSalary", "value", "@graph"]), inner)))  # fmt: skip
def test_no_json_ld_breaks_the_reader(posting: Any) -> None:
    head = ld(
        description=posting,
        jobLocation=posting,
        baseSalary=posting,
        hiringOrganization=posting,
        extra=posting,
    )
    read_ad(page(head=head).encode(), url=URL, card=card(), now=NOW)
