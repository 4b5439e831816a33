"""README is true: its commands are run as it prints them."""

import os
import re
import shlex
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.sampleboard.ads import board_ads, sample_ads
from pipeline.sampleboard.board import Board
from pipeline.sampleboard.card import write_card
from tests.flow.shell import Started, start

ROOT = Path(__file__).parents[2]
BLOCKS = "\n".join(re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL))
COMMANDS = [shlex.split(line, comments=True) for line in BLOCKS.splitlines() if line.strip()]
MAKE = [words[1] for words in COMMANDS if words[0] == "make"]
NIGAH = [words[1:] for words in COMMANDS if words[0] == ".venv/bin/nigah"]
STAYS = {"run": "running", "serve": "console at"}


def test_every_make_target_in_readme_exists() -> None:
    assert MAKE == ["demo", "test"]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in MAKE:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_readme_shows_commands() -> None:
    assert len(NIGAH) >= 5


@pytest.mark.parametrize("words", NIGAH, ids=" ".join)
def test_a_command_in_readme_works(words: list[str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "sources").mkdir(parents=True)
    (tmp_path / "ads.jsonl").write_text(
        '{"id": 1, "title": "Cook", "text": "Cook wanted, 9 to 6"}\n', "utf-8"
    )
    environment = {"NIGAH_HOME": str(home), "NIGAH_CONSOLE_PORT": "0"}
    with Board.serve(board_ads(sample_ads()[:3], newest=datetime(2026, 1, 1, tzinfo=UTC))) as board:
        write_card(home / "sources", board.url)
        process = start("pipeline.cli", words, folder=tmp_path, environment=environment)
        if words[0] in STAYS:
            stop_when(STAYS[words[0]], process)
        answer = process.answer()
        assert answer.status == 0, answer.err


def stop_when(ready: str, process: Started) -> None:
    """Send SIGTERM once the process says `ready` on stderr."""
    while ready not in (process.said / "stderr").read_text("utf-8"):
        assert not process.ended(), process.answer().err
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGTERM)
