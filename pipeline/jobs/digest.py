"""This module writes the digest of one day as files: a mail (.eml) and a page (.html)."""

import os
from contextlib import closing
from datetime import date
from pathlib import Path

from models.domain.errors import DependencyDown
from pipeline import bootstrap
from pipeline.clock import now_us
from pipeline.settings import Settings
from search.digest import Digest, build, render_html, to_message
from search.query.query import Query


def build_digest(settings: Settings, day: date, *, limit: int = 10) -> Digest:
    """The digest of `day` (a day in India) from what is indexed now.

    Raises `DependencyDown` where the index was lost: an empty digest would say that there was nothing.
    """
    vault = bootstrap.open_vault(settings)
    with (
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        if records.count_indexed() and not index.count(Query()):
            raise DependencyDown(
                "The index is empty, and the ledger says otherwise; `nigah doctor` says what to do."
            )
        return build(index, records, vault, day=day, now=now_us(), limit=limit, unit=settings.unit)


def write_digest(settings: Settings, digest: Digest) -> tuple[Path, Path]:
    """The mail and the page in home/digests, over what was there of this day."""
    folder = settings.home / "digests"
    mail, page = (folder / f"{digest.window.day.isoformat()}{ending}" for ending in (".eml", ".html"))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _put(mail, to_message(digest))
        _put(page, render_html(digest).encode("utf-8"))
    except OSError as error:
        raise DependencyDown(
            f"The digest could not be written to {folder}: {error.strerror}. Free some space and run again."
        ) from None
    return mail, page


def _put(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    try:
        # A digest shows what ads say: it is for its owner alone, as everything in home.
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
