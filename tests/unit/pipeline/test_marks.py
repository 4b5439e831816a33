import json
from pathlib import Path

import pytest

from models.domain.errors import WrongUsage
from models.domain.finding import Span
from models.indicators.catalogue import Catalogue
from models.training.labelled import LabelledAd
from pipeline.marks import marks_in_files, with_marks
from pipeline.training import labelled_from_files

CATALOGUE = Catalogue.from_package()
SIGN = {"indicator": "JB02", "in": "text", "quote": "papers stay here"}


def file_of(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(one) for one in lines), "utf-8")
    return path


def labelled(folder: Path) -> list[LabelledAd]:
    row = {
        "id": "a-1",
        "title": "Helper",
        "text": "Come soon, papers stay here.",
        "labels": {"kinds": ["forced_labour"], "ad_class": "lead"},
    }
    return labelled_from_files([file_of(folder / "ads.jsonl", row, row | {"id": "a-2"})])


def test_an_ad_gets_its_marks_by_its_id_and_others_none(tmp_path: Path) -> None:
    marks = marks_in_files([file_of(tmp_path / "m.jsonl", {"id": "a-1", "signs": [SIGN]})], CATALOGUE)
    first, second = with_marks(labelled(tmp_path), marks)
    assert first.marks == (("JB02", Span("text", 11, 27)),)
    assert second.marks is None


def test_an_ad_in_which_a_person_saw_nothing_has_no_marks_but_was_looked_at(tmp_path: Path) -> None:
    marks = marks_in_files([file_of(tmp_path / "m.jsonl", {"id": "a-1", "signs": []})], CATALOGUE)
    assert with_marks(labelled(tmp_path), marks)[0].marks == ()


@pytest.mark.parametrize(
    "signs",
    [7, [7], [SIGN | {"indicator": "ZZ99"}], [SIGN | {"in": "fields"}], [SIGN | {"quote": " "}]],
)
def test_a_line_that_is_no_mark_is_named_and_not_quoted(tmp_path: Path, signs: object) -> None:
    path = file_of(tmp_path / "m.jsonl", {"id": "a-1", "signs": [SIGN]}, {"id": "a-2", "signs": signs})
    with pytest.raises(WrongUsage, match=r"m\.jsonl, line 2: ") as caught:
        marks_in_files([path], CATALOGUE)
    assert "papers" not in str(caught.value)


def test_words_that_the_ad_does_not_hold_are_named_by_its_id(tmp_path: Path) -> None:
    wrong = {"id": "a-2", "signs": [SIGN | {"quote": "papers go home"}]}
    marks = marks_in_files([file_of(tmp_path / "m.jsonl", wrong)], CATALOGUE)
    with pytest.raises(WrongUsage, match="The ad a-2 does not hold the words marked as JB02") as caught:
        with_marks(labelled(tmp_path), marks)
    assert "go home" not in str(caught.value)
