"""This module drafts a source card as a person does, from the address of a page that lists ads."""

from pathlib import Path

import yaml

from pipeline.sampleboard.board import Board
from tests.flow.crawling import Answer as Page
from tests.flow.crawling import site
from tests.flow.shell import Answer, start
from tests.flow.test_crawl_of_the_sample_board import ads


def new(home: Path, *words: str) -> Answer:
    return start("pipeline.cli", ["sources", *words], environment={"NIGAH_HOME": str(home)}).answer()


def test_a_draft_says_what_would_be_extracted_and_is_no_card_until_a_person_completes_it(
    tmp_path: Path,
) -> None:
    with Board.serve(ads(60)) as board:
        drafted = new(tmp_path, "new", f"{board.url}/job/", "--to", str(tmp_path / "card.yaml"))
        asked = [asked.path for asked in board.requests]
    assert (drafted.status, asked[:2]) == (0, ["/robots.txt", "/job/"]), drafted.err
    assert len(asked) <= 4
    assert "title: Cook wanted" in drafted.err
    assert "city: Pune" in drafted.err
    draft = yaml.safe_load((tmp_path / "card.yaml").read_text())
    assert (draft["start"], draft["source_type"], draft["expected"]["fill"]["title"]) == (
        [f"{board.url}/job/"],
        "job",
        0.8,
    )
    checked = new(tmp_path, "check", str(tmp_path / "card.yaml"))
    assert (checked.status, "owner: this key is missing from the source card" in checked.err) == (
        2,
        True,
    )
    person = "owner: us\nlegal_basis: ours\napprover: us\napproved_on: 2026-01-01\nreview_by: 2099-01-01\nexpires_on: 2099-01-01\n"
    with (tmp_path / "card.yaml").open("a") as card:
        card.write(person)
    assert new(tmp_path, "check", str(tmp_path / "card.yaml")).status == 0
    lines = [line for line in (tmp_path / "card.yaml").read_text().splitlines() if not line.startswith("#")]
    assert len(lines) <= 25


def test_a_site_without_ads_and_an_address_that_is_none_are_said(tmp_path: Path) -> None:
    with site(lambda url: {"/": Page(b"<title>Nothing</title><p>Nothing to see</p>")}) as served:
        empty = new(tmp_path, "new", served.url + "/")
    assert (empty.status, "no ad was read" in empty.err) == (1, True)
    wrong = new(tmp_path, "new", "mandi.example")
    assert (wrong.status, "begin it with https://" in wrong.err) == (2, True)


def test_a_site_outside_of_this_machine_is_not_asked_without_a_contact(tmp_path: Path) -> None:
    refused = new(tmp_path, "new", "https://mandi.example/jobs/")
    assert (refused.status, "set a contact address" in refused.err) == (4, True)
