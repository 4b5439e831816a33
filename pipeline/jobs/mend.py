"""This module brings back what a lost index or bus held: from the bus, or by the next crawl."""

import threading
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace

from pipeline import bootstrap
from pipeline.agreement import Agreement, agreement, missing_ads
from pipeline.bootstrap import StageName
from pipeline.jobs.forget import forget_in_crawls
from pipeline.settings import Settings
from search.records.port import LedgerState, Records


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done: `handled` messages went through a stage again; the next crawl asks for `to_crawl` ads in full.

    Crawls of `busy` cards run just now and were left alone: once they have ended, do it again.
    """

    handled: int = 0
    to_crawl: int = 0
    busy: tuple[str, ...] = ()


def look(settings: Settings) -> Agreement:
    """How ledger, index and bus stand to each other."""
    with (
        closing(bootstrap.open_bus(settings)) as bus,
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        return agreement(bus, index, records)


def rebuild_index(settings: Settings, stop: threading.Event) -> Mended:
    """Index again every judged ad that the bus still holds; nothing is doubled.

    What it holds no more ends as erased, so that the ledger stays true, and the next crawl takes it in full. Raises
    `WrongUsage` while a worker of the index stage runs.
    """
    stage = StageName.INDEX
    with closing(bootstrap.open_bus(settings)) as bus:
        bus.replay(stage.topic, group=stage, since=0)
    with bootstrap.open_worker(settings, stage) as worker:
        handled = worker.drain(stop).handled
    if stop.is_set():
        return Mended(handled)
    with (
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        gone = set(missing_ads(index, records))
        lost = [each for each in records.entries(LedgerState.INDEXED) if each.ad_id in gone]
        records.enter([replace(each, state=LedgerState.ERASED) for each in lost])
        return replace(_ask_again(settings, records, gone), handled=handled)


def give_up_the_bus(settings: Settings) -> Mended:
    """End the captures that a lost bus carried as rejected; the next crawl takes their ads in full.

    Should the bus come back after all, the end that it brings counts. Does nothing where the bus carries them all.
    """
    if not look(settings).lost:
        return Mended()
    with closing(bootstrap.open_records(settings)) as records:
        lost = [replace(each, state=LedgerState.REJECTED) for each in records.entries(LedgerState.IN_FLIGHT)]
        records.enter(lost)
        return _ask_again(settings, records, {each.ad_id for each in lost})


def _ask_again(settings: Settings, records: Records, ad_ids: Iterable[str]) -> Mended:
    wanted = sorted(ad_ids)
    records.forget_seen(wanted)
    return Mended(to_crawl=len(wanted), busy=forget_in_crawls(settings, wanted))
