"""This module crawls twice into the bus: what of an ad stays when it is forgotten or moves, and what its record proves."""

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.flow.crawling import Answer, site
from tests.flow.shell import Shell

pytestmark = pytest.mark.long

CARD: dict[str, Any] = {
    "id": "odd", "version": 1, "name": "Odd", "owner": "us", "source_type": "job", "languages": ["en"], "pace": 0,
    "legal_basis": "ours", "approver": "us", "approved_on": date(2026, 1, 1), "review_by": date(2099, 1, 1),
    "expires_on": date(2099, 1, 1), "number": {"url": "-(\\d{4})$"},
}  # fmt: skip


def page(title: str, text: str) -> Answer:
    return Answer(f"<title>{title}</title><h1>{title}</h1><p>Pune</p><p>{text}</p>".encode())


def listing(*paths: str) -> Answer:
    return Answer("".join(f'<li><a href="{path}">Cook wanted here</a></li>' for path in paths).encode())


def home(folder: Path, url: str) -> Shell:
    sources = folder / "home" / "sources"
    sources.mkdir(parents=True, mode=0o700)
    card = {**CARD, "hosts": [url.removeprefix("http://")], "start": [f"{url}/"]}
    (sources / "odd.yaml").write_text(yaml.safe_dump(card))
    return Shell(folder / "home")


def rows(shell: Shell, query: str) -> list[Any]:
    with sqlite3.connect(shell.home / "records.sqlite3") as records:
        return records.execute(query).fetchall()


def test_a_moved_ad_stays_the_same_ad_and_a_forgotten_one_is_not_even_asked_for(tmp_path: Path) -> None:
    text = "Cook wanted for a family of four, six days a week, ten thousand a month."
    pages = {
        "/": listing("/cook-1001", "/cook-1002", "/cook-1003"),
        **{
            f"/cook-{number}": page(f"Cook wanted {number}", f"{text} {number}")
            for number in (1001, 1002, 1003)
        },
        "/kitchen/cook-1002": page("Cook wanted 1002", f"{text} 1002"),
    }
    with site(lambda url: pages) as served:
        shell = home(tmp_path, served.url)
        assert shell.nigah("crawl", "odd").status == 0
        before = dict(rows(shell, "select ad_id, first_seen from seen"))
        lines = (shell.home / "crawls" / "odd" / "visits.jsonl").read_text().splitlines()
        ids = {visit["url"].rpartition("-")[2]: visit["ad_id"] for visit in map(json.loads, lines)}
        assert shell.nigah("forget", ids["1001"]).status == 0
        pages["/"].body = listing("/cook-1001", "/kitchen/cook-1002", "/cook-1003").body
        asked = len(served.asked)
        again = shell.nigah("crawl", "odd")
    assert served.asked[asked:].count("/cook-1001") == 0
    assert "/kitchen/cook-1002" in served.asked[asked:]
    assert "1 moved, 1 unchanged" in again.err
    assert "1 refused" in again.err
    after = {
        ad: (first, last) for ad, first, last in rows(shell, "select ad_id, first_seen, last_seen from seen")
    }
    assert sorted(after) == sorted([ids["1002"], ids["1003"]])
    first, last = after[ids["1002"]]
    assert first == before[ids["1002"]] < last


def test_one_changed_byte_of_the_evidence_is_found_and_the_command_says_where(tmp_path: Path) -> None:
    paths = [f"/cook-{number}" for number in range(1001, 1006)]
    pages = {path: page(f"Cook wanted {path}", f"Six days a week at the house {path}.") for path in paths}
    with site(lambda url: {**pages, "/": listing(*paths)}) as served:
        shell = home(tmp_path, served.url)
        assert shell.nigah("crawl", "odd").status == 0
    whole = shell.nigah("evidence", "verify")
    assert (whole.status, whole.out) == (0, "5 rows, the chain is whole\n")
    with sqlite3.connect(shell.home / "records.sqlite3") as records:
        records.execute(
            "update chain set payload = substr(payload, 1, 20) || '~' || substr(payload, 22) where number = 3"
        )
        assert records.total_changes == 1
    broken = shell.nigah("evidence", "verify")
    assert (broken.status, broken.out) == (1, "")
    assert "the chain is broken at row 3" in broken.err
