"""This module changes the sample board in fifty ways and asks whether a crawl of it notices."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce

import pytest

from crawlers.blocks import parse
from crawlers.frontier import Frontier
from crawlers.job import Job
from crawlers.listing import read_listing
from crawlers.memory import Memory
from crawlers.page import NoAd, PageAd, read_ad
from crawlers.suspicion import suspicions
from crawlers.visits import Visits
from pipeline.sampleboard.card import sample_card
from pipeline.sampleboard.pages import BoardAd, ad_page, listing_page, stack
from tests.unit.crawlers.builders import NOW, card
from tests.unit.crawlers.test_layouts import ads, same_words

BASE = "http://127.0.0.1:8000"
CARD = sample_card(BASE, today=date(2026, 11, 22))
Redesign = Callable[[str], str]


@dataclass(frozen=True)
class Outcome:
    """What a crawl of the board counted, and which share of its ads it read as they are."""

    counts: dict[str, int]
    right: float


def renamed(*names: str) -> Redesign:
    """Other names for classes, as every redesign brings them."""
    return lambda page: re.sub(rf'class="({"|".join(names)})"', r'class="x-\1-2k"', page)


def without(pattern: str) -> Redesign:
    return lambda page: re.sub(pattern, "", page, flags=re.DOTALL)


def swapped(old: str, new: str) -> Redesign:
    return lambda page: page.replace(old, new)


CHANGES: dict[str, Redesign] = {
    "the body has another class": renamed("ad-body"),
    "the title has another class": renamed("ad-title"),
    "the city has another class": renamed("ad-city"),
    "the date has another class": renamed("ad-posted"),
    "the details have another class": renamed("ad-fields"),
    "all classes are others": lambda page: re.sub(r'class="[^"]*"', 'class="c1"', page),
    "no JSON-LD any more": without(r"<script type=.application/ld.json.>.*?</script>"),
    "no city any more": without(r'<span class="ad-city">.*?</span>'),
    "no date any more": without(r"<time.*?</time>"),
    "no body without a click": lambda page: re.sub(r'(<div class="ad-body">).*?</div>', r"\1Click to read this ad</div>", page, flags=re.DOTALL),
    "the body is cut short": lambda page: re.sub(r'(<div class="ad-body">\s*<p>.{20}).*?</div>', r"\1…</p></div>", page, flags=re.DOTALL),
    "the body holds neighbours, too": lambda page: re.sub(r'(<div class="ad-body">.*?)</div>(.*?<section class="similar-ads">.*?</section>)', r"\1\2</div>", page, flags=re.DOTALL),
    "every title is the site's": lambda page: re.sub(r"<h1[^>]*>.*?</h1>", '<h1 class="ad-title">Sample board: best free ads</h1>', page),
    "every city is a slogan": lambda page: re.sub(r'<span class="ad-city">.*?</span>', '<span class="ad-city">Welcome to our new site</span>', page),
    "every city is the same": lambda page: re.sub(r'<span class="ad-city">.*?</span>', '<span class="ad-city"></span>', page),
    "a page that scripts fill": lambda page: "<html><title>Board</title><div id=app></div></html>",
    "a check for robots": lambda page: "<html><title>Just a moment...</title>checking</html>",
    "links have another class": renamed("ad-link"),
    "dates in words nobody reads": lambda page: re.sub(r"<time.*?</time>", '<time class="ad-posted">the day before the feast</time>', page),
}  # fmt: skip


def redesigns() -> list[tuple[str, list[Redesign]]]:
    """Each change alone, then two and three together, fifty in all."""
    chance = random.Random(50)
    alone = [(name, [change]) for name, change in CHANGES.items()]
    mixed = [chance.sample(sorted(CHANGES), k=chance.choice((2, 3))) for _ in range(50 - len(alone))]
    return alone + [(" + ".join(names), [CHANGES[name] for name in names]) for names in mixed]


@cache
def shown() -> tuple[tuple[BoardAd, str], ...]:
    shelf = stack(ads()[:40])
    pages = ((ad, ad_page(shelf, ad.number, base_url=BASE)) for ad in shelf.by_number.values())
    return tuple((ad, page) for ad, page in pages if page)


class Nowhere:
    def put(self, taken: object) -> None: ...

    def close(self) -> None: ...


def crawled(changes: list[Redesign]) -> Outcome:
    memory = Memory(Frontier(None, mark="", now=0), Visits(None), "", {}, None)
    job = Job(CARD, Nowhere(), lambda: NOW, "test", lambda *_: None, memory)
    right = 0
    for ad, usual in shown() if leads_to_ads(changes) else ():
        page = reduce(lambda source, change: change(source), changes, usual)
        read = read_ad(page.encode(), url=f"{BASE}/ad/{ad.number}.html", card=CARD, now=NOW)
        if isinstance(read, NoAd):
            job.count_no_ad(read.reason)
            continue
        job.count_ad(read)
        right += is_right(read, ad)
    return Outcome(dict(job.counts), right / len(shown()))


def leads_to_ads(changes: list[Redesign]) -> bool:
    section = listing_page(stack(ads()[:40]), ads()[0].source_type, page=1)
    assert section is not None
    for change in changes:
        section = change(section)
    tree = parse(section)
    return tree is not None and bool(read_listing(tree, url=f"{BASE}/job/", card=CARD).ads)


def is_right(read: PageAd, ad: BoardAd) -> bool:
    return (read.title, read.city, (read.posted_at or "")[:10]) == (
        ad.title,
        ad.city,
        ad.posted_at[:10],
    ) and same_words(read.text, ad.text) > 0.9


def test_an_unchanged_board_is_not_suspect() -> None:
    usual = crawled([])
    assert usual.right == 1
    assert suspicions(CARD, usual.counts, {}) == suspicions(CARD, usual.counts, usual.counts) == ()


def test_of_fifty_redesigns_those_that_lose_fields_are_noticed() -> None:
    usual = crawled([]).counts
    caught: list[str] = []
    missed: list[str] = []
    harmless = {True: 0, False: 0}  # by whether they alarm
    for name, changes in redesigns():
        after = crawled(changes)
        if after.right < 0.9:
            (caught if suspicions(CARD, after.counts, usual) else missed).append(name)
        elif after.right == 1:
            harmless[bool(suspicions(CARD, after.counts, usual))] += 1
    assert len(caught) + len(missed) >= 30
    assert len(caught) >= 0.95 * (len(caught) + len(missed)), missed
    assert harmless[False] >= 5
    assert harmless[True] <= 0.1 * sum(harmless.values()), harmless


@pytest.mark.parametrize("name", ["the body", "the title", "the city"])
def test_a_box_of_another_name_is_no_alarm_where_the_same_is_read_all_the_same(name: str) -> None:
    after = crawled([CHANGES[f"{name} has another class"]])
    assert after.right == 1
    assert suspicions(CARD, after.counts, crawled([]).counts) == ()


def test_a_body_that_begins_alike_everywhere_is_no_body_though_as_long() -> None:
    usual = {"ad ": 20, "filled text": 20, "length text": 2000}
    after = usual | {"missed body": 20, "repeated opening": 15}
    assert suspicions(card(), after, usual) == (
        "the card's selector for body found nothing in 100% of the ads",
    )


@pytest.mark.parametrize(
    ("counts", "last", "sentence"),
    [
        ({"ad ": 3}, {}, "3 ads, where 10 to 90 are usual"),
        ({"ad ": 20, "filled city": 15}, {"ad ": 20, "filled city": 20}, "city in 75% of the ads, and in 100% the last time"),
        ({"ad ": 10, "unmodified ": 30}, {"ad ": 90}, "40 ads, and 90 the last time"),
        ({"ad ": 20, "no ad ": 10}, {}, "10 of 30 pages that should show an ad showed none"),
        ({"ad ": 20, "unknown city": 9}, {"ad ": 20, "unknown city": 1}, "a city that no table knows in 45% of the ads, and in 5% the last time"),
        ({"ad ": 20, "missed body": 20}, {}, "the card's selector for body found nothing in 100% of the ads"),
        ({"ad ": 20, "origin text from reader": 20}, {"ad ": 20}, "text from reader in 100% of the ads, and in 0% the last time"),
    ],
)  # fmt: skip
def test_what_has_changed_is_said(counts: dict[str, int], last: dict[str, int], sentence: str) -> None:
    assert sentence in suspicions(card(expected={"ads": [10, 90]}), counts, last)


def test_a_crawl_that_met_only_unmodified_ads_is_not_suspect() -> None:
    counts = {"unmodified ": 40}
    assert suspicions(CARD, counts, {"ad ": 40, "filled city": 40}) == ()
