"""README is true: its commands are run as it prints them."""

import os
import re
import select
import shlex
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.sampleboard.ads import board_ads, sample_ads
from pipeline.sampleboard.board import Board
from pipeline.sampleboard.card import write_card

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
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NIGAH_")}
    environment |= {"NIGAH_HOME": str(home), "NIGAH_CONSOLE_PORT": "0"}
    command = [sys.executable, "-m", "pipeline.cli", *words]
    with Board.serve(board_ads(sample_ads()[:3], newest=datetime(2026, 1, 1, tzinfo=UTC))) as board:
        write_card(home / "sources", board.url)
        if words[0] in STAYS:
            assert stays_until_told(command, environment, STAYS[words[0]], cwd=tmp_path) == 0
        else:
            done = subprocess.run(
                command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr


def stays_until_told(command: list[str], environment: dict[str, str], ready: str, *, cwd: Path) -> int:
    """The exit status of a command that says `ready` on stderr and is then sent SIGTERM."""
    process = subprocess.Popen(command, cwd=cwd, env=environment, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said, until = b"", time.monotonic() + 60
    while ready.encode() not in said and time.monotonic() < until:
        if select.select([process.stderr], [], [], 1)[0]:
            said += os.read(process.stderr.fileno(), 4096)
        assert process.poll() is None, said.decode()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    return process.returncode
