"""This module lets a person put a model into use, or go back, and writes down who did it and why.

The row in the hash chain comes before the change: of a kill between the two a signature without effect is left, never
an effect without a signature.
"""

import json
import pwd
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from os import getuid

from models.domain.errors import WrongUsage
from pipeline import bootstrap
from pipeline.challenge import shadowed
from pipeline.promotion import SignOff
from pipeline.settings import Settings

MODEL = "model"  # the kind of its rows in the chain


def promote_version(
    settings: Settings, version: str, *, by: str | None, reason: str | None
) -> tuple[int, int]:
    """Make `version` the champion, signed by a person with a reason; returns how many ads of how many days it judged in the shadow.

    Raises `WrongUsage` without a name or reason.
    `Refused` names every reason against it; see `pipeline.promotion` and `pipeline.rivalry`.
    """
    registry = bootstrap.open_registry(settings)
    if not (by or "").strip() or not (reason or "").strip():
        raise WrongUsage(
            "A model judges under somebody's name: say who promotes it and why, "
            f"nigah models promote {version} --by NAME --reason 'WHY'."
        )
    signed = _signed(str(by), str(reason))
    before, seen = registry.champion_version(), shadowed(bootstrap.shadow_folder(settings), version)
    if before != version:
        registry.check(version)
        told = {
            "version": version,
            "before": before,
            "ads_in_the_shadow": seen[0],
            "days_in_the_shadow": seen[1],
        }
        _write_down(settings, "promoted", told, signed)
        registry.crown(version, signed)
    return seen


def go_back(settings: Settings, *, by: str | None, reason: str | None) -> str | None:
    """The version that judges again. It may have to be quick: without a name that of the account stands for it."""
    registry = bootstrap.open_registry(settings)
    before, after = registry.champion_version(), registry.previous_version()
    signed = _signed(by or _account(), reason or "not stated")
    _write_down(settings, "rolled back", {"version": after, "before": before}, signed)
    return registry.rollback()


def _account() -> str:
    try:
        return pwd.getpwuid(getuid()).pw_name
    except KeyError:  # a container may run under a number without a name
        return f"account {getuid()}"


def _signed(by: str, reason: str) -> SignOff:
    return SignOff(by.strip(), reason.strip(), datetime.now(UTC).isoformat(timespec="seconds"))


def _write_down(settings: Settings, what: str, told: Mapping[str, str | int | None], signed: SignOff) -> None:
    row = {"what": what, **told, "by": signed.by, "reason": signed.reason, "at": signed.at}
    with closing(bootstrap.open_records(settings)) as records:
        records.append(MODEL, [json.dumps(row, ensure_ascii=False)])
