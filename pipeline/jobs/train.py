"""This module trains a classifier and keeps it as a version."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

from models.domain.judgement import Band
from models.scoring.assessment import AdFeatures
from models.scoring.rules import kind_caps
from models.scoring.signs import signs
from models.screening import Reader, read_features
from pipeline import bootstrap
from pipeline.registry import write_model
from pipeline.settings import Settings
from pipeline.training import train_model


def train_version(
    settings: Settings, paths: Sequence[Path], *, prevalence: float, ship: bool
) -> tuple[str, str]:
    """The version trained from the sample ads and `paths`, and what to tell of it.

    `ship` writes it over the model of this source tree instead of keeping it in the registry.
    """
    reader = Reader.from_package()
    catalogue = reader.catalogue

    def strongest(features: AdFeatures) -> Band:
        caps = kind_caps(features.findings, catalogue, about_trafficking=False)
        return max((cap.band for cap in caps.values()), key=lambda band: band.rank)

    model = train_model(
        paths,
        partial(read_features, reader=reader),
        signs=signs(catalogue[name] for name in catalogue),
        made_on=datetime.now(UTC).date().isoformat(),
        prevalence=prevalence,
        cap=strongest,
    )
    version = model.classifier.version
    if ship:
        folder = Path(str(files("models"))) / "data" / "model"
        write_model(model, folder)
        return version, f"written to {folder}; it judges wherever no other version was promoted"
    bootstrap.open_registry(settings).add(model)
    return version, f"kept; `nigah models promote {version}` takes it into use"
