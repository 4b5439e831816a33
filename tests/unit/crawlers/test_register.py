from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawlers.register import cards, load_card
from models.domain.errors import Refused, WrongUsage
from tests.unit.crawlers.builders import TODAY, card, card_file


def test_a_card_is_read_from_yaml_with_its_defaults(tmp_path: Path) -> None:
    read = load_card(card_file(tmp_path), today=TODAY)
    assert (read.id, read.pace, read.paths, read.hosts) == ("mandi", 10.0, ("/",), ("mandi.example",))


def test_a_placeholder_is_filled_with_the_value_handed_in(tmp_path: Path) -> None:
    path = card_file(tmp_path, hosts=["127.0.0.1"], start=["${BOARD}/jobs/"], pace=0)
    assert load_card(path, today=TODAY, values={"BOARD": "http://127.0.0.1:81"}).start == (
        "http://127.0.0.1:81/jobs/",
    )


def test_a_placeholder_without_a_value_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"mandi\.yaml: the source card needs a value for \$\{BOARD\}"):
        load_card(card_file(tmp_path, start=["${BOARD}/"]), today=TODAY)


@pytest.mark.parametrize(
    ("changes", "key", "why"),
    [
        ({"colour": "red"}, "colour", "no such key"),
        ({"selectors": {"titel": "h1"}}, "selectors.titel", "no such key"),
        ({"selectors": {"title": "h1["}}, "selectors.title", "is no CSS selector"),
        ({"version": "3"}, "version", "valid integer"),
        ({"pace": 0.2}, "the card", "loopback"),
        ({"pace": "fast"}, "pace", "valid number"),
        ({"hosts": []}, "hosts", "at least 1"),
        ({"hosts": ["https://mandi.example"]}, "hosts", "is not a host name"),
        ({"start": ["https://elsewhere.example/"]}, "the card", "outside of hosts"),
        ({"source_type": "blog"}, "source_type", "match pattern"),
        ({"languages": [False]}, "languages.0", "valid string"),
        ({"number": {"url": "/ad/[0-9]+"}}, "number.url", "exactly one group"),
        ({"number": {"url": "/ad/("}}, "number.url", "is no regular expression"),
        ({"review_by": date(2027, 6, 1)}, "the card", "follow each other"),
        ({"limits": {"pages": 0}}, "limits.pages", "greater than 0"),
    ],
)
def test_what_is_wrong_in_a_card_is_said_with_file_and_key(
    tmp_path: Path, changes: dict[str, Any], key: str, why: str
) -> None:
    with pytest.raises(WrongUsage) as caught:
        load_card(card_file(tmp_path, **changes), today=TODAY)
    assert str(caught.value).startswith(f"{tmp_path}/mandi.yaml: {key}: ")
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "key", ["legal_basis", "approver", "approved_on", "expires_on", "owner", "hosts", "languages"]
)
def test_a_card_without_one_of_its_duties_is_no_card(tmp_path: Path, key: str) -> None:
    with pytest.raises(WrongUsage, match=f"{key}: this key is missing"):
        load_card(card_file(tmp_path, without=key), today=TODAY)


def test_an_expired_card_is_refused_with_the_date(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the card mandi expired on 2026-12-31"):
        load_card(card_file(tmp_path), today=date(2027, 1, 1))


def test_a_card_is_still_good_on_its_last_day(tmp_path: Path) -> None:
    assert load_card(card_file(tmp_path), today=date(2026, 12, 31)).id == "mandi"


def test_a_card_that_is_approved_from_tomorrow_on_is_refused_today(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="approved from 2026-01-01 on only"):
        load_card(card_file(tmp_path), today=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id: [", "line 1 of the source card is not YAML"),
        (b"- id\n- name\n", "is a YAML mapping"),
        (b"", "is a YAML mapping"),
        (b"id: a\nid: b\n", "the key id stands twice"),
        (b"name: \xe0\xa4\xff", "is not UTF-8 (byte 6)"),
        (b"id: !!python/object/apply:os.system ['true']", "not YAML"),
        (b"\x00\x01", "not YAML"),
    ],
)
def test_a_file_that_is_no_card_gives_one_clear_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    with pytest.raises(WrongUsage) as caught:
        load_card(path, today=TODAY)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot be read: No such file"):
        load_card(tmp_path / "none.yaml", today=TODAY)


def test_the_cards_of_a_folder_come_by_file_name(tmp_path: Path) -> None:
    card_file(tmp_path, name="b.yaml", id="beta")
    card_file(tmp_path, name="a.yaml", id="alpha")
    (tmp_path / "notes.txt").write_text("not a card")
    assert [found.id for found in cards(tmp_path, today=TODAY)] == ["alpha", "beta"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="no such folder"):
        cards(tmp_path / "none", today=TODAY)


def test_two_cards_of_one_id_are_refused(tmp_path: Path) -> None:
    card_file(tmp_path, name="a.yaml")
    card_file(tmp_path, name="b.yaml")
    with pytest.raises(WrongUsage, match=r"b\.yaml: id: a\.yaml is called mandi as well"):
        cards(tmp_path, today=TODAY)


def test_the_kind_of_board_follows_the_path_of_ad_or_listing() -> None:
    mixed = card(source_types={"/flats/": "classified", "/flats/wanted/": "matrimonial"})
    assert mixed.kind_of("https://mandi.example/ad/1", "https://mandi.example/flats/?page=2") == "classified"
    assert mixed.kind_of("https://mandi.example/flats/wanted/9") == "matrimonial"
    assert mixed.kind_of("https://mandi.example/ad/1", "https://mandi.example/") == "job"
