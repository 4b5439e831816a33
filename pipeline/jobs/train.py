"""This module trains a classifier and keeps it as a version."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from models.domain.errors import WrongUsage
from models.scoring.signs import signs
from pipeline import bootstrap
from pipeline.registry import write_model
from pipeline.settings import Settings
from pipeline.training import train_model


def train_version(
    settings: Settings, paths: Sequence[Path], *, prevalence: float, ship: bool
) -> tuple[str, Sequence[str]]:
    """The version trained from the sample ads and `paths`, and what to tell of it.

    `ship` writes it over the model of this source tree instead of keeping it in the registry; its date is then
    that of the data, so that the same data give the same bytes.
    """
    reader = bootstrap.open_training_reader()
    made_on = datetime.now(UTC).date().isoformat()
    model = train_model(paths, reader, signs=signs(reader.catalogue), made_on=made_on, prevalence=prevalence)
    version = model.classifier.version
    if ship:
        write_model(model, _source_folder())
        return version, [f"written to {_source_folder()}"]
    bootstrap.open_registry(settings).add(model)
    return version, [f"kept; `nigah models promote {version}` takes it into use"]


def _source_folder() -> Path:
    folder = Path(str(files("models"))) / "data" / "model"
    if not folder.parent.is_dir():
        raise WrongUsage("A model can be shipped only from a source tree; leave out --ship.")
    return folder
