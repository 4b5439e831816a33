import gzip
import json
from pathlib import Path

import pytest

from crawlers.dump import Row, row_ad, rows
from crawlers.page import NoAd, PageAd
from tests.unit.crawlers.builders import NOW, card

URL = "file:/data/ads.jsonl"


def read(values: dict[str, object], **changes: object) -> PageAd | NoAd:
    return row_ad(Row(values, b""), url=URL, card=card(**changes), now=NOW)


def ad(values: dict[str, object], **changes: object) -> PageAd:
    found = read(values, **changes)
    assert isinstance(found, PageAd)
    return found


def test_a_row_is_read_by_the_usual_names_and_the_rest_are_fields() -> None:
    found = ad({
        "id": 4711, "Job Title": "Cook", "description": "<p>Cook wanted.</p><p>No leave.</p>", "location": "Pune",
        "posted": "2 days ago", "Salary": 12000, "tags": ["home", "cook"], "seen": True, "empty": "",
    })  # fmt: skip
    assert (found.title, found.text, found.city, found.number) == (
        "Cook",
        "Cook wanted.\n\nNo leave.",
        "Pune",
        "4711",
    )
    assert found.posted_at is not None
    assert found.posted_at.startswith("2026-11-20")
    assert (found.fields, found.url) == ({"Salary": "12000", "tags": "home, cook"}, URL)


def test_the_card_names_columns_that_are_called_otherwise() -> None:
    found = ad({"n": "7", "kop": "Cook", "title": "Shop 3"}, columns={"title": "kop", "number": "n"})
    assert (found.title, found.number, found.fields) == ("Cook", "7", {"title": "Shop 3"})


def test_an_address_gives_the_same_ad_as_a_crawl_of_the_site() -> None:
    found = ad({"url": "https://mandi.example/ad/1?utm_source=x", "title": "Cook"})
    assert (found.url, found.number) == ("https://mandi.example/ad/1", None)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"title": "Cook"}, "neither an address nor a number"),
        ({"id": "1", "text": " "}, "neither a title nor a text"),
        ({"url": "https://elsewhere.example/1", "title": "Cook"}, "outside of the card's scope"),
    ],
)
def test_a_row_that_is_no_ad_says_why(values: dict[str, object], why: str) -> None:
    found = read(values)
    assert isinstance(found, NoAd)
    assert why in found.reason


def test_pictures_in_a_row_are_cut_out() -> None:
    assert ad({"id": "1", "text": "Cook data:image/png;base64,AAAA wanted"}).text == "Cook   wanted"


@pytest.mark.parametrize("name", ["ads.jsonl", "ads.jsonl.gz", "ads.csv", "ads.tsv", "ads.csv.gz"])
def test_tables_are_read_packed_or_not(name: str, tmp_path: Path) -> None:
    content = (
        json.dumps({"id": "1", "title": "Cook, maid"})
        + "\n\n"
        + json.dumps({"id": "2", "title": "Fahrer\nगाड़ी"})
    )
    if ".csv" in name:
        content = '\ufeffid,title\n1,"Cook, maid"\n2,"Fahrer\nगाड़ी"\n'
    elif ".tsv" in name:
        content = 'id\ttitle\n1\tCook, maid\n2\t"Fahrer\nगाड़ी"\n'
    data = content.encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    found = [row.values if isinstance(row, Row) else row for row in rows(tmp_path / name)]
    assert found == [{"id": "1", "title": "Cook, maid"}, {"id": "2", "title": "Fahrer\nगाड़ी"}]


def test_lines_that_are_no_objects_are_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"id": 1\n[1]\n\xff\xfe\n' + b"[" * 100_000 + b'\n{"id": 2}\n')
    found = list(rows(tmp_path / "a.jsonl"))
    assert [isinstance(row, Row) for row in found] == [False, False, False, False, True]
