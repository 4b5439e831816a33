"""What was taken back leaves no trace: the model is the one that would be there without it, byte for byte."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import Kind
from models.scoring.signs import signs
from models.screening import Reader
from models.training.labelled import LabelledAd
from models.training.proof import TrainedModel
from models.training.reading import read_for_training
from models.training.remaining import remaining
from models.training.train import Recipe, train
from pipeline.sampleboard.ads import sample_ads
from pipeline.training import labelled_with_contacts

ADS = [one for one in sample_ads() if not one.labels.child_sign]
LEADS = [one for one in ADS if one.labels.kinds][:16]
HARMLESS = [one for one in ADS if not one.labels.kinds][:44]


def row(number: int, one: Any, *, by: str) -> dict[str, Any]:
    return {
        "id": f"n{number}",
        "title": one.title,
        "text": one.text,
        "family": one.family,
        "labels": {"kinds": list(one.labels.kinds), "ad_class": one.labels.ad_class},
        "label": {"by": by, "blind": True, "source": "active: unsure", "probability": 0.5},
    }


@cache
def reader() -> Reader:
    return Reader.from_package()


def file_of(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def fitted(labelled: Sequence[LabelledAd]) -> TrainedModel:
    return train(
        labelled,
        lambda ads: read_for_training(ads, reader()),
        Recipe(signs(reader().catalogue.values())),
        made_on="2026-11-22",
    )


def none_forgotten(_: frozenset[str]) -> frozenset[str]:
    return frozenset()


ROWS = [row(number, one, by="asha") for number, one in enumerate([*LEADS, *HARMLESS])]
SECOND = [row(number, one, by="ravi") for number, one in enumerate([*LEADS, *HARMLESS][::6])]


@pytest.mark.parametrize(
    ("without", "never"),
    [
        (["n7"], ([one for one in ROWS if one["id"] != "n7"], [one for one in SECOND if one["id"] != "n7"])),
        pytest.param(["ravi"], (ROWS, []), marks=pytest.mark.long),
        pytest.param(["second.jsonl"], (ROWS, []), marks=pytest.mark.long),
    ],
    ids=["an ad", "a labeller's labels", "a source"],
)
def test_what_is_left_out_leaves_the_bytes_that_would_be_there_without_it(
    tmp_path: Path, without: list[str], never: tuple[list[dict[str, Any]], list[dict[str, Any]]]
) -> None:
    files = [file_of(tmp_path / "first.jsonl", ROWS), file_of(tmp_path / "second.jsonl", SECOND)]
    given = labelled_with_contacts(files)
    left = fitted(remaining(given, without=without, forgotten=none_forgotten))
    file_of(files[0], never[0])
    file_of(files[1], never[1])
    without_it = fitted(labelled_with_contacts(files[::-1]))
    assert left.file == without_it.file
    assert left.card.to_json() == without_it.card.to_json()
    assert left.file != fitted(given).file


def test_a_label_of_two_that_is_taken_back_leaves_the_other_at_full_weight(tmp_path: Path) -> None:
    changed = ROWS[20] | {"labels": {"kinds": [Kind.ORGAN_TRADE], "ad_class": "lead"}}
    changed["label"] = ROWS[20]["label"] | {"by": "ravi"}
    alone = labelled_with_contacts([file_of(tmp_path / "a.jsonl", ROWS)])
    both = labelled_with_contacts([file_of(tmp_path / "a.jsonl", [*ROWS, changed])])
    assert fitted(remaining(both, without=["ravi"], forgotten=none_forgotten)).file == fitted(alone).file


def test_an_ad_that_was_forgotten_is_not_learned_from(tmp_path: Path) -> None:
    indexed = "a" + "b2" * 12
    rows = [ROWS[0] | {"id": indexed}, *ROWS[1:3]]
    given = labelled_with_contacts([file_of(tmp_path / "a.jsonl", rows)])
    asked: list[frozenset[str]] = []

    def forgotten(ids: frozenset[str]) -> frozenset[str]:
        asked.append(ids)
        return ids

    assert [one.number for one in remaining(given, without=[], forgotten=forgotten)] == ["n1", "n2"]
    assert asked == [frozenset({indexed})]


def test_a_name_of_nothing_is_said(tmp_path: Path) -> None:
    given = labelled_with_contacts([file_of(tmp_path / "a.jsonl", ROWS[:3])])
    with pytest.raises(WrongUsage, match="no ad, file, labeller or source 'n99' to leave out"):
        remaining(given, without=["n1", "n99"], forgotten=none_forgotten)
