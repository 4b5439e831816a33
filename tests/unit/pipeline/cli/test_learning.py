from pathlib import Path

import pytest

from models.domain.errors import WrongUsage
from pipeline.cli.learning import _version_and_files, all_files


def test_files_that_follow_the_first_are_data_and_what_has_no_ending_is_the_model() -> None:
    assert _version_and_files(["b.jsonl", "linear-1", "c.csv"]) == (
        "linear-1",
        [Path("b.jsonl"), Path("c.csv")],
    )
    assert _version_and_files([]) == (None, [])
    with pytest.raises(WrongUsage, match="One model at a time: linear-1 or linear-2"):
        _version_and_files(["linear-1", "linear-2"])


def test_a_folder_stands_for_the_labelled_files_in_it(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.csv", "README.md"):
        (tmp_path / name).touch()
    assert all_files([tmp_path, Path("x.jsonl")]) == [
        tmp_path / "a.csv",
        tmp_path / "b.jsonl",
        Path("x.jsonl"),
    ]


def test_a_folder_without_files_of_ads_is_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()
    with pytest.raises(WrongUsage, match=r"holds no file of ads \(\.jsonl or \.csv\)"):
        all_files([tmp_path])
