"""The page about source cards shows a card that is one, and names every key."""

import re
from datetime import date
from pathlib import Path

import pytest

from crawlers.card import AdNumber, Expected, Limits, Selectors, SourceCard
from crawlers.register import load_card

PAGE = (Path(__file__).parents[3] / "docs" / "sources.md").read_text("utf-8")


def test_the_card_in_the_docs_is_a_card(tmp_path: Path) -> None:
    shown = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "board.yaml").write_text(shown[0], "utf-8")
    card = load_card(tmp_path / "board.yaml", today=date(2026, 11, 23))
    assert (card.id, card.pace, card.number.url) == ("board", 10.0, r"-(\d{4,})$")
    assert len(shown[0].splitlines()) <= 25


@pytest.mark.parametrize("part", [SourceCard, AdNumber, Selectors, Expected, Limits])
def test_every_key_of_a_card_is_told(part: type) -> None:
    keys = list(getattr(part, "model_fields"))  # noqa: B009 - a pydantic model of any kind
    assert [key for key in keys if f"`{key}`" not in PAGE] == []
