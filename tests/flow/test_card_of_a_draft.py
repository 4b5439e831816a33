"""This module reads boards that nobody described by the very card that `nigah sources new` drafts for them."""

import json
from pathlib import Path

import pytest

from tests.flow.crawling import Answer as Page
from tests.flow.crawling import site
from tests.flow.shell import Answer, start
from tests.unit.crawlers.lookalikes import LOOKALIKES, Lookalike, ad_page, list_page
from tests.unit.crawlers.test_layouts import ads

pytestmark = pytest.mark.long
PERSON = "owner: us\nlegal_basis: ours\napprover: us\napproved_on: 2026-01-01\nreview_by: 2099-01-01\nexpires_on: 2099-01-01\n"
BOARDS = [
    board for board in LOOKALIKES if board.name in ("nested", "accordion", "query", "rendered", "telugu2")
]


def nigah(home: Path, *words: str) -> Answer:
    return start("pipeline.cli", list(words), environment={"NIGAH_HOME": str(home)}).answer()


@pytest.mark.parametrize("board", BOARDS, ids=[board.name for board in BOARDS])
def test_a_draft_completed_by_a_person_gets_the_ads_of_a_board_that_nobody_described(
    board: Lookalike, tmp_path: Path
) -> None:
    shown = ads()[::5]
    titles = {" ".join(ad.title.split()) for ad in shown}
    pages = {
        board.path(ad): Page(ad_page(board, ad, [shown[place - 1], shown[place - 2], shown[place - 3]]))
        for place, ad in enumerate(shown)
    }
    pages["/jobs/"] = Page(list_page(board, shown).encode())
    card = tmp_path / "card.yaml"
    with site(lambda url: pages) as served:
        drafted = nigah(tmp_path, "sources", "new", served.url + "/jobs/", "--to", str(card))
        assert drafted.status == 0, drafted.err
        assert any(f"title: {title}\n" in drafted.err for title in titles), drafted.err
        with card.open("a") as completed:
            completed.write(PERSON)
        crawled = nigah(tmp_path, "crawl", str(card), "--to", str(tmp_path / "ads.jsonl"))
    lines = [line for line in card.read_text().splitlines() if not line.startswith("#")]
    assert len(lines) <= 25
    read = [json.loads(line) for line in (tmp_path / "ads.jsonl").read_text().splitlines()]
    assert {ad["title"] for ad in read} == titles, crawled.err
