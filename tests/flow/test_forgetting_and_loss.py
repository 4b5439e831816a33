"""What stays and what comes back over two crawls: ads that are forgotten, edited, or go offline; and a lost index."""

import json
import stat
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from models.domain.ad import ad_id
from models.domain.judgement import AdClass
from pipeline.sampleboard.ads import board_ads, sample_ads
from pipeline.sampleboard.board import Board
from pipeline.sampleboard.card import write_card
from tests.flow.shell import Shell

LEADS = [ad for ad in sample_ads() if ad.labels.ad_class is AdClass.LEAD and ad.labels.kinds][2:8]
SHOWN = {
    ad_id("sample-board", number=ad.number, url=""): ad
    for ad in board_ads(LEADS, newest=datetime(2026, 1, 1, tzinfo=UTC))
}


@dataclass(frozen=True)
class Site:
    """A home, and the board that it crawls."""

    shell: Shell
    board: Board

    def run(self) -> None:
        for words in (["crawl", "sample-board"], ["work", "screen", "--drain"], ["work", "index", "--drain"]):
            answer = self.shell.nigah(*words)
            assert answer.status == 0, answer.err

    def leads(self) -> dict[str, dict[str, str]]:
        answer = self.shell.nigah("search", "--json", "--limit", "100", "band:low+")
        hits = [json.loads(line) for line in answer.out.splitlines()]
        return {hit["id"]: hit for hit in hits}

    def files_with(self, word: str) -> list[str]:
        files = [path for path in self.shell.home.rglob("*") if path.is_file()]
        return sorted(path.name for path in files if word.encode() in path.read_bytes())


def test_over_two_crawls_the_forgotten_stay_forgotten_and_the_offline_stay_leads(tmp_path: Path) -> None:
    (tmp_path / "home" / "sources").mkdir(mode=0o700, parents=True)
    with Board.serve(SHOWN.values(), with_etags=True) as board:
        site = Site(Shell(tmp_path / "home"), board)
        write_card(site.shell.home / "sources", board.url)
        site.run()
        page = Path(site.shell.nigah("digest").out.splitlines()[1])
        forgotten, offline, edited, *_ = leads = sorted(site.leads())
        said = site.shell.nigah("forget", forgotten)
        assert (said.status, said.out[:72]) == (
            0,
            "forgotten: 1 ad, 1 of them in the index, 2 messages on the bus; 1 digest",
        )
        shown = {**SHOWN, edited: replace(SHOWN[edited], text=SHOWN[edited].text + " Call today.")}
        board.replace([ad for each, ad in shown.items() if each != offline])
        site.run()
        after = site.leads()
    assert sorted(after) == leads[1:]
    assert [each for each, hit in after.items() if hit["gone"]] == [offline]
    assert after[offline]["gone"].startswith("No longer online since ")
    # The ledger keeps the number of captures, and with it the id: a hash that leads to nobody.
    assert site.files_with(forgotten) == ["records.sqlite3"]
    assert site.files_with(f"/{SHOWN[forgotten].number}") == []
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    for file in site.shell.home.glob("index.sqlite3*"):
        file.unlink()
    ledger = site.shell.nigah("ledger")
    assert ledger.status == 1
    assert "The ledger says that 5 ads are in the index, and the index holds 0." in ledger.err
