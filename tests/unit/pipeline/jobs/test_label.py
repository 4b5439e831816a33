from contextlib import closing
from pathlib import Path

import pytest

from models.domain.contact import ContactKind
from pipeline import bootstrap
from pipeline.jobs.label import Wanted, batch_to_label
from pipeline.labelling import as_lines
from pipeline.settings import Settings
from search.index.build import document
from tests.unit.pipeline.test_labelling import unlike
from tests.unit.search.builders import scored

NUMBER = "98765 43210"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home whose index holds twelve ads, the first two of one poster, and one that must not be shown."""
    made = Settings(home=tmp_path)
    phone = [(ContactKind.PHONE, "+919876543210", NUMBER)]
    shown = [
        scored(str(i), text=f"{unlike(i)} call {NUMBER}", contacts=phone, says=(), against=())
        for i in range(2)
    ]
    others = [scored(str(i), text=unlike(i), says=(), against=()) for i in range(2, 12)]
    lane = scored("99", text="Boy of 13 wanted for tea stall.", says=(), against=())
    vault = bootstrap.open_vault(made)
    with closing(bootstrap.open_index(made)) as index:
        index.put([document(event, vault) for event in (*shown, *others, lane)])
    return made


def test_of_the_index_each_poster_is_asked_about_once_and_no_contact_is_shown(settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    rows = batch_to_label(settings, Wanted(size=50), progress=lambda *step: told.append(step))
    assert len(rows) == 11
    assert sum("{phone:" in row["text"] for row in rows) == 1
    assert "43210" not in str(rows)
    assert "tea stall" not in str(rows)
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert {frozenset(row["label"]) for row in rows} == {frozenset({"by", "blind", "source", "probability"})}
    assert told == [("ads read", 13, 13)]


def test_what_was_labelled_of_the_index_is_not_asked_again(settings: Settings, tmp_path: Path) -> None:
    rows = batch_to_label(settings, Wanted(size=5))
    for row in rows:
        row["labels"]["ad_class"], row["label"]["by"] = "ordinary_job", "asha"
    (tmp_path / "done.jsonl").write_text("\n".join(as_lines(rows)), "utf-8")
    again = batch_to_label(settings, Wanted(size=50, known=[tmp_path / "done.jsonl"]))
    assert not {row["id"] for row in rows} & {row["id"] for row in again}
