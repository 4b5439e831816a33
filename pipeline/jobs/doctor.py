"""This module examines an installation, and says of everything that is not in order what to do."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from models.domain.errors import NigahError, WrongUsage
from pipeline import bootstrap
from pipeline.agreement import disagreements
from pipeline.jobs.mend import look
from pipeline.ledger import collected, totals
from pipeline.settings import Settings
from search.query.query import Query
from search.records.port import LedgerState

_LEAST_FREE = 1_000_000_000  # bytes; SQLite needs room to rewrite what it erases
_OURS = ("keys.json", "bus.sqlite3", "index.sqlite3", "records.sqlite3")

WORTH_A_LOOK = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and what is to be said of it; `status` is 0 where all is well, else as commands exit."""

    what: str
    sentence: str
    status: int = 0


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one finding after the other. Nothing is changed, and an empty home stays empty."""
    home = settings.home
    if not home.exists():
        yield Finding("home", f"{home} is not there yet; the first command that keeps something makes it.")
        return
    yield _home(home)
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        return
    yield _disk(home)
    if settings.is_embedded and not any((home / name).exists() for name in _OURS):
        yield Finding("data", "nothing was collected yet; `nigah demo` shows how it works")
    else:
        yield from _of_what_is_kept(settings)
    yield _tried("cards", lambda: _cards(settings))


def _home(home: Path) -> Finding:
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        sentence = f"{home} cannot be read and written by this user; give it the right, or set NIGAH_HOME."
        return Finding("home", sentence, WrongUsage.exit_status)
    if stat.S_IMODE(home.stat().st_mode) & 0o077:
        return Finding("home", f"{home} can be entered by others; run `chmod 700 {home}`.", WORTH_A_LOOK)
    return Finding("home", str(home))


def _disk(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    if free < _LEAST_FREE:
        return Finding("disk", f"only {free // 1_000_000} MB are free at {home}; make room", WORTH_A_LOOK)
    return Finding("disk", f"{free // 1_000_000_000} GB free")


def _of_what_is_kept(settings: Settings) -> Iterator[Finding]:
    """Keys, bus, index and records; and, where all of these open, whether they agree."""
    looks = {"keys": _keys, "bus": _bus, "index": _index, "records": _records}
    found = [_tried(what, partial(look_at, settings)) for what, look_at in looks.items()]
    yield from found
    if not any(each.status for each in found):
        sentences = disagreements(look(settings))
        yield from (Finding("whole", sentence, WORTH_A_LOOK) for sentence in sentences)
        if not sentences:
            yield Finding("whole", "ledger, index and bus agree")


def _keys(settings: Settings) -> str:
    keyring = bootstrap.open_keyring(settings)
    lane = (
        "sealed to the child lane's key"
        if keyring.lane_public
        else "destroyed: there is no key for the child lane"
    )
    return f"{len(keyring.seal)} to seal with; the text of an ad with a child sign is {lane}. Keep a copy of keys.json elsewhere."


def _bus(settings: Settings) -> str:
    with closing(bootstrap.open_bus(settings)) as bus:
        waiting = {stage: bus.lag(stage.topic, group=stage) for stage in bootstrap.StageName}
    return ", ".join(f"{count} messages wait for `{stage}`" for stage, count in waiting.items())


def _index(settings: Settings) -> str:
    with closing(bootstrap.open_index(settings)) as index:
        return f"{index.count(Query())} ads"


def _records(settings: Settings) -> str:
    with closing(bootstrap.open_records(settings)) as records:
        lines = records.ledger()
    aside = totals(lines)[LedgerState.QUARANTINED]
    told = f"{collected(lines)} captures in the ledger"
    return f"{told}; {aside} are set aside: `nigah replay` once the reason is gone" if aside else told


def _cards(settings: Settings) -> str:
    if not settings.source_folder.is_dir():
        return f"none: put source cards into {settings.source_folder}; `nigah sources new URL` drafts one"
    cards = bootstrap.open_cards(settings)
    abroad = [card.id for card in cards if not (card.on_loopback or card.reads_files)]
    if abroad and not settings.crawler_contact:
        raise WrongUsage(
            f"{abroad[0]} and the like are crawled only under a name: set NIGAH_CRAWLER_CONTACT."
        )
    return f"{len(cards)} in force in {settings.source_folder}"


def _tried(what: str, look_at: Callable[[], str]) -> Finding:
    try:
        return Finding(what, look_at())
    except NigahError as error:
        return Finding(what, str(error), error.exit_status)
