"""This module trains a challenger from what people decided and labelled, and lets it judge in the champion's shadow.

Nothing more: a person promotes it, under their name.
"""

from pathlib import Path

from pipeline import bootstrap
from pipeline.jobs.train import train_version
from pipeline.settings import Settings

_ENDINGS = (".jsonl", ".csv")


def retrain(settings: Settings) -> str:
    """The version trained from the sample ads, the decisions in the records and the files in `labels` in the home.

    Where nothing is new it is a version that is there already, and stays as it is. Raises `Refused` where labels
    disagree, `WrongUsage` where a file is wrong.
    """
    version, _ = train_version(settings, label_files(settings), decided=True)
    registry = bootstrap.open_registry(settings)
    if version != registry.champion_version():
        registry.set_shadow(version)
    return version


def label_files(settings: Settings) -> list[Path]:
    """The files of labels that this deployment keeps, if any."""
    folder = settings.home / "labels"
    return sorted(one for one in folder.iterdir() if one.suffix in _ENDINGS) if folder.is_dir() else []
