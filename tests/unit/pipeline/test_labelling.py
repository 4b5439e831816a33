import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import WrongUsage
from models.screening import Reader
from pipeline.labelling import as_lines, as_sheet, marked_texts, next_batch, questions_of_files
from pipeline.registry import shipped
from pipeline.training import labelled_from_files

WORDS = ("Cook", "Driver", "Clerk", "Nurse", "Welder", "Tailor", "Guard", "Painter", "Mason", "Porter")


def unlike(number: int) -> str:
    """Words that no other number has, so that no two ads belong together."""
    return " ".join(
        f"word{chr(97 + number // 6)}{chr(97 + number % 6)}{chr(97 + place)}" for place in range(12)
    )


def rows(count: int = 30) -> list[dict[str, Any]]:
    return [
        {
            "id": f"n-{number}",
            "source_type": "job",
            "title": f"{WORDS[number % 10]} wanted",
            "text": unlike(number),
            "fields": {"pay": str(9000 + number)},
            "why": "a writer's remark",
        }
        for number in range(count)
    ]


def file_of(path: Path, own: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in own), "utf-8")
    return path


def batch(*paths: Path, known: frozenset[str] = frozenset(), seed: int = 0) -> list[dict[str, Any]]:
    return next_batch(
        questions_of_files(paths),
        known=known,
        classifier=shipped(),
        reader=Reader.from_package(),
        size=10,
        seed=seed,
    )


def test_a_batch_asks_and_tells_nothing_of_the_model_or_the_writer(tmp_path: Path) -> None:
    drawn = batch(file_of(tmp_path / "x.jsonl", rows()))
    assert len(drawn) == 10
    for row in drawn:
        assert row["labels"] == {"kinds": [], "ad_class": "", "child_sign": False}
        assert row["label"].keys() == {"by", "blind", "source", "probability"}
        assert 0 < row["label"]["probability"] <= 1
        assert row.keys() <= {"id", "source_type", "title", "text", "fields", "lang", "labels", "label"}
    assert {row["label"]["source"] for row in drawn} == {"active: unsure", "active: random low score"}


def test_the_order_of_the_file_and_the_labels_in_it_do_not_matter(tmp_path: Path) -> None:
    first = batch(file_of(tmp_path / "x.jsonl", rows()))
    told = [row | {"labels": {"kinds": [], "ad_class": "spam"}, "weight": 7} for row in rows()[::-1]]
    assert batch(file_of(tmp_path / "x.jsonl", told)) == first
    assert batch(file_of(tmp_path / "x.jsonl", rows()), seed=1) != first


def test_what_is_labelled_is_not_asked_again_and_copies_are_asked_once(tmp_path: Path) -> None:
    path = file_of(tmp_path / "x.jsonl", [*rows(), rows()[0] | {"id": "copy"}])
    known = frozenset(one.ad.ad.content_hash for one in questions_of_files([path])[:25])
    drawn = batch(path, known=known)
    assert sorted(row["id"] for row in drawn) == ["n-25", "n-26", "n-27", "n-28", "n-29"]


def test_an_ad_with_a_child_sign_is_never_asked_about(tmp_path: Path) -> None:
    lane = {"id": "c", "title": "", "text": "Boy of 13 wanted for tea stall."}
    marked = rows()[0] | {"labels": {"child_sign": True}}
    assert batch(file_of(tmp_path / "x.jsonl", [lane, marked])) == []


def test_a_filled_in_line_or_sheet_is_a_label_with_its_probability(tmp_path: Path) -> None:
    drawn = batch(file_of(tmp_path / "x.jsonl", rows()))
    lines = [json.loads(line) for line in as_lines(drawn)]
    for row in lines:
        row["labels"]["ad_class"], row["label"]["by"] = "ordinary_job", "asha"
    sheet = list(csv.DictReader(io.StringIO("\n".join(as_sheet(drawn)))))
    with (tmp_path / "b.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, sheet[0])
        out.writeheader()
        out.writerows(row | {"ad_class": "ordinary_job", "by": "asha"} for row in sheet)
    for path in (file_of(tmp_path / "b.jsonl", lines), tmp_path / "b.csv"):
        found = labelled_from_files([path])
        assert [one.label.probability for one in found] == [row["label"]["probability"] for row in drawn]
        assert {(one.label.by, one.label.blind) for one in found} == {("asha", True)}
        assert [one.weight for one in found] == [1 / one.label.probability for one in found]


def test_an_answer_that_says_child_sign_alone_is_taken_and_the_ad_is_asked_about_no_more(
    tmp_path: Path,
) -> None:
    drawn = batch(file_of(tmp_path / "x.jsonl", rows(4)))
    sheet = list(csv.DictReader(io.StringIO("\n".join(as_sheet(drawn)))))
    sheet[0]["child_sign"] = "yes"
    lines = [json.loads(line) for line in as_lines(drawn)]
    lines[0]["labels"]["child_sign"] = True
    for row in sheet[1:]:
        row["ad_class"] = "ordinary_job"
    for row in lines[1:]:
        row["labels"]["ad_class"] = "ordinary_job"
    with (tmp_path / "b.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, sheet[0])
        out.writeheader()
        out.writerows(sheet)
    for path in (file_of(tmp_path / "b.jsonl", lines), tmp_path / "b.csv"):
        assert [one.number for one in labelled_from_files([path])] == [row["id"] for row in drawn[1:]]
    first = {
        one.ad.ad.content_hash
        for one in questions_of_files([tmp_path / "x.jsonl"])
        if one.row["id"] == drawn[0]["id"]
    }
    assert marked_texts([tmp_path / "b.jsonl"]) == first


def test_lines_that_nobody_answered_are_named_and_not_learned_from(tmp_path: Path) -> None:
    drawn = batch(file_of(tmp_path / "x.jsonl", rows()))
    with pytest.raises(WrongUsage, match=r"b.jsonl, line 1: `labels.ad_class` must be one of"):
        labelled_from_files([file_of(tmp_path / "b.jsonl", drawn)])


def test_a_spreadsheet_runs_nothing_of_an_ad(tmp_path: Path) -> None:
    formula = rows(1)[0] | {"title": "=1+1", "text": "+9198 call"}
    (line,) = csv.DictReader(
        io.StringIO("\n".join(as_sheet(batch(file_of(tmp_path / "x.jsonl", [formula])))))
    )
    assert (line["title"], line["text"][:6]) == (" =1+1", " +9198")


def test_a_line_that_is_no_ad_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        WrongUsage, match=r"x\.jsonl, line 2: `text` is missing or not a text; nothing was drawn"
    ):
        questions_of_files([file_of(tmp_path / "x.jsonl", [rows()[0], {"id": "a", "title": "b"}])])
