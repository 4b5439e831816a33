"""This module holds the source card of the sample board, filled in with where the board listens."""

from datetime import date
from importlib.resources import as_file, files

from crawlers.card import SourceCard
from crawlers.register import load_card


def sample_card(base_url: str, *, today: date) -> SourceCard:
    """The card of a sample board at `base_url` (such as `http://127.0.0.1:8000`)."""
    with as_file(files("pipeline.sampleboard") / "card.yaml") as path:
        return load_card(path, today=today, values={"BOARD": base_url.rstrip("/")})
