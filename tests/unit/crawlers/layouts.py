"""This module holds ten boards that nobody wrote a selector for: each shows the same ads in a layout of its own."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from pipeline.sampleboard.pages import BoardAd

COOKIES = '<div id="cookie-bar">We use cookies to improve your visit. <button>Accept all</button></div>'
NAV = '<nav><ul><li><a href="/">Home</a></li><li><a href="/post-ad">Post a free ad today</a></li><li><a href="/login">Sign in</a></li></ul></nav>'
FOOTER = '<footer><p>© 2026 Board Online. All rights reserved. Never pay before you have met.</p><a href="/terms/of-use">Terms of use</a></footer>'


@dataclass(frozen=True)
class Layout:
    """One board: how an ad's page looks, where ads are, how a listing of them looks."""

    name: str
    ad: Callable[[BoardAd, Sequence[BoardAd]], str]
    url: Callable[[BoardAd], str]
    listing: Callable[[Sequence[BoardAd], "Layout"], str]


def page(title: str, main: str, *, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{escape(title)}</title>{head}</head><body>{COOKIES}{NAV}{main}{FOOTER}</body></html>"


def day(ad: BoardAd, form: str) -> str:
    return datetime.fromisoformat(ad.posted_at).strftime(form)


def paragraphs(ad: BoardAd) -> str:
    blocks = escape(ad.text).split("\n\n")
    return "".join(f"<p>{block.replace(chr(10), '<br>')}</p>" for block in blocks)


def breaks(ad: BoardAd) -> str:
    return escape(ad.text).replace("\n", "<br>\n")


def similar(others: Sequence[BoardAd], css: str) -> str:
    cards = "".join(
        f'<div class="card"><a href="/x/{ad.number}">{escape(ad.title)}</a><p>{escape(ad.text[:80])}</p></div>'
        for ad in others
    )
    return f'<div class="{css}"><h3>You may also like</h3>{cards}</div>'


def rows(ads: Sequence[BoardAd], layout: Layout, tag: str = "li") -> str:
    return "".join(
        f'<{tag}><a href="{layout.url(ad)}">{escape(ad.title)}</a> {escape(ad.city)}</{tag}>' for ad in ads
    )


def plain_list(ads: Sequence[BoardAd], layout: Layout) -> str:
    return page(
        "Ads", f'<h1>Latest ads</h1><ul class="results">{rows(ads, layout)}</ul><a href="?page=2">Next »</a>'
    )


def cards(ads: Sequence[BoardAd], layout: Layout) -> str:
    shown = "".join(
        f'<article class="card"><a href="{layout.url(ad)}"><img src="/m/{ad.number}.jpg" alt=""></a>'
        f'<h2><a href="{layout.url(ad)}#photos">{escape(ad.title)}</a></h2><a href="/city/{day(ad, "%d")}">{escape(ad.city)}</a></article>'
        for ad in ads
    )
    return page(
        "Ads",
        f'<section>{shown}</section><ul class="pager"><li><a href="?page=1">1</a></li><li><a href="?page=2">2</a></li></ul>',
    )


def table(ads: Sequence[BoardAd], layout: Layout) -> str:
    shown = "".join(f"<tr><td>{day(ad, '%d/%m')}</td>{rows([ad], layout, 'td')}</tr>" for ad in ads)
    return page(
        "Ads", f'<table>{shown}</table><a href="?start=20"><img src="/m/next.gif" alt="Next page"></a>'
    )


def json_ld(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    told = {"@context": "https://schema.org", "@type": "JobPosting", "title": ad.title, "description": paragraphs(ad), "datePosted": ad.posted_at,
            "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": ad.city}}}  # fmt: skip
    head = f'<script type="application/ld+json">{json.dumps(told)}</script>'.replace("</p", "<\\/p")
    return page(f"{ad.title} | Board", f'<div id="app"></div>{similar(others, "related-jobs")}', head=head)


def microdata(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    return page(ad.title, f"""<div itemscope itemtype="http://schema.org/JobPosting"><h1 itemprop="title">{escape(ad.title)}</h1>
<div itemprop="jobLocation" itemscope itemtype="http://schema.org/Place"><span itemprop="address" itemscope
itemtype="http://schema.org/PostalAddress"><span itemprop="addressLocality">{escape(ad.city)}</span></span></div>
<meta itemprop="datePosted" content="{day(ad, "%Y-%m-%d")}"><div itemprop="description">{paragraphs(ad)}</div></div>{similar(others, "similar")}""")  # fmt: skip


def classes(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    return page(f"{ad.title} - Board", f"""<div class="job-header"><h1 class="job-title">{escape(ad.title)}</h1>
<span class="job-location">{escape(ad.city)}</span><span class="posted-on">Posted on {day(ad, "%d %b %Y")}</span></div>
<div class="job-description">{paragraphs(ad)}</div><aside class="sidebar">{similar(others, "box")}</aside>""")  # fmt: skip


def definitions(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    return page(f"Board: {ad.title}", f"""<main><h2>{escape(ad.title)}</h2><dl><dt>City</dt><dd>{escape(ad.city)}</dd>
<dt>Posted on</dt><dd>{day(ad, "%d-%m-%Y")}</dd><dt>Category</dt><dd>Jobs</dd></dl><div id="description">{breaks(ad)}</div></main>
{similar(others, "recommended")}""")  # fmt: skip


def old_table(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    return page(f"{ad.title} | Free ads", f"""<table width="100%"><tr><td><b>{escape(ad.title)}</b></td></tr><tr><th>Location:</th><td>{escape(ad.city)}</td></tr>
<tr><th>Date posted:</th><td>{day(ad, "%d/%m/%Y")}</td></tr><tr><td colspan="2" class="description">{breaks(ad)}</td></tr></table>
{similar(others, "other-ads")}""")  # fmt: skip


def open_graph(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    head = f'<meta property="og:title" content="{escape(ad.title)}"><meta property="og:site_name" content="Board"><meta property="og:locality" content="{escape(ad.city)}">'
    return page("Board", f"""<article><header><h1>{escape(ad.title)}</h1><time datetime="{ad.posted_at}">{day(ad, "%d %B")}</time></header>
<div class="post-body">{paragraphs(ad)}</div></article>{similar(others, "related")}""", head=head)  # fmt: skip


def lines(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    return page(f"{ad.title} » Board", f"""<div class="content"><h1>{escape(ad.title)}</h1><p>Place: {escape(ad.city)}</p>
<p>Posted: {day(ad, "%d %B %Y")}</p><div class="ad-details-text">{paragraphs(ad)}</div></div>{similar(others, "similar-ads")}""")  # fmt: skip


def hindi(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    return page(f"{ad.title} - विज्ञापन", f"""<div class="wrap"><h1>{escape(ad.title)}</h1><ul><li>शहर: {escape(ad.city)}</li>
<li>दिनांक: {day(ad, "%d/%m/%Y")}</li></ul><section class="description">{paragraphs(ad)}</section></div>{similar(others, "related")}""")  # fmt: skip


def rdfa(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    return page(ad.title, f"""<div vocab="https://schema.org/" typeof="JobPosting"><h1 property="title">{escape(ad.title)}</h1>
<div property="jobLocation" typeof="Place"><div property="address" typeof="PostalAddress"><span property="addressLocality">{escape(ad.city)}</span></div></div>
<span property="datePosted" content="{day(ad, "%Y-%m-%d")}">{day(ad, "%d %b")}</span><div class="job-desc" property="description">{paragraphs(ad)}</div></div>{similar(others, "similar")}""")  # fmt: skip


def wrapped(ad: BoardAd, others: Sequence[BoardAd]) -> str:
    return page(f"{ad.title} in {ad.city} | Board", f"""<form action="/report"><div id="container"><div class="item-title"><h1>{escape(ad.title)}</h1></div>
<div class="item-location">{escape(ad.city)}</div><div class="item-date">{day(ad, "%d %b %Y, %H:%M")}</div>
<div class="item-description"><div class="text">{breaks(ad)}</div><div class="no-print">Print this page</div></div></div>
<a href="/a">Report</a><a href="/b">Share</a><a href="/c">Save</a><a href="/d">Mail</a><a href="/e">Map</a></form>{similar(others, "more-related")}""")  # fmt: skip


LAYOUTS = (
    Layout("json-ld", json_ld, lambda ad: f"/jobs/view/{int(ad.number, 36) % 10**9 + 10**9}", plain_list),
    Layout("microdata", microdata, lambda ad: f"/job-{int(ad.number, 36) % 10**6 + 10**6}.html", cards),
    Layout(
        "classes",
        classes,
        lambda ad: f"/pune/jobs/cook-wanted-2026-{int(ad.number, 36) % 10**8 + 10**8}",
        cards,
    ),
    Layout(
        "definitions", definitions, lambda ad: f"/details.php?id={int(ad.number, 36) % 10**6 + 10**6}", table
    ),
    Layout("old table", old_table, lambda ad: f"/ads/{int(ad.number, 36) % 10**6 + 10**6}/", table),
    Layout("open graph", open_graph, lambda ad: f"/p/{int(ad.number, 36) % 10**7 + 10**7}-ad", plain_list),
    Layout(
        "lines", lines, lambda ad: f"/item.aspx?cat=4&amp;ad={int(ad.number, 36) % 10**6 + 10**6}", plain_list
    ),
    Layout("hindi", hindi, lambda ad: f"/vigyapan/{int(ad.number, 36) % 10**6 + 10**6}.htm", cards),
    Layout("rdfa", rdfa, lambda ad: f"/j/{int(ad.number, 36) % 10**8 + 10**8}/apply-now", plain_list),
    Layout(
        "wrapped", wrapped, lambda ad: f"/india/city/item-{int(ad.number, 36) % 10**9 + 10**9}.html", cards
    ),
)
