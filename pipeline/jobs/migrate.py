"""This module carries all that Nigah knows from one way of running to the other: ads, links, ledger, chain, marks.

What the bus holds is not carried: it must be worked off first. Models, keys, cards and digests lie in the home
folder, which both ways share.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from models.domain.errors import DependencyDown, Refused, WrongUsage
from pipeline import bootstrap
from pipeline.bootstrap import StageName
from pipeline.ledger import totals
from pipeline.settings import BusEngine, IndexEngine, Settings
from search.index.document import AdDocument
from search.index.transfer import AdDifference, AdTransfer
from search.records.port import LedgerState
from search.vault import Vault

if TYPE_CHECKING:
    from search.records.transfer import Difference, RecordsTransfer


class Way(StrEnum):
    """The two ways to run."""

    EMBEDDED = "embedded"
    DISTRIBUTED = "distributed"


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows of one table, or of the ads."""

    same: int = 0
    written: int = 0
    removed: int = 0

    def plus(self, *, same: int = 0, written: int = 0, removed: int = 0) -> "Tally":
        """The sum."""
        return Tally(self.same + same, self.written + written, self.removed + removed)


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was carried, by name; `compared` rows and ads are equal in the end.

    `closed` ads do not open with the keys of this home, `refused` ones the target's engine does not take, and
    `quarantined` captures wait on the old bus still.
    """

    tallies: dict[str, Tally]
    compared: int
    closed: int
    refused: int
    quarantined: int


Progress = Callable[[str, int, int], None]
"""Told the step at hand, how many rows and ads it has looked at, and how many there are."""


def migrate(settings: Settings, to: Way, *, progress: Progress = lambda *_: None) -> Migrated:
    """Carry everything to the way `to` from the other. Twice changes nothing; after a kill, the next call goes on.

    Raises `Refused` where messages wait for a stage, or where the target holds what is newer: then nothing was
    written. Raises `DependencyDown` where a server is out of reach.
    """
    source, target = settings_of(settings, _other(to)), settings_of(settings, to)
    _refuse_missing(source, to)
    for one in (source, target):
        _refuse_waiting(one)
    with _opened(source, target, vault=bootstrap.open_vault(settings)) as carriage:
        found = _check(carriage, progress)
        tallies, refused = _carry(carriage, found, progress)
        compared, closed = _compare(carriage, progress, refused=refused)
    with closing(bootstrap.open_records(target)) as records:
        quarantined = totals(records.ledger())[LedgerState.QUARANTINED]
    return Migrated(tallies, compared, closed, refused, quarantined)


def settings_of(settings: Settings, way: Way) -> Settings:
    """`settings` with the engines of `way`. Raises `WrongUsage` where they do not name its servers."""
    if way is Way.EMBEDDED:
        engines = {"bus": BusEngine.EMBEDDED, "index": IndexEngine.EMBEDDED, "records_url": None}
        return settings.model_copy(update=engines)
    if settings.records_url is None:
        raise WrongUsage(
            "The distributed way needs a database for its records: set NIGAH_RECORDS_URL "
            "(postgresql+psycopg://USER@HOST/DATABASE), NIGAH_KAFKA_SERVERS and NIGAH_ELASTIC_URL."
        )
    return settings.model_copy(update={"bus": BusEngine.KAFKA, "index": IndexEngine.ELASTICSEARCH})


@dataclass(frozen=True, slots=True)
class _Carriage:
    """What carries ads and records."""

    ads: AdTransfer
    records: "RecordsTransfer"

    def size(self) -> int:
        """How many ads and rows there are to look at, on both sides."""
        return self.ads.size() + self.records.size()


@dataclass(slots=True)
class _Found:
    """What a look at both sides has found. `gone` is what the source has erased and the target still holds."""

    same: int = 0
    changed: int = 0
    closed: int = 0
    newer: dict[str, int] = field(default_factory=dict)
    gone: "list[AdDifference | Difference]" = field(default_factory=list)

    def add(self, name: str, step: "AdDifference | Difference") -> None:
        """Count what one step has found."""
        self.same += step.same
        self.changed += len(step.write) + len(step.remove)
        self.newer[name] = self.newer.get(name, 0) + step.newer
        if step.remove:
            self.gone.append(step)


def _other(way: Way) -> Way:
    return Way.EMBEDDED if way is Way.DISTRIBUTED else Way.DISTRIBUTED


def _refuse_missing(source: Settings, to: Way) -> None:
    if to is Way.DISTRIBUTED and not (source.home / "records.sqlite3").exists():
        raise WrongUsage(f"There is nothing to carry: {source.home} holds no records. See NIGAH_HOME.")


def _refuse_waiting(settings: Settings) -> None:
    with closing(bootstrap.open_bus(settings)) as bus:
        for stage in StageName:
            waiting = bus.lag(stage.topic, group=stage)
            if waiting:
                raise Refused(
                    f"On the {settings.bus} bus {waiting} messages wait for `{stage}`, and the bus is not carried: "
                    f"set NIGAH_BUS={settings.bus} and NIGAH_INDEX={settings.index}, end with `nigah work screen "
                    "--drain` and `nigah work index --drain`, then migrate."
                )


@contextmanager
def _opened(source: Settings, target: Settings, *, vault: Vault) -> Iterator[_Carriage]:
    with (
        bootstrap.open_records_transfer(source, target) as records,
        closing(bootstrap.open_index(source)) as index,
        closing(bootstrap.open_index(target)) as other,
    ):
        yield _Carriage(
            AdTransfer(index, other, erased=records.erased, opens=partial(_opens, vault)), records
        )


def _opens(vault: Vault, ad: AdDocument) -> bool:
    try:
        vault.open(ad.sealed, context=ad.ad_id)
    except WrongUsage:
        return False
    return True


def _check(carriage: _Carriage, progress: Progress) -> _Found:
    """Nothing is written before it is known that nothing newer would be written over."""
    found = _look(carriage, progress, "checking")
    newer = ", ".join(f"{count} of {name}" for name, count in found.newer.items() if count)
    if newer:
        raise Refused(
            f"The target holds what is newer than the source ({newer}): it was worked with since. Nothing was "
            "written. Carry it the other way first, or name an empty target in the settings."
        )
    return found


def _look(carriage: _Carriage, progress: Progress, step: str) -> _Found:
    found, seen, size = _Found(), 0, carriage.size()
    for rows in carriage.records.differences():
        found.add(rows.table.name, rows)
        seen += rows.looked_at
        progress(step, min(seen, size), size)
    for ads in carriage.ads.differences():
        found.add("ads", ads)
        found.closed += ads.closed
        seen += ads.looked_at
        progress(step, min(seen, size), size)
    return found


def _carry(carriage: _Carriage, found: _Found, progress: Progress) -> tuple[dict[str, Tally], int]:
    """Records first: an ad is never shown without its evidence and its links."""
    tallies = {"ads": Tally(), **{table.name: Tally() for table in carriage.records.tables}}
    seen, size = 0, found.same + found.changed
    refused = 0
    for rows in carriage.records.missing():
        carriage.records.settle(rows)
        _add(tallies, rows.table.name, rows)
        progress("carrying", min(seen := seen + rows.looked_at, size), size)
    for ads in carriage.ads.missing():
        refused += carriage.ads.settle(ads)
        _add(tallies, "ads", ads)
        progress("carrying", min(seen := seen + ads.looked_at, size), size)
    gone: list[str] = []
    for each in found.gone:
        if isinstance(each, AdDifference):
            gone += each.remove
        else:
            carriage.records.settle(each)
            _add(tallies, each.table.name, each)
    # In one go: to let go of a text, an engine may have to write its files anew.
    rest = AdDifference(remove=tuple(gone))
    carriage.ads.settle(rest)
    _add(tallies, "ads", rest)
    return tallies, refused


def _add(tallies: dict[str, Tally], name: str, step: "AdDifference | Difference") -> None:
    tallies[name] = tallies[name].plus(same=step.same, written=len(step.write), removed=len(step.remove))


def _compare(carriage: _Carriage, progress: Progress, *, refused: int) -> tuple[int, int]:
    """How many ads and rows are equal, and how many ads stay closed. Raises `DependencyDown` where some differ."""
    found = _look(carriage, progress, "comparing")
    different = found.changed + sum(found.newer.values())
    if different > refused:
        raise DependencyDown(
            f"{different} ads or rows changed meanwhile; stop what works on either side, then migrate again. It "
            "goes on from here."
        )
    return found.same, found.closed
