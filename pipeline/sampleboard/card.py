"""This module holds the source card of the sample board, filled in with where the board listens."""

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from crawlers.card import SourceCard
from crawlers.register import load_card


def sample_card(base_url: str, *, today: date) -> SourceCard:
    """The card of a sample board at `base_url` (such as `http://127.0.0.1:8000`)."""
    with as_file(files("pipeline.sampleboard") / "card.yaml") as path:
        return load_card(path, today=today, values={"BOARD": base_url.rstrip("/")})


def write_card(folder: Path, base_url: str) -> Path:
    """The card of a sample board at `base_url` as a file in `folder`, over an older one."""
    template = (files("pipeline.sampleboard") / "card.yaml").read_text("utf-8")
    path = folder / "sample-board.yaml"
    path.write_text(template.replace("${BOARD}", base_url.rstrip("/")), "utf-8")
    return path
