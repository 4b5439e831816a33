"""This module trains a classifier and keeps it as a version."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

from models.screening import Reader
from models.training.later import later_in_words
from pipeline import bootstrap
from pipeline.jobs.decided import decided_ads
from pipeline.pieces import Progress, unheard
from pipeline.promotion import leaking
from pipeline.registry import write_model
from pipeline.settings import Settings
from pipeline.training import train_model


def train_version(
    settings: Settings,
    paths: Sequence[Path],
    *,
    columns: str | None = None,
    decided: bool = False,
    marked: Sequence[Path] = (),
    without: Sequence[str] = (),
    prevalence: float = 0.01,
    ship: bool = False,
    progress: Progress = unheard,
) -> tuple[str, str]:
    """The version trained from the sample ads, `paths` and, where `decided`, the decisions in the records; what to tell.

    Nothing is learned from what `without` names, nor from an ad of the index that was forgotten since.
    `ship` writes it over the model of this source tree instead of keeping it in the registry.
    """
    made_on = datetime.now(UTC).date().isoformat()
    model = train_model(
        paths,
        Reader.from_package(),
        made_on=made_on,
        prevalence=prevalence,
        columns=columns,
        more=decided_ads(settings) if decided else (),
        marked=marked,
        without=without,
        forgotten=partial(_forgotten, settings),
        progress=progress,
    )
    version = model.classifier.version
    if ship:
        folder = Path(str(files("models"))) / "data" / "model"
        write_model(model, folder)
        return version, f"written to {folder}; it judges wherever no other version was promoted"
    bootstrap.open_registry(settings).add(model)
    later = later_in_words(model.card.sections["later"])
    kept = f"kept; `nigah models promote {version} --by NAME --reason WHY` takes it into use"
    return version, "; ".join(one for one in (later, *leaking(model.card.sections), kept) if one)


def _forgotten(settings: Settings, ad_ids: frozenset[str]) -> frozenset[str]:
    with closing(bootstrap.open_records(settings)) as records:
        return bootstrap.open_forgotten(settings, records).among(dict.fromkeys(ad_ids, ()))
