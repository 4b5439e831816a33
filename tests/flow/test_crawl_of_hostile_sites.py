import gzip
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawlers.card import SourceCard
from crawlers.run import crawl
from models.domain.errors import Refused
from tests.flow.crawling import Answer, Crawl, Site, run_crawl, site

FORBIDDEN = Answer(
    b"User-agent: *\nDisallow: /private/\nDisallow: /secret", headers={"Content-Type": "text/plain"}
)
PATHS = [
    "good",
    "latin",
    "huge",
    "bomb",
    "picture",
    "lying",
    "off-scope",
    "loop0",
    "private/1",
    "nul",
    "gone",
    "broken",
]


def card(url: str, **changes: Any) -> SourceCard:
    days = {"approved_on": date(2026, 1, 1), "review_by": date(2099, 1, 1), "expires_on": date(2099, 1, 1)}
    content = {"id": "odd", "version": 1, "name": "Odd", "owner": "us", "hosts": (url.removeprefix("http://"),),
               "start": (f"{url}/",), "source_type": "job", "languages": ("en",), "pace": 0, "legal_basis": "ours",
               "approver": "us", "selectors": {"ad": "a.ad", "title": "h1", "body": "div"}}  # fmt: skip
    return SourceCard.model_validate(content | days | changes)


def ad(text: str) -> bytes:
    return f"<title>Ad</title><h1>Cook</h1><div>{text}</div>".encode()


def odd_site(elsewhere: str) -> Mapping[str, Answer]:
    links = "".join(f'<a class="ad" href="/{path}">ad</a>' for path in PATHS)
    html = {"Content-Type": "text/html"}
    loops = {f"/loop{n}": Answer(status=302, headers={"Location": f"/loop{n + 1}"}) for n in range(9)}
    return loops | {
        "/robots.txt": FORBIDDEN,
        "/": Answer(
            f'<a class="ad" href="{elsewhere}/ad">off</a>{links}<a rel=next href="/?page=2">Next</a>'.encode()
        ),
        "/?page=2": Answer(b'<a class="ad" href="/good">again</a><a rel=next href="/?page=3">Next</a>'),
        "/?page=3": Answer(b'<a rel=next href="/?page=4">Next</a>'),
        "/?page=4": Answer(b'<a rel=next href="/?page=5">Next</a>'),
        "/good": Answer(ad("Good <img src='data:image/png;base64,AAAA' srcset='/m/1.jpg 2x'> ad")),
        "/latin": Answer(
            "<title>Ad</title><h1>Cook</h1><div>Café, 500 €</div>".encode("windows-1252"),
            headers={"Content-Type": "text/html; charset=utf-8"},
        ),
        "/huge": Answer(ad("x" * 10_000_000)),
        "/bomb": Answer(gzip.compress(ad("x" * 50_000_000)), headers=html | {"Content-Encoding": "gzip"}),
        "/picture": Answer(b"\x89PNG\r\n\x1a\n" + bytes(5000), headers={"Content-Type": "image/png"}),
        "/lying": Answer(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(5000), headers=html),
        "/off-scope": Answer(status=302, headers={"Location": f"{elsewhere}/ad"}),
        "/private/1": Answer(ad("private")),
        "/nul": Answer(ad("nul\x00 and &#0; and \ufeff")),
        "/broken": Answer(b"<title>Just a moment...</title>", 503),
    }


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Site]:
    with site(lambda url: {"/ad": Answer(ad("never to be read"))}) as served:
        yield served


@pytest.fixture(scope="module")
def odd(elsewhere: Site) -> Iterator[Site]:
    with site(lambda url: odd_site(elsewhere.url)) as served:
        yield served


@pytest.fixture(scope="module")
def crawled(odd: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    return run_crawl(card(odd.url), tmp_path_factory.mktemp("odd") / "ads.jsonl")


def test_what_can_be_read_is_kept_in_its_right_letters(crawled: Crawl) -> None:
    assert crawled.status == 0, crawled.said
    texts = {ad["url"].rsplit("/", 1)[1]: ad["text"] for ad in crawled.ads}
    assert (texts["good"], texts["latin"]) == ("Good ad", "Café, 500 €")
    assert texts["nul"].startswith("nul\ufffd and ")
    assert set(texts) == {"good", "latin", "nul"}


def test_what_robots_txt_forbids_is_never_asked_for(odd: Site, crawled: Crawl) -> None:
    assert "/private/1" not in odd.asked
    assert crawled.report["refusals"]["robots.txt forbids it"] == 1


def test_a_redirect_off_the_card_is_not_followed(elsewhere: Site, crawled: Crawl) -> None:
    assert elsewhere.asked == []
    assert crawled.report["refusals"]["outside of the card's scope"] == 1


def test_pictures_are_refused_by_type_and_by_their_first_bytes(crawled: Crawl) -> None:
    assert crawled.report["refusals"]["not a text type"] == 1
    assert crawled.report["refusals"]["media under the name of text"] == 1


def test_pages_and_bombs_over_five_megabytes_are_capped(crawled: Crawl) -> None:
    assert crawled.report["refusals"]["larger than 5 MB"] == 2


def test_a_redirect_loop_ends_after_five_steps(odd: Site, crawled: Crawl) -> None:
    assert [path for path in odd.asked if path.startswith("/loop")] == [f"/loop{n}" for n in range(6)]
    assert crawled.report["refusals"]["too many redirects"] == 1


def test_pages_that_answer_an_error_are_counted(crawled: Crawl) -> None:
    assert crawled.report["failures"]["the site answered 404"] == 1
    assert crawled.report["failures"]["the site answered 503"] == 1


def test_endless_pagination_without_new_ads_is_left(odd: Site, crawled: Crawl) -> None:
    assert "/?page=3" in odd.asked
    assert "/?page=4" not in odd.asked


def test_a_site_that_asks_for_a_rest_gets_it(tmp_path: Path) -> None:
    links = "".join(f'<a class="ad" href="/ad/{number}">ad</a>' for number in range(20))
    tired = Answer(b"slow down", 429, headers={"Content-Type": "text/html", "Retry-After": "7200"})
    pages = {f"/ad/{number}": Answer(ad("Good")) for number in range(20)}
    with site(lambda url: pages | {"/": Answer(links.encode()), "/ad/5": tired}) as served:
        crawled = run_crawl(card(served.url), tmp_path / "ads.jsonl")
    assert crawled.report["finish_reason"] == "the site asked for a rest (429)"
    assert len(served.asked) <= 2 + 6 + 2  # what was on its way when the answer came


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(b"oops", 500), "an error of the server means that nobody knows the rules"),
        (
            Answer(status=302, headers={"Location": "http://127.0.0.1:9/robots.txt"}),
            "so does a redirect off the card",
        ),
    ],
)
def test_robots_txt_that_cannot_be_reached_forbids_everything(
    answer: Answer, why: str, tmp_path: Path
) -> None:
    with site(lambda url: {"/robots.txt": answer, "/": Answer(b'<a class="ad" href="/ad">x</a>')}) as served:
        crawled = run_crawl(card(served.url), tmp_path / "ads.jsonl")
    assert set(served.asked) == {"/robots.txt"}, why
    assert (crawled.ads, crawled.report["refused"]) == ([], 1 if answer.status == 500 else 2)


def test_a_site_outside_of_this_machine_is_not_crawled_without_a_contact() -> None:
    with pytest.raises(Refused, match="set a contact address"):
        crawl(card("http://mandi.example", pace=10), _no_sink, now=lambda: 1_795_340_000_000_000)


def test_a_card_that_expired_since_it_was_loaded_is_refused() -> None:
    expired = card("http://127.0.0.1:9", review_by=date(2026, 6, 1), expires_on=date(2026, 6, 1))
    with pytest.raises(Refused, match="in force from 2026-01-01 to 2026-06-01, and today is 2026-11-22"):
        crawl(expired, _no_sink, now=lambda: 1_795_340_000_000_000)


def _no_sink() -> Any:
    raise AssertionError("refused before anything is opened")
