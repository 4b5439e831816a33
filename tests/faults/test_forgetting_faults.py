"""This module strikes while an ad is forgotten and crawled again; it must be gone in the end, and nothing else."""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from models.domain.errors import DependencyDown
from models.domain.events import AdCollected, AdScored
from pipeline.bus.port import Topic
from pipeline.forgetting import forget
from pipeline.ledger import closes
from search.forgotten import Forgotten
from search.query.query import Query
from search.records.port import LedgerState
from tests.faults.engines import Engines
from tests.faults.strikes import Deed, Strike, Watch, schedule
from tests.faults.test_faults import SEED
from tests.faults.way import ORDINARY, VAULT, crawl, work
from tests.unit.pipeline.builders import NOON, ad, events_on

pytestmark = pytest.mark.long

IN_FLIGHT, LANDED = 3, 9  # when they are forgotten; 3 shares a number with two others
CALLS = 333  # of an undisturbed life

_PROCESSES = multiprocessing.get_context("forkserver")


def live(engines: Engines, watch: Watch, *, run: int) -> None:
    """Crawl, forget one ad before the stages work and one after, then crawl and work again."""
    with (
        closing(engines.bus()) as bus,
        closing(engines.records()) as records,
        closing(engines.index()) as index,
    ):
        watched: Any = watch.over(bus), watch.over(records), watch.over(index)
        crawl(engines, *watched[:2], run=run)
        _forget(IN_FLIGHT, *watched)
        work(*watched)
        _forget(LANDED, *watched)
        crawl(engines, *watched[:2], run=run + 1)
        work(*watched)


def be_struck(engines: Engines, strike: Strike) -> None:
    """The body of a child process."""
    live(engines, Watch(strike), run=0)


def finish(engines: Engines, watch: Watch) -> None:
    for run in range(2, 40, 2):
        try:
            live(engines, watch, run=run)
        except DependencyDown:
            continue
        return
    pytest.fail("still out of reach")


def troubles(engines: Engines) -> Iterator[str]:
    """A sentence for everything that is not as it should be; none is good."""
    gone = {ad(number).ad_id for number in (IN_FLIGHT, LANDED)}
    with (
        closing(engines.bus()) as bus,
        closing(engines.records()) as records,
        closing(engines.index()) as index,
    ):
        wanted = {ad(number).ad_id for number in ORDINARY} - gone
        if {document.ad_id for document in index.scan(Query())} != wanted:
            yield "index: an ad is lost, or a forgotten one is there"
        if not closes(records.ledger()):
            yield "ledger: it does not close"
        ends = {state for state in LedgerState for each in records.entries(state) if each.ad_id in gone}
        if ends != {LedgerState.ERASED}:
            yield f"ledger: forgotten ads ended as {ends}"
        if records.seen_among(gone) or records.linked(gone):
            yield "records: a forgotten ad is remembered"
        if any(ad_id in (row.payload or "") for row in records.chain() for ad_id in gone):
            yield "chain: a forgotten ad is named"
        events = [*events_on(bus, Topic.COLLECTED), *events_on(bus, Topic.SCORED)]
        if any(event.ad.ad_id in gone for event in events if isinstance(event, AdCollected | AdScored)):
            yield "bus: a forgotten ad is there"


def test_an_undisturbed_life_forgets_and_keeps_forgotten(engines: Engines) -> None:
    watch = Watch()
    live(engines, watch, run=0)
    assert list(troubles(engines)) == []
    assert watch.calls == CALLS


@pytest.mark.parametrize("strike", schedule(SEED, calls=CALLS, strikes=5, deed=Deed.KILL), ids=str)
def test_a_kill_around_forgetting_brings_nothing_back(engines: Engines, strike: Strike) -> None:
    child = _PROCESSES.Process(target=be_struck, args=(engines, strike))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    finish(engines, Watch())
    assert list(troubles(engines)) == []


@pytest.mark.parametrize("strike", schedule(SEED + 1, calls=CALLS, strikes=5, deed=Deed.DOWN), ids=str)
def test_an_engine_out_of_reach_around_forgetting_brings_nothing_back(
    engines: Engines, strike: Strike
) -> None:
    watch = Watch(strike)
    finish(engines, watch)
    assert watch.struck >= 1
    assert list(troubles(engines)) == []


def _forget(number: int, bus: Any, records: Any, index: Any) -> None:
    forget(
        [ad(number).ad_id],
        bus=bus,
        index=index,
        records=records,
        forgotten=Forgotten(records, VAULT),
        at=NOON,
    )
