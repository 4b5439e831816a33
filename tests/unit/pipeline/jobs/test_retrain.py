from pathlib import Path

from pipeline.jobs.retrain import label_files
from pipeline.settings import Settings


def test_the_labels_of_a_deployment_are_the_files_of_a_folder_in_its_home(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert label_files(settings) == []
    folder = tmp_path / "labels"
    folder.mkdir()
    for name in ("b.csv", "a.jsonl", "LICENCE", "notes.txt"):
        (folder / name).touch()
    assert label_files(settings) == [folder / "a.jsonl", folder / "b.csv"]
