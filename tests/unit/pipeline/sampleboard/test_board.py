import html
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from models.domain.errors import WrongUsage
from pipeline.sampleboard.ads import board_ads, sample_ads
from pipeline.sampleboard.board import Board, BoardAd
from pipeline.sampleboard.pages import has_linked_data

SHOWN = board_ads(sample_ads(), newest=datetime(2026, 11, 20, 9, tzinfo=UTC))


@pytest.fixture
def board() -> Iterator[Board]:
    with Board.serve(SHOWN) as serving:
        yield serving


def test_following_next_links_reaches_every_ad_once(board: Board) -> None:
    numbers = [number for section in _sections(board) for number in _listed(board, section)]

    assert sorted(numbers) == sorted(ad.number for ad in SHOWN)


def test_a_listing_page_holds_twenty_five_ads_with_tracked_links(board: Board) -> None:
    page = _get(board, "/job/")

    assert page.count('class="ad-link"') == 25
    assert page.count("utm_source=listing") == 25


def test_an_ad_page_shows_title_text_city_and_fields(board: Board) -> None:
    ad = next(ad for ad in SHOWN if ad.fields)
    page = _get(board, f"/ad/{ad.number}.html")

    assert _inside(page, "h1", "ad-title") == ad.title
    assert _inside(page, "span", "ad-city") == ad.city
    assert _inside(page, "span", "ad-number") == ad.number
    assert f'<time class="ad-posted" datetime="{ad.posted_at}">' in page
    for name, value in ad.fields.items():
        assert f"<dt>{html.escape(name)}</dt><dd>{html.escape(value, quote=True)}</dd>" in page.replace(
            "&#39;", "&#x27;"
        )


def test_every_ad_page_gives_back_the_text_it_was_given(board: Board) -> None:
    for ad in SHOWN:
        assert _body(_get(board, f"/ad/{ad.number}.html")) == ad.text


def test_about_half_of_the_pages_carry_linked_data_with_the_whole_text(board: Board) -> None:
    linked = [ad for ad in SHOWN if has_linked_data(ad.number)]

    assert 0.4 <= len(linked) / len(SHOWN) <= 0.6
    for ad in linked[:40]:
        stated = _linked_data(_get(board, f"/ad/{ad.number}.html"))
        assert stated["@type"] == ("JobPosting" if ad.source_type == "job" else "Offer")
        assert _plain(stated["description"]) == ad.text


def test_a_page_without_linked_data_has_none(board: Board) -> None:
    ad = next(ad for ad in SHOWN if not has_linked_data(ad.number))

    assert "ld+json" not in _get(board, f"/ad/{ad.number}.html")


@pytest.mark.parametrize("number", ["1", "2", "3", "4"])
def test_markup_in_an_ad_is_shown_and_never_obeyed(number: str) -> None:
    text = "</script><script>alert(1)</script> & <b>bold</b> <!-- 'x' \"y\""
    with Board.serve([_ad(number, text=text, title="<img src=x>", fields={"<k>": "<v>"})]) as board:
        page = _get(board, f"/ad/{number}.html")
        listing = _get(board, "/job/")

    assert "alert(1)</script>" not in page
    assert "<img src=x>" not in page + listing
    assert "<k>" not in page
    assert _body(page) == text
    if has_linked_data(number):
        assert _plain(_linked_data(page)["description"]) == text


def test_what_cannot_be_stored_is_replaced_one_for_one() -> None:
    with Board.serve([_ad("1", text="nul \x00 and lone \ud800 half")]) as board:
        assert _body(_get(board, "/ad/1.html")) == "nul � and lone � half"


def test_media_are_offered_everywhere_and_asked_for_by_no_page(board: Board) -> None:
    page = _get(board, f"/ad/{SHOWN[0].number}.html")

    for mark in ("<img ", "srcset=", "<video ", 'rel="icon"', "og:image", "background-image", "data:image/"):
        assert mark in page
    assert not [request for request in board.requests if request.is_media]


def test_a_request_for_media_is_answered_and_logged(board: Board) -> None:
    with urllib.request.urlopen(f"{board.url}/media/logo.png") as answer:
        assert answer.headers["Content-Type"] == "image/gif"
    assert [request.path for request in board.requests if request.is_media] == ["/media/logo.png"]


def test_the_log_names_method_path_and_headers(board: Board) -> None:
    urllib.request.urlopen(
        urllib.request.Request(f"{board.url}/job/?page=2", headers={"X-Who": "me"})
    ).close()

    assert board.requests[-1].method == "GET"
    assert board.requests[-1].path == "/job/?page=2"
    assert board.requests[-1].headers["X-Who"] == "me"


def test_robots_forbid_a_place_that_the_front_page_links_to(board: Board) -> None:
    assert "Disallow: /private/" in _get(board, "/robots.txt")
    assert 'href="/private/"' in _get(board, "/")


@pytest.mark.parametrize(
    "path", ["/ad/7.html", "/nothing/", "/job/?page=0", "/job/?page=999", "/job/?page=x", "/x"]
)
def test_what_is_not_there_answers_404(board: Board, path: str) -> None:
    assert _status(board, path) == 404


def test_an_edited_ad_shows_its_new_text_and_a_removed_one_answers_410() -> None:
    with Board.serve([_ad("1", text="first"), _ad("2", text="second")]) as board:
        board.replace([_ad("1", text="first, edited")])

        assert _body(_get(board, "/ad/1.html")) == "first, edited"
        assert _status(board, "/ad/2.html") == 410
        assert _listed(board, "/job/") == ["1"]


def test_similar_ads_are_others_of_the_same_section() -> None:
    ads = [_ad(str(number), text="text") for number in range(3)]
    with Board.serve(ads) as board:
        page = _get(board, "/ad/1.html")

    assert re.findall(r"/ad/(\d+)\.html\?utm_source=similar", page) == ["2", "0"]


def test_a_board_without_ads_still_has_a_front_page() -> None:
    with Board.serve([]) as board:
        assert "Sample board" in _get(board, "/")


def test_a_port_that_is_taken_is_refused_in_one_sentence(board: Board) -> None:
    taken = int(board.url.rpartition(":")[2])

    with pytest.raises(WrongUsage, match=f"cannot listen on port {taken}"):
        Board.serve([], port=taken)


def test_a_closed_board_may_be_closed_again() -> None:
    board = Board.serve([])
    board.close()
    board.close()


def _ad(number: str, *, text: str, title: str = "Helper", fields: dict[str, str] | None = None) -> BoardAd:
    return BoardAd(number, title, text, "Pune", "2026-11-20T09:00:00+00:00", "job", fields or {})


def _get(board: Board, path: str) -> str:
    with urllib.request.urlopen(board.url + path) as answer:
        content: bytes = answer.read()
    return content.decode("utf-8")


def _status(board: Board, path: str) -> int:
    with pytest.raises(urllib.error.HTTPError) as refused:
        _get(board, path)
    refused.value.close()
    return refused.value.code


def _sections(board: Board) -> list[str]:
    return re.findall(r'class="section-link" href="([^"]+)"', _get(board, "/"))


def _listed(board: Board, path: str | None) -> list[str]:
    numbers = []
    while path:
        page = _get(board, path)
        numbers += re.findall(r'class="ad-link" href="/ad/(\w+)\.html', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1] if following else None
    return numbers


def _inside(page: str, tag: str, name: str) -> str:
    found = re.search(rf'<{tag} class="{name}">(.*?)</{tag}>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def _body(page: str) -> str:
    return _plain(re.search(r'<div class="ad-body">(.*?)</div>', page, re.DOTALL)[1])  # type: ignore[index]


def _plain(markup: str) -> str:
    paragraphs = re.findall(r"<p>(.*?)</p>", markup, re.DOTALL)
    return "\n\n".join(html.unescape(paragraph.replace("<br>\n", "\n")) for paragraph in paragraphs)


def _linked_data(page: str) -> dict[str, str]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    stated: dict[str, str] = json.loads(found[1])
    return stated
