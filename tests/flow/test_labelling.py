"""The way of labels through the commands: drawn, answered, agreed on, learned from."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from models.entities.contacts import contacts
from pipeline.sampleboard.ads import SampleAd, board_ads, sample_ads
from pipeline.sampleboard.board import Board
from pipeline.sampleboard.card import write_card
from tests.flow.shell import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "home")


def filled(shell: Shell) -> Shell:
    """A home in which some of the sample board was crawled, screened and indexed once."""
    (shell.home / "sources").mkdir(parents=True)
    with Board.serve(board_ads(sample_ads()[::4], newest=datetime(2026, 1, 1, tzinfo=UTC))) as board:
        write_card(shell.home / "sources", board.url)
        for words in (["crawl", "sample-board"], ["work", "screen", "--drain"], ["work", "index", "--drain"]):
            assert shell.nigah(*words).status == 0
    return shell


@pytest.mark.long
def test_a_batch_from_the_index_shows_no_contact_and_is_the_same_by_seed(shell: Shell) -> None:
    filled(shell)
    first = shell.nigah("labels", "next", "--size", "20")
    assert first.status == 0, first.err
    assert "20 ads to label: 19 unsure, 1 random low score" in first.err
    rows = [json.loads(line) for line in first.out.splitlines()]
    texts = " ".join(row["title"] + row["text"] for row in rows)
    assert "{phone:" in texts
    published = [text for one in sample_ads()[::4] for text in (one.title, one.text)]
    numbers = {found.value[-10:] for text in published for found in contacts("text", text)}
    assert len(numbers) > 20
    assert not [number for number in numbers if number in texts]
    assert shell.nigah("labels", "next", "--size", "20").out == first.out
    assert shell.nigah("labels", "next", "--size", "20", "--seed", "2").out != first.out


def labels(by: str, kinds: str) -> str:
    """Twenty labels of one person: `y` for forced labour, `n` for an ordinary job."""
    rows = [
        {
            "id": str(number),
            "title": "",
            "text": f"text number {number}",
            "labels": {"kinds": ["forced_labour"], "ad_class": "lead"}
            if kind == "y"
            else {"kinds": [], "ad_class": "ordinary_job"},
            "label": {"by": by, "blind": True, "source": "active: unsure", "probability": 0.5},
        }
        for number, kind in enumerate(kinds)
    ]
    return "\n".join(map(json.dumps, rows))


def test_labels_on_which_people_disagree_are_refused_and_named(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "labels"
    folder.mkdir()
    (folder / "asha.jsonl").write_text(labels("asha", "yn" * 10), "utf-8")
    (folder / "ravi.jsonl").write_text(labels("ravi", "ny" * 10), "utf-8")
    for words in (["labels", "agreement"], ["train"]):
        answer = shell.nigah(*words, str(folder))
        assert answer.status == 4, answer.err
        assert "People do not agree on these labels" in answer.err
        assert "forced_labour (-0.95 over 20 ads)" in answer.err
        assert "organ_trade" not in answer.err


def test_a_sheet_is_written_whole_and_lines_without_answer_are_named(shell: Shell, tmp_path: Path) -> None:
    pool = tmp_path / "pool.jsonl"
    pool.write_text(
        "\n".join(
            json.dumps({"id": one.id, "title": one.title, "text": one.text}) for one in sample_ads()[:30]
        ),
        "utf-8",
    )
    drawn = shell.nigah("labels", "next", str(pool), "--size", "5", "--out", "batch.csv")
    assert drawn.status == 0, drawn.err
    assert (tmp_path / "batch.csv").read_text("utf-8").count("active: ") == 5
    refused = shell.nigah("train", "batch.csv")
    assert refused.status == 2
    assert "batch.csv, line 2: `labels.ad_class` must be one of" in refused.err


WITHOUT_SAMPLE = ("--without", "sample ads written for the project")  # so that training takes a moment


def trained(shell: Shell, *words: str) -> tuple[bytes, bytes]:
    """The bytes of model and card that training with these words leaves."""
    answer = shell.nigah("train", *words, *WITHOUT_SAMPLE)
    assert answer.status == 0, answer.err
    folder = shell.home / "models" / answer.out.strip()
    return (folder / "model.skops").read_bytes(), (folder / "card.json").read_bytes()


def rows_of(ads: list[SampleAd], *, by: str) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "text": one.text,
            "family": one.family,
            "labels": {"kinds": list(one.labels.kinds), "ad_class": one.labels.ad_class},
            "label": {"by": by, "blind": True},
        }
        for one in ads
    ]


@pytest.mark.long
def test_what_was_taken_back_leaves_the_model_that_would_be_there_without_it(tmp_path: Path) -> None:
    forgettable = "a" + "b2" * 12
    ads = [one for one in sample_ads() if not one.labels.child_sign]
    leads, harmless = ([one for one in ads if bool(one.labels.kinds) is lead] for lead in (True, False))
    rows = rows_of([*leads[:16], *harmless[:44]], by="asha")
    path, other = tmp_path / "asha.jsonl", tmp_path / "ravi.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    never = trained(Shell(tmp_path / "never"), "asha.jsonl")
    more = rows_of(leads[16:17], by="asha")[0] | {"id": forgettable}
    path.write_text("\n".join(map(json.dumps, [*rows, more])), "utf-8")
    other.write_text("\n".join(map(json.dumps, rows_of(leads[:16], by="ravi"))), "utf-8")
    shell = Shell(tmp_path / "home")
    assert trained(shell, "asha.jsonl", "ravi.jsonl")[0] != never[0]
    assert shell.nigah("forget", forgettable).status == 0
    assert trained(shell, "asha.jsonl", "ravi.jsonl", "--without", "ravi") == never
