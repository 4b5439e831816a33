"""This module keeps the champions of a registry's folder, the present one last, and who signed for each.

Every write replaces the file in one step, so a reader or a kill in between sees the old state or the new one.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.domain.errors import WrongUsage
from pipeline.promotion import SignOff

_FILE = "champions.json"


@dataclass(frozen=True, slots=True)
class Champion:
    """A version that judges or judged; `signed` is None where nobody signed for it."""

    version: str
    signed: SignOff | None = None


def read_champions(folder: Path) -> list[Champion]:
    """The champions, the present one last. Raises `WrongUsage` where the file is damaged."""
    path = folder / _FILE
    if not path.exists():
        return []
    try:
        return [_champion(one) for one in _list(json.loads(path.read_text("utf-8")))]
    except (ValueError, KeyError, TypeError) as error:
        raise WrongUsage(
            f"{path} is not a list of champions in JSON; restore it, or remove it to use the shipped model."
        ) from error


def write_champions(folder: Path, champions: Sequence[Champion]) -> None:
    """Keep `champions` in the place of what was there."""
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / _FILE, json.dumps([asdict(one) for one in champions], indent=1).encode("utf-8"))


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file at `path`, durably and in one step."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def _list(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise TypeError(type(told))
    return told


def _champion(one: Any) -> Champion:
    version, signed = one["version"], one["signed"]
    if not isinstance(version, str):
        raise TypeError(type(version))
    return Champion(version, SignOff(**signed) if signed else None)
