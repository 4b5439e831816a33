"""This module holds what the crawls of one source leave for each other, in a folder that one crawl at a time may use."""

import fcntl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from crawlers.card import SourceCard
from crawlers.frontier import Frontier, leave_out
from crawlers.visits import Visits
from models.domain.errors import DependencyDown, Refused

_OLDEST: Final = 7 * 24 * 3600 * 1_000_000  # µs; what was left undone longer ago is begun anew
_LAST: Final = "last.json"


@dataclass(frozen=True, slots=True)
class Memory:
    """The frontier of this crawl, the ads of earlier ones, and how the last whole crawl went.

    `reader` names what reads the pages: after a change of card or program every page is read in full again.
    """

    frontier: Frontier
    visits: Visits
    reader: str
    last: Mapping[str, int]
    folder: Path | None

    def finish(self, told: Mapping[str, int]) -> None:
        """The crawl went to its end: `told` is what the next one compares itself with."""
        self.frontier.finish()
        if self.folder is None:
            return
        try:
            (self.folder / _LAST).write_bytes(orjson.dumps(dict(told)))
        except OSError as error:
            raise DependencyDown(f"{self.folder}: {_LAST} cannot be written: {error.strerror}.") from error


@contextmanager
def open_memory(
    folder: Path | None, *, card: SourceCard, now: int, build_id: str, limit: int
) -> Iterator[Memory]:
    """The memory in `folder`, or one that lasts only as long as it is open.

    Raises `Refused` where another crawl uses the folder: two at once would be twice the card's pace.
    """
    with _alone(folder, card.id):
        mark = f"{card.id} {card.version} {' '.join(card.start)}"
        frontier = Frontier(
            folder / "frontier.jsonl" if folder else None,
            mark=mark,
            now=now,
            not_before=now - _OLDEST,
            most=limit,
        )
        with closing(frontier), closing(Visits(folder / "visits.jsonl" if folder else None)) as visits:
            if not frontier.resumed:
                visits.compact()
            yield Memory(frontier, visits, f"{card.version} {build_id}", _last(folder), folder)


def forget(folder: Path, ad_ids: Iterable[str]) -> None:
    """Take these ads out of the memory in `folder`, and the address of each out of a crawl that is not finished.

    Raises `Refused` where a crawl uses the folder just now. Twice is once.
    """
    with _alone(folder, folder.name), closing(Visits(folder / "visits.jsonl")) as visits:
        known = [visit for ad_id in ad_ids if (visit := visits.of(ad_id))]
        leave_out(folder / "frontier.jsonl", urls=[visit.url for visit in known])
        for visit in known:
            visits.forget(visit)
        visits.compact()


def last_ads(folder: Path) -> int | None:
    """How many ads the last whole crawl read in full; None where there was none, or the site said "not modified"."""
    told = _last(folder)
    return None if told.get("unmodified ") else told.get("ad ")


def _last(folder: Path | None) -> Mapping[str, int]:
    told: dict[str, int] = {}
    if folder is not None:
        with suppress(OSError, orjson.JSONDecodeError):  # the first crawl, or one killed while it wrote
            told = orjson.loads((folder / _LAST).read_bytes())
    return told


@contextmanager
def _alone(folder: Path | None, card_id: str) -> Iterator[None]:
    if folder is None:
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "lock").open("ab")
    except OSError as error:
        raise DependencyDown(
            f"{folder}: the folder for this crawl cannot be used: {error.strerror}."
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(f"{card_id}: another crawl of this source is running; wait for its end.") from None
        yield
