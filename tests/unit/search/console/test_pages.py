import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from argon2.profiles import CHEAPEST
from fastapi.testclient import TestClient

from models.domain.contact import ContactKind
from models.domain.judgement import Band, Kind
from search.access import Access
from search.console.app import create_app
from tests.unit.search.builders import NOON, House, micros, open_house, scored

HOME = "http://127.0.0.1:8000"


class Office(NamedTuple):
    house: House
    client: TestClient


@pytest.fixture(scope="module")
def entrance() -> tuple[Access, str]:
    """One login for all these tests: argon2 is slow on purpose."""
    access, password = Access.create(clock=lambda: NOON, effort=CHEAPEST)
    token = access.log_in(password)
    assert isinstance(token, str)
    return access, token


@pytest.fixture
def office(tmp_path: Path, entrance: tuple[Access, str]) -> Iterator[Office]:
    """A console over real adapters, with its one reader logged in."""
    house = open_house(tmp_path)
    access, token = entrance
    app = create_app(house.index, house.records, house.vault, access, clock=lambda: NOON)
    with TestClient(app, base_url=HOME, cookies={"nigah_session": token}) as client:
        yield Office(house, client)


def enter(client: TestClient, password: str) -> None:
    token = field(client.get("/login").text, "token")
    assert client.post("/login", data={"token": token, "password": password}).status_code == 200


def field(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


class Reader(HTMLParser):
    """The tags of a page and its visible words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        within = tag in {"b", "mark", "bdi"} or (tag == "span" and "lang" in dict(attrs))
        self.words += "" if within else " "

    def handle_data(self, data: str) -> None:
        self.words += data


def said(page: str) -> str:
    return " ".join(Reader(page).words.split())


def facet_counts(page: str) -> dict[str, str]:
    return dict(re.findall(r'<bdi class="name">([^<]*)</bdi><span class="number">([^<]*)</span>', page))


def test_the_first_page_lists_flagged_ads_strongest_first_and_no_other(office: Office) -> None:
    office.house.take(
        scored("1", title="Weak sign", band=Band.LOW, score=0.2),
        scored("2", title="Strong sign", band=Band.HIGH, score=0.8),
        scored("3", title="Ordinary job", band=Band.NONE, score=0.01, kinds={}, says=()),
    )
    page = said(office.client.get("/").text)
    assert "2 flagged ads" in page
    assert page.index("Strong sign") < page.index("Weak sign")
    assert "Ordinary job" not in page


def test_a_hit_shows_why_where_when_and_whether_it_was_read(office: Office) -> None:
    (ad_id,) = office.house.take(
        scored(
            text="Kochi. Pay the visa fee first, 98765 43210. PF and ESI",
            contacts=[(ContactKind.PHONE, "+919876543210", "98765 43210")],
            places=[("Kochi", "city", 32, None)],
        )
    )
    page = said(office.client.get("/").text)
    for words in (
        "Medium Not yet read by a person Helpers wanted",
        "Signs of forced labour",
        "22 Nov 2026, 17:30 IST",
        "Asks the worker to pay before any work. weighs much",
        "Kochi (city named in the ad)",
        "phone +91 98xxxxx210",
        "Pay the visa fee first, +91 98xxxxx210. PF and ESI",
    ):
        assert words in page
    assert "98765 43210" not in page
    office.house.records.mark_read(ad_id, person="p", at=NOON)
    assert "Medium Read by a person" in said(office.client.get("/").text)


def test_searched_words_are_highlighted_in_title_and_snippet(office: Office) -> None:
    office.house.take(scored(title="नौकरी in a hotel", text="Pay the visa fee first. PF and ESI. नौकरी."))
    page = office.client.get("/", params={"q": "naukri"}).text
    assert re.findall('<b class="hit">(.*?)</b>', page) == ["नौकरी", "नौकरी"]


def test_facets_count_what_was_found_and_pick_by_link(office: Office) -> None:
    office.house.take(
        scored("1", kinds={Kind.FORCED_LABOUR: 0.5}, band=Band.HIGH),
        scored("2", kinds={Kind.ORGAN_TRADE: 0.5}),
        scored("3", kinds={Kind.ORGAN_TRADE: 0.5}, languages=(("te", "Telu"),), source="other"),
    )
    page = office.client.get("/").text
    assert facet_counts(page) == {
        "High": "1",
        "Medium": "2",
        "Forced labour": "1",
        "Organ trade": "2",
        "English": "2",
        "Telugu": "1",
        "sampleboard": "2",
        "other": "1",
    }
    picked = office.client.get("/?kind=organ_trade&language=te").text
    assert "1 flagged ad" in said(picked)
    assert 'href="/?kind=organ_trade"' in picked  # lets the language go
    assert 'href="/?language=te"' in picked


def test_days_are_days_in_india_both_included(office: Office) -> None:
    office.house.take(
        scored("1", title="Late", captured_at=micros(2026, 11, 22, 18, 29)),
        scored("2", title="Next day", captured_at=micros(2026, 11, 22, 18, 30)),
    )
    page = said(office.client.get("/?from=2026-11-22&to=2026-11-22").text)
    assert "1 flagged ad" in page
    assert "Late" in page


def test_paging_shows_every_ad_once(office: Office) -> None:
    ids = office.house.take(*(scored(str(n)) for n in range(45)))
    seen: list[str] = []
    address: str | None = "/?sort=newest"
    while address:
        page = office.client.get(address).text
        seen += re.findall(r'href="/ads/(\w+)"', page)
        following = re.search(r'href="([^"]*)" rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert sorted(seen) == sorted(ids)


def test_a_number_in_any_form_finds_its_ads(office: Office) -> None:
    office.house.take(
        scored(
            "1",
            text="Pay the visa fee first PF and ESI ९८७६५४३२१०",
            contacts=[(ContactKind.PHONE, "+919876543210", "९८७६५४३२१०")],
        ),
        scored("2"),
    )
    assert "1 flagged ad" in said(office.client.get("/", params={"q": "contact:9876543210"}).text)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("/?q=(fee", "is never closed"),
        ("/?kind=witchcraft", "There is no such kind; pick one of: sexual_exploitation"),
        ("/?band=none", "Ads without a band cannot be searched"),
        ("/?q=band:none", "Ads without a band cannot be searched"),
        ("/?from=yesterday", "“yesterday” is not a day"),
        ("/?to=9999-12-31", "is not a day"),
        ("/?after=broken", "begin again at its first page"),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence_on_the_search_page(
    office: Office, asked: str, sentence: str
) -> None:
    answer = office.client.get(asked)
    assert answer.status_code == 400
    assert sentence in said(answer.text)
    assert 'name="q"' in answer.text


def test_nothing_found_says_so(office: Office) -> None:
    assert "No flagged ad fits." in said(office.client.get("/?q=zebra").text)


def test_the_id_of_an_ad_leads_to_its_page(office: Office) -> None:
    (ad_id,) = office.house.take(scored())
    assert office.client.get(f"/?q={ad_id}").url.path == f"/ads/{ad_id}"


def test_an_ads_page_shows_text_reasons_gaps_capture_and_contacts_in_full(office: Office) -> None:
    (ad_id,) = office.house.take(
        scored(
            text="Pay the visa fee first, 98765 43210. PF and ESI",
            contacts=[(ContactKind.PHONE, "+919876543210", "98765 43210")],
            fields={"Salary": "AED 1800"},
        )
    )
    answer = office.client.get(f"/ads/{ad_id}").text
    page = said(answer)
    for words in (
        "Pay the visa fee first, 98765 43210. PF and ESI",
        "phone +919876543210 written 98765 43210",
        "Salary AED 1800",
        "Act recruiting, moving, harbouring, handing over or receiving a person not shown",
        "No place could be read.",
        "22 Nov 2026, 17:30:00 IST (2026-11-22 12:00:00 UTC)",
        "https://board.example/ad/1.html",
        "Ranked by model test-1",
    ):
        assert words in page
    assert '<mark title="JB01: Asks the worker to pay before any work.">' in answer
    assert '<mark class="against" title="CN04: Names statutory benefits.">' in answer
    assert "board.example" not in "".join(
        attributes.get("href") or "" for _, attributes in Reader(answer).tags
    )


def test_stretches_carry_their_language(office: Office) -> None:
    (ad_id,) = office.house.take(
        scored(
            text="Pay the visa fee first करें PF and ESI",
            languages=(("hi", "Latn"), ("hi", "Deva")),
        )
    )
    tags = Reader(office.client.get(f"/ads/{ad_id}").text).tags
    assert {"hi-Latn", "hi"} <= {attributes.get("lang") for tag, attributes in tags if tag == "span"}


def test_linked_ads_say_what_they_share(office: Office) -> None:
    one, two, three = office.house.take(
        scored("1"), scored("2", title="Second ad"), scored("3", title="Third ad", band=Band.NONE, kinds={})
    )
    office.house.join(one, two)
    office.house.join(two, three, basis="template")
    page = said(office.client.get(f"/ads/{one}").text)
    assert "3 ads, band medium" in page
    assert (
        "Second ad Signs of forced labour 22 Nov 2026, 17:30 IST sampleboard Shares the same contact." in page
    )
    assert "linked through other ads of the lead" in page


def test_an_unflagged_ad_is_reached_only_through_a_flagged_one(office: Office) -> None:
    flagged, linked, alone = office.house.take(
        scored("1"), scored("2", band=Band.NONE, kinds={}), scored("3", band=Band.NONE, kinds={})
    )
    office.house.join(flagged, linked)
    assert office.client.get(f"/ads/{linked}").status_code == 200
    hidden, unknown = office.client.get(f"/ads/{alone}"), office.client.get("/ads/aunknown")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text == unknown.text


def test_only_the_form_marks_an_ad_as_read(office: Office) -> None:
    (ad_id,) = office.house.take(scored())
    page = office.client.get(f"/ads/{ad_id}").text
    assert office.client.get(f"/ads/{ad_id}/read").status_code == 405
    assert office.client.post(f"/ads/{ad_id}/read").status_code == 403
    assert office.client.post(f"/ads/{ad_id}/read", data={"token": "guessed"}).status_code == 403
    assert office.house.records.read([ad_id]) == frozenset()
    after = office.client.post(f"/ads/{ad_id}/read", data={"token": field(page, "token")})
    assert "A person has read this ad." in said(after.text)
    assert office.house.records.read([ad_id]) == {ad_id}


def test_an_ad_nobody_may_read_cannot_be_marked(office: Office) -> None:
    (ad_id,) = office.house.take(scored(band=Band.NONE, kinds={}))
    token = field(office.client.get("/").text, "token")
    assert office.client.post(f"/ads/{ad_id}/read", data={"token": token}).status_code == 404
    assert office.house.records.read([ad_id]) == frozenset()


HOSTILE = '</span><script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="x =HYPERLINK("u") {{7*7}} \u202egnp'


def test_an_ads_words_are_only_words_wherever_they_stand(office: Office) -> None:
    (ad_id,) = office.house.take(
        scored(
            title=HOSTILE,
            text=f"{HOSTILE} Pay the visa fee first PF and ESI",
            fields={HOSTILE: HOSTILE},
            places=[(HOSTILE, "city", None, None)],
            contacts=[(ContactKind.HANDLE, HOSTILE, HOSTILE)],
            url=f"javascript:{HOSTILE}",
            source=HOSTILE,
            says=[("JB01", HOSTILE)],
        )
    )
    for address in ("/", f"/ads/{ad_id}", "/?q=alert"):
        answer = office.client.get(address).text
        tags = Reader(answer).tags
        assert not {tag for tag, _ in tags} & {"script", "img", "iframe", "object", "style"}
        assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
        assert all((a.get("href") or "/").startswith(("/", "#")) for _, a in tags)
        assert "{{7*7}}" in answer
        assert "49 " not in said(answer)
        assert "\u202e" not in answer
        assert "[U+202E]gnp" in answer


def test_what_a_reader_typed_comes_back_as_words(office: Office) -> None:
    answer = office.client.get(
        "/", params={"q": '"><script>x</script>', "kind": "<b>", "sort": "<i>", "from": "<u>"}
    )
    assert "<script" not in answer.text
    assert "<b>" not in answer.text
    assert "<u>" not in answer.text


def test_an_ad_that_cannot_be_opened_does_not_take_the_others_away(office: Office, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    strange = House(office.house.index, office.house.records, open_house(tmp_path / "other").vault)
    (sealed,) = strange.take(scored("1", title="Sealed elsewhere"))
    office.house.take(scored("2", title="Open here"))
    page = said(office.client.get("/").text)
    assert "Open here" in page
    assert "cannot be opened with the keys at hand" in page
    assert office.client.get(f"/ads/{sealed}").status_code == 400


def test_a_very_long_ad_is_cut_and_says_so(office: Office) -> None:
    (ad_id,) = office.house.take(scored(text="Pay the visa fee first PF and ESI" + " x" * 200_000))
    answer = office.client.get(f"/ads/{ad_id}").text
    assert "300,033 further characters are not shown here." in said(answer)
    assert len(answer) < 200_000
