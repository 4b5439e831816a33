"""Somebody is left alone, by the commands: wiped, not taken again when the ad is edited or posted anew, until it is lifted."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.domain.ad import ad_id
from models.domain.judgement import Kind
from pipeline.sampleboard.ads import board_ads, sample_ads
from pipeline.sampleboard.board import Board
from pipeline.sampleboard.card import write_card
from pipeline.sampleboard.pages import BoardAd
from tests.flow.shell import Answer, Shell
from tests.flow.test_forgetting_and_loss import LEADS, Site

pytestmark = pytest.mark.long

NUMBER = "+919876543210"
WHY = ("--by", "one", "--reason", "an adult who acts for herself")
MAILED = [ad for ad in sample_ads() if ad in LEADS and Kind.SEXUAL_EXPLOITATION not in ad.labels.kinds][:3]


def shown_on_the_board() -> dict[str, BoardAd]:
    """One lead that shows NUMBER, and two that do not, by ad id."""
    told = replace(MAILED[0], text=MAILED[0].text.rpartition(". ")[0] + ". Call 98765 43210")
    ads = board_ads([told, *MAILED[1:]], newest=datetime(2026, 1, 1, tzinfo=UTC))
    return {ad_id("sample-board", number=ad.number, url=""): ad for ad in ads}


def crawl(site: Site) -> Answer:
    answer = site.shell.nigah("crawl", "sample-board")
    for stage in ("screen", "index"):
        assert site.shell.nigah("work", stage, "--drain").status == 0
    return answer


def test_who_is_left_alone_comes_back_neither_edited_nor_posted_anew_until_the_mark_is_lifted(
    tmp_path: Path,
) -> None:
    (tmp_path / "home" / "sources").mkdir(mode=0o700, parents=True)
    shown = shown_on_the_board()
    with Board.serve(shown.values(), with_etags=True) as board:
        site = Site(Shell(tmp_path / "home"), board)
        write_card(site.shell.home / "sources", board.url)
        crawl(site)
        leads = sorted(site.leads())
        assert leads == sorted(shown)
        (person,) = (each for each, ad in shown.items() if "98765 43210" in ad.text)
        before = Path(site.shell.nigah("digest").out.splitlines()[1])
        assert person in before.read_text("utf-8")

        said = site.shell.nigah("do-not-refer", "set", person, *WHY)
        assert said.status == 0, said.err
        assert "1 ad, 1 of them in the index, 2 messages on the bus; 1 digest written anew" in said.out
        assert person not in before.read_text("utf-8")
        assert site.files_with("43210") == []

        edited = replace(shown[person], text=shown[person].text + " Now open on Sundays too.")
        anew = replace(
            shown[person],
            number="7000001",
            title="Rooms and company",
            text=f"Another page, other words. {NUMBER}",
        )
        board.replace([*(ad for each, ad in shown.items() if each != person), edited, anew])
        again = crawl(site)
        assert "2 refused" in again.err
        assert "an ad under a do-not-refer mark" in again.err
        assert sorted(site.leads()) == [each for each in leads if each != person]
        page = Path(site.shell.nigah("digest").out.splitlines()[1]).read_text("utf-8")
        assert person not in page
        assert all(each in page for each in leads if each != person)
        assert site.files_with("43210") == []

        listed = site.shell.nigah("do-not-refer", "list")
        mark = listed.out.split("\t")[0]
        assert listed.out.startswith(f"{mark}\t")
        assert site.shell.nigah("do-not-refer", "lift", mark, *WHY).status == 0
        crawl(site)
        assert person in site.leads()
        assert site.shell.nigah("evidence", "verify").status == 0
        assert site.shell.nigah("ledger").status == 0


def test_a_mark_ends_by_itself_after_twelve_months(tmp_path: Path) -> None:
    (tmp_path / "home" / "sources").mkdir(mode=0o700, parents=True)
    with Board.serve(shown_on_the_board().values()) as board:
        site = Site(Shell(tmp_path / "home"), board)
        write_card(site.shell.home / "sources", board.url)
        assert site.shell.nigah("do-not-refer", "set", "--contact", NUMBER, *WHY).status == 0
        crawl(site)
        assert len(site.leads()) == 2
        with sqlite3.connect(site.shell.home / "records.sqlite3") as records:
            ((since, until),) = set(records.execute("SELECT since, until FROM do_not_refer").fetchall())
            assert 365 <= (until - since) / 86_400_000_000 <= 366
            records.execute("UPDATE do_not_refer SET until = since + 1")
        crawl(site)
        assert len(site.leads()) == 3
        assert site.shell.nigah("do-not-refer", "list").out == ""


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("set", *WHY), 2, "Name whom to leave alone"),
        (("set", "nonsense", *WHY), 2, "Id 1 is no id of an ad"),
        (("set", "--contact", "nobody", *WHY), 2, "there is none"),
        (("set", "--contact", NUMBER, "--by", "one", "--reason", "9123456780 is hers"), 2, "The reason tells a contact"),
        (("set", "--contact", NUMBER, "--by", " ", "--reason", "x"), 2, "Say --by whom"),
        (("lift", "m1", *WHY), 2, "There is no mark 'm1' that holds"),
    ],
)  # fmt: skip
def test_what_cannot_be_marked_is_said_and_nothing_is_done(
    words: tuple[str, ...], status: int, sentence: str, tmp_path: Path
) -> None:
    shell = Shell(tmp_path / "home")
    answer = shell.nigah("do-not-refer", *words)
    assert answer.status == status
    assert sentence in answer.err
    assert shell.nigah("do-not-refer", "list").out == ""
