"""This module drafts a source card as a person does, from the address of a page that lists ads."""

import os
import subprocess
import sys
from pathlib import Path

import yaml

from pipeline.sampleboard.board import Board
from tests.flow.crawling import ROOT, Answer, site
from tests.flow.test_crawl_of_the_sample_board import ads


def new(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "sources", *words],
        cwd=ROOT,
        env=os.environ | {"NIGAH_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_draft_says_what_would_be_extracted_and_is_no_card_until_a_person_completes_it(
    tmp_path: Path,
) -> None:
    with Board.serve(ads(60)) as board:
        drafted = new(tmp_path, "new", f"{board.url}/job/", "--to", str(tmp_path / "card.yaml"))
        asked = [asked.path for asked in board.requests]
    assert (drafted.returncode, asked[:2]) == (0, ["/robots.txt", "/job/"]), drafted.stderr
    assert len(asked) <= 4
    assert "title: Cook wanted" in drafted.stderr
    assert "city: Pune" in drafted.stderr
    draft = yaml.safe_load((tmp_path / "card.yaml").read_text())
    assert (draft["start"], draft["source_type"], draft["expected"]["fill"]["title"]) == (
        [f"{board.url}/job/"],
        "job",
        0.8,
    )
    checked = new(tmp_path, "check", str(tmp_path / "card.yaml"))
    assert (checked.returncode, "owner: this key is missing from the source card" in checked.stderr) == (
        2,
        True,
    )
    person = "owner: us\nlegal_basis: ours\napprover: us\napproved_on: 2026-01-01\nreview_by: 2099-01-01\nexpires_on: 2099-01-01\n"
    with (tmp_path / "card.yaml").open("a") as card:
        card.write(person)
    assert new(tmp_path, "check", str(tmp_path / "card.yaml")).returncode == 0
    lines = [line for line in (tmp_path / "card.yaml").read_text().splitlines() if not line.startswith("#")]
    assert len(lines) <= 25


def test_a_site_without_ads_and_an_address_that_is_none_are_said(tmp_path: Path) -> None:
    with site(lambda url: {"/": Answer(b"<title>Nothing</title><p>Nothing to see</p>")}) as served:
        empty = new(tmp_path, "new", served.url + "/")
    assert (empty.returncode, "no ad was read" in empty.stderr) == (1, True)
    wrong = new(tmp_path, "new", "mandi.example")
    assert (wrong.returncode, "begin it with https://" in wrong.stderr) == (2, True)


def test_a_site_outside_of_this_machine_is_not_asked_without_a_contact(tmp_path: Path) -> None:
    refused = new(tmp_path, "new", "https://mandi.example/jobs/")
    assert (refused.returncode, "set a contact address" in refused.stderr) == (4, True)
