import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2.profiles import CHEAPEST
from fastapi.testclient import TestClient

from search.access import Access
from search.console.app import create_app
from tests.unit.search.builders import NOON, House, open_house, scored
from tests.unit.search.console.test_pages import HOME, enter, field, said


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(tmp_path)


@pytest.fixture(scope="module")
def access() -> tuple[Access, str]:
    """One password for all these tests: argon2 is slow on purpose."""
    return Access.create(clock=lambda: NOON, effort=CHEAPEST)


@pytest.fixture
def visitor(house: House, access: tuple[Access, str]) -> Iterator[TestClient]:
    """Somebody who has not logged in."""
    app = create_app(house.index, house.records, house.vault, access[0], clock=lambda: NOON)
    with TestClient(app, base_url=HOME) as client:
        yield client


def test_no_page_but_the_login_opens_without_a_password(house: House, visitor: TestClient) -> None:
    (ad_id,) = house.take(scored())
    for address in ("/", "/?q=fee", f"/ads/{ad_id}", "/ads/aunknown"):
        answer = visitor.get(address, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login")
    assert visitor.post(f"/ads/{ad_id}/read", follow_redirects=False).headers["location"] == "/login"
    assert house.records.read([ad_id]) == frozenset()


@pytest.mark.parametrize(
    "address", ["/docs", "/redoc", "/openapi.json", "/static/../app.py", "/static/%2e%2e/app.py"]
)
def test_nothing_else_is_served(visitor: TestClient, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_after_login_one_is_where_one_wanted_to_be(
    house: House, visitor: TestClient, access: tuple[Access, str]
) -> None:
    (ad_id,) = house.take(scored())
    login = visitor.get(f"/ads/{ad_id}").text
    form = {"token": field(login, "token"), "next": field(login, "next"), "password": access[1]}
    assert visitor.post("/login", data=form).url.path == f"/ads/{ad_id}"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/\tx"]
)
def test_login_never_leads_elsewhere(visitor: TestClient, access: tuple[Access, str], elsewhere: str) -> None:
    token = field(visitor.get("/login").text, "token")
    form = {"token": token, "next": elsewhere, "password": access[1]}
    assert visitor.post("/login", data=form, follow_redirects=False).headers["location"] == "/"


def test_wrong_passwords_are_counted_and_then_the_door_stays_shut(house: House) -> None:
    own, password = Access.create(clock=lambda: NOON, effort=CHEAPEST)
    app = create_app(house.index, house.records, house.vault, own, clock=lambda: NOON)
    visitor = TestClient(app, base_url=HOME)
    answers = []
    for typed in ["wrong"] * 5 + [password]:
        token = field(visitor.get("/login").text, "token")
        answers.append(visitor.post("/login", data={"token": token, "password": typed}))
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 429, 429]
    assert "Tries left: 4." in said(answers[0].text)
    assert "Wait 60 seconds" in said(answers[5].text)


def test_a_login_form_made_elsewhere_is_refused(visitor: TestClient, access: tuple[Access, str]) -> None:
    visitor.get("/login")
    answer = visitor.post("/login", data={"token": "theirs", "password": access[1]})
    assert answer.status_code == 403
    assert visitor.get("/", follow_redirects=False).status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    visitor: TestClient, access: tuple[Access, str]
) -> None:
    token = field(visitor.get("/login").text, "token")
    answer = visitor.post("/login", data={"token": token, "password": access[1]}, follow_redirects=False)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("nigah_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_logging_out_ends_the_session(visitor: TestClient, access: tuple[Access, str]) -> None:
    enter(visitor, access[1])
    kept = visitor.cookies["nigah_session"]
    visitor.post("/logout", data={"token": field(visitor.get("/").text, "token")})
    visitor.cookies.set("nigah_session", kept)
    assert visitor.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "",
        "[",
        "localhost@evil.example:1",
        "evil.example@127.0.0.1",
        "127.0.0.1/x",
        "127.0.0.1?x",
        "127.0.0.1:1:2",
    ],
)
def test_a_name_that_was_made_to_point_here_gets_no_page(visitor: TestClient, host: str) -> None:
    answer = visitor.get("/login", headers={"host": host})
    assert answer.status_code == 421
    assert 'name="password"' not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9999", "[::1]:8000", "LOCALHOST"])
def test_loopback_answers_under_all_its_names(visitor: TestClient, host: str) -> None:
    assert visitor.get("/login", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_site_changes_nothing(
    house: House, visitor: TestClient, access: tuple[Access, str], headers: dict[str, str]
) -> None:
    (ad_id,) = house.take(scored())
    enter(visitor, access[1])
    token = field(visitor.get("/").text, "token")
    assert visitor.post(f"/ads/{ad_id}/read", data={"token": token}, headers=headers).status_code == 403
    assert house.records.read([ad_id]) == frozenset()
    own = {"origin": HOME, "sec-fetch-site": "same-origin"}
    assert visitor.post(f"/ads/{ad_id}/read", data={"token": token}, headers=own).status_code == 200
    assert house.records.read([ad_id]) == {ad_id}


def test_every_answer_carries_what_keeps_it_private(visitor: TestClient, access: tuple[Access, str]) -> None:
    answers = [
        visitor.get("/", follow_redirects=False),
        visitor.get("/login"),
        visitor.get("/static/console.css"),
        visitor.get("/nowhere"),
        visitor.get("/login", headers={"host": "evil.example"}),
    ]
    enter(visitor, access[1])
    answers += [visitor.get("/"), visitor.get("/?q=(")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_a_form_larger_than_any_of_ours_is_refused(visitor: TestClient) -> None:
    answer = visitor.post("/login", content=b"password=" + b"x" * 1_000_000)
    assert answer.status_code == 413
    assert "more than any form here takes" in said(answer.text)


def test_a_form_of_broken_bytes_is_only_wrong(visitor: TestClient) -> None:
    assert visitor.post("/login", content=b"token=%ff%00&password=\xff\xfe%ed%a0%80").status_code == 403


def test_an_unknown_page_says_so_in_plain_words(visitor: TestClient) -> None:
    answer = visitor.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page, or no such ad that may be read." in said(answer.text)


def test_a_damaged_index_is_told_with_its_file_and_what_to_do(
    house: House, visitor: TestClient, access: tuple[Access, str], tmp_path: Path
) -> None:
    house.take(scored())
    enter(visitor, access[1])
    house.index.close()
    file = tmp_path / "index.sqlite"
    for leftover in tmp_path.glob("index.sqlite-*"):
        leftover.unlink()
    file.write_bytes(b"not a database" * 1000)
    answer = visitor.get("/")
    assert answer.status_code in {400, 503}
    assert str(file) in said(answer.text)


class BrokenIndex:
    """An index with a fault of its own."""

    def __getattr__(self, _: str) -> object:
        raise sqlite3.IntegrityError("the words of an ad")


def test_a_fault_of_ours_gets_a_sentence_and_tells_nothing_of_an_ad(
    house: House, access: tuple[Access, str], capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(BrokenIndex(), house.records, house.vault, access[0], clock=lambda: NOON)  # type: ignore[arg-type]
    with TestClient(app, base_url=HOME) as client:
        token = field(client.get("/login").text, "token")
        answer = client.post("/login", data={"token": token, "password": access[1]})
    assert answer.status_code == 500
    assert "Something went wrong here" in said(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert "the words of an ad" not in answer.text + "".join(capsys.readouterr())
