"""This module reads saved pages of real boards by the generic path only: no selector is for their hosts."""

import re
from functools import cache
from typing import Any

from crawlers.blocks import parse
from crawlers.charset import decode
from crawlers.feed import read_feed
from crawlers.listing import Listing, read_listing
from crawlers.page import NoAd, PageAd, read_ad
from crawlers.warc import archived_pages
from models.domain.ad import canonical_url
from tests.shared.pages import NOW, PAGES, address, card, f1, saved


@cache
def ads() -> list[tuple[dict[str, Any], PageAd]]:
    found = []
    for entry in saved("ad"):
        body = (PAGES / entry["file"]).read_bytes()
        page = read_ad(body, url=address(entry), card=card(entry), now=NOW)
        assert isinstance(page, PageAd), entry["file"]
        found.append((entry, page))
    return found


@cache
def listings() -> list[tuple[dict[str, Any], Listing]]:
    found = []
    for entry in saved("listing"):
        tree = parse(decode((PAGES / entry["file"]).read_bytes()))
        assert tree is not None
        found.append((entry, read_listing(tree, url=address(entry), card=card(entry))))
    return found


def told(what: str, hits: list[bool], names: list[str]) -> int:
    missed = [name for name, hit in zip(names, hits, strict=True) if not hit]
    print(f"\n{what}: {sum(hits)} of {len(hits)}" + (f"; not {', '.join(missed)}" if missed else ""))  # noqa: T201
    return sum(hits)


def test_titles_are_exact() -> None:
    hits = [page.title in (entry["gold"]["title"], *entry["gold"]["title_also_ok"]) for entry, page in ads()]
    assert told("title", hits, [entry["file"] for entry, _ in ads()]) >= 24


def test_bodies_hold_the_words_of_the_ad_and_no_others() -> None:
    scores = {
        entry["file"]: f1(page.text, (PAGES / entry["gold"]["body_file"]).read_text("utf-8"))
        for entry, page in ads()
        if entry["gold"].get("body_file")
    }
    mean = sum(scores.values()) / len(scores)
    told(f"body over 0.92 (mean {mean:.3f})", [score >= 0.92 for score in scores.values()], list(scores))
    assert mean >= 0.92


def test_cities_are_found() -> None:
    asked = [(entry, page) for entry, page in ads() if entry["gold"]["city"]]
    hits = [entry["gold"]["city"].casefold() in (page.city or "").casefold() for entry, page in asked]
    assert told("city", hits, [entry["file"] for entry, _ in asked]) >= 0.9 * len(hits)


def test_dates_are_found() -> None:
    asked = [(entry, page) for entry, page in ads() if entry["gold"]["posted_at"]]
    hits = []
    for entry, page in asked:
        # Nobody knows from which day "16 days ago" counted; and some pages leave the year out.
        gold = re.search(r"\d\d-\d\d(?=T| |$)", entry["gold"]["posted_at"])
        hits.append(page.posted_at is not None and (gold is None or gold[0] == page.posted_at[5:10]))
    assert told("date", hits, [entry["file"] for entry, _ in asked]) >= 0.88 * len(hits)


def test_listings_lead_to_their_ads_and_to_little_else() -> None:
    found = right = gold = 0
    hits, names = [], []
    for entry, listing in listings():
        links = entry["gold"]["links"]
        numbers = {match[0] for url in listing.ads if (match := re.search(links["ad_link_regex"], url))}
        found, gold, right = (
            found + len(listing.ads),
            gold + links["ad_links"],
            right + min(len(numbers), links["ad_links"]),
        )
        hits.append(
            len(numbers) >= 0.95 * links["ad_links"] and len(listing.ads) <= 1.3 * links["ad_links"] + 1
        )
        names.append(f"{entry['file']} ({len(numbers)} of {links['ad_links']}, {len(listing.ads)} links)")
    told(f"listings (recall {right}/{gold}, links {found})", hits, names)
    assert right / gold >= 0.95


def test_listings_lead_to_their_next_page() -> None:
    hits = []
    for entry, listing in listings():
        gold = entry["gold"]["links"]["next_page"]
        ours = listing.next or ""
        hits.append(
            canonical_url(ours).endswith(canonical_url(gold).lstrip("/").removeprefix("/"))
            if gold
            else not ours
        )
    assert told("next page", hits, [entry["file"] for entry, _ in listings()]) >= 0.85 * len(hits)


def test_pages_of_guards_against_robots_show_no_ad() -> None:
    for entry in saved("blocked"):
        body = (PAGES / entry["file"]).read_bytes()
        assert isinstance(read_ad(body, url=address(entry), card=card(entry), now=NOW), NoAd), entry["file"]


def test_feeds_and_sitemaps_give_their_entries() -> None:
    for entry in saved("feed", "sitemap"):
        feed = read_feed((PAGES / entry["file"]).read_bytes(), url=address(entry))
        assert feed is not None, entry["file"]
        assert (len(feed.entries), feed.entries[0].url) == (
            entry["gold"]["items"],
            entry["gold"]["first_link"],
        )


def test_the_archive_gives_back_every_saved_page_byte_for_byte() -> None:
    (entry,) = saved("warc")
    golds = [gold for gold in entry["gold"]["records"] if gold.get("file") and not gold.get("truncated")]
    pages = {(page.url, page.body) for page in archived_pages(PAGES / entry["file"])}
    whole = [(gold["url"], (PAGES / gold["file"]).read_bytes()) in pages for gold in golds]
    assert told("pages out of the archive", whole, [gold["url"] for gold in golds]) == len(golds)
