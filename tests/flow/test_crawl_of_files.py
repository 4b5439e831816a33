"""This module crawls sources that are files: nobody is asked for anything, all else is as with a site."""

import gzip
import json
from pathlib import Path
from typing import Any

from tests.flow.crawling import run_crawl
from tests.flow.test_crawl_of_hostile_sites import card
from tests.unit.crawlers.test_warc import answer, record

SITE = "https://mandi.example"
ARCHIVE: Any = {"hosts": ("mandi.example",), "pace": 10, "selectors": {"title": "h1", "body": "div"}}


def test_the_pages_of_ads_in_an_archive_become_ads(tmp_path: Path) -> None:
    links = "".join(
        f'<li><a href="/ad/{number}">Cook wanted, number {number}</a>' for number in range(1000, 1010)
    )
    cook = answer(b"<title>Cook</title><h1>Cook</h1><div>Cook wanted, 12 hours a day.</div>")
    records = [
        record(answer(links.encode()), url=f"{SITE}/jobs/"),
        record(cook, url=f"{SITE}/ad/1001"),
        record(answer(status="404 Not Found"), url=f"{SITE}/ad/1002"),
        record(cook, url="https://elsewhere.example/ad/1003"),
        record(answer(b"\x89PNG\r\n\x1a\n"), url=f"{SITE}/ad/1004"),
    ]
    (tmp_path / "a.warc.gz").write_bytes(
        b"".join(map(gzip.compress, records)) + gzip.compress(records[1])[:40]
    )
    source = card(SITE, **ARCHIVE, start=(f"file:{tmp_path}/a.warc.gz",))
    crawled = run_crawl(source, tmp_path / "ads.jsonl")
    assert crawled.status == 0, crawled.said
    assert [(ad["url"], ad["text"], ad["captured_at"]) for ad in crawled.ads] == [
        (f"{SITE}/ad/1001", "Cook wanted, 12 hours a day.", 1_795_149_000_000_000)
    ]
    assert crawled.ads[0]["evidence"]["headers"] == {"content-type": "text/html"}
    assert (crawled.report["pages"], crawled.report["failures"]) == (
        5,
        {"the archive is broken off or damaged": 1},
    )


def test_the_rows_of_a_dump_become_ads_once(tmp_path: Path) -> None:
    rows = [{"id": number, "title": f"Cook {number}", "description": "Wanted."} for number in (1, 2, 2)] + [
        "no row"
    ]
    (tmp_path / "dump.jsonl").write_text("\n".join(map(json.dumps, rows)))
    source = card(SITE, **ARCHIVE, start=(f"file:{tmp_path}/dump.jsonl",))
    crawled = run_crawl(source, tmp_path / "ads.jsonl")
    assert [ad["title"] for ad in crawled.ads] == ["Cook 1", "Cook 2"]
    assert crawled.report["failures"] == {"A line of the dump is no JSON object.": 1}


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    source = card(SITE, **ARCHIVE, start=(f"file:{tmp_path}/no.csv",))
    crawled = run_crawl(source, tmp_path / "ads.jsonl")
    assert (crawled.status, crawled.said) == (
        2,
        f"odd: {tmp_path}/no.csv: there is no such file to read ads from.\n",
    )
