"""This module strikes the whole way at seeded moments; every ad must be accounted for, and none twice."""

import multiprocessing
import signal
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import pytest

from models.domain.errors import DependencyDown
from tests.faults.disorder import disorder
from tests.faults.engines import EmbeddedEngines, Engines
from tests.faults.strikes import Deed, Strike, Watch, schedule
from tests.faults.verdict import troubles
from tests.faults.way import ACKNOWLEDGED, be_struck, crawl, go, work_and_be_struck

pytestmark = pytest.mark.long

# The calls of an undisturbed way; a test says so when it has changed.
CALLS = 209
SEED = 20_261

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.faults.way"])


def finish(engines: Engines, watch: Watch | None = None, *, attempts: int = 19, pause: float = 0.0) -> None:
    """Crawl and work again, as often as something is out of reach, until all is done."""
    for run in range(1, attempts + 1):
        try:
            go(engines, run=run, watch=watch or Watch())
        except DependencyDown:
            time.sleep(pause)
            continue
        return
    pytest.fail("still out of reach")


def strike_a_child(engines: Engines, strike: Strike) -> int | None:
    child = _PROCESSES.Process(target=be_struck, args=(engines, strike), kwargs={"run": 0})
    child.start()
    child.join(60)
    return child.exitcode


def test_an_undisturbed_way_is_whole(engines: Engines) -> None:
    watch = Watch()
    go(engines, run=0, watch=watch)
    assert troubles(engines) == []
    assert watch.calls == CALLS
    assert {
        "seen",
        "publish",
        "settle",
        "append",
        "enter",
        "poll",
        "commit",
        "put",
        "refresh",
        "link",
    } <= set(watch.names)


@pytest.mark.parametrize("strike", schedule(SEED, calls=CALLS, strikes=20, deed=Deed.KILL), ids=str)
def test_a_kill_at_any_moment_loses_nothing_and_doubles_nothing(engines: Engines, strike: Strike) -> None:
    assert strike_a_child(engines, strike) == -signal.SIGKILL
    finish(engines)
    assert troubles(engines) == []


@pytest.mark.parametrize("strike", schedule(SEED, calls=CALLS, strikes=15, deed=Deed.DOWN), ids=str)
def test_an_engine_out_of_reach_at_any_moment_loses_nothing_and_doubles_nothing(
    engines: Engines, strike: Strike
) -> None:
    watch = Watch(strike)
    finish(engines, watch)
    assert watch.struck == strike.times
    assert troubles(engines) == []


@pytest.mark.parametrize("strike", schedule(SEED, calls=CALLS, strikes=15, deed=Deed.OTHER), ids=str)
def test_messages_that_come_again_and_out_of_order_change_nothing(engines: Engines, strike: Strike) -> None:
    watch = Watch(strike, other=partial(disorder, engines, seed=strike.call, early=1))
    finish(engines, watch)
    finish(engines)  # what came behind the last look of a stage
    assert watch.struck == 1
    assert troubles(engines, in_disorder=True) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_in_the_middle_of_a_write_loses_nothing_and_doubles_nothing(
    engines: Engines, seed: int
) -> None:
    child = _PROCESSES.Process(target=be_struck, args=(engines, None), kwargs={"run": 0})
    child.start()
    while child.is_alive() and not (engines.folder / ACKNOWLEDGED).exists():
        time.sleep(0.001)
    time.sleep(Random(SEED + seed).uniform(0, 0.15))  # an undisturbed way takes about as long
    child.kill()
    child.join(60)
    finish(engines)
    assert troubles(engines) == []


@pytest.mark.parametrize("strike", schedule(SEED, calls=70, strikes=3, deed=Deed.KILL), ids=str)
def test_a_worker_beside_one_that_is_killed_finishes_its_work(engines: Engines, strike: Strike) -> None:
    with closing(engines.bus()) as bus, closing(engines.records()) as records:
        crawl(engines, bus, records, run=0)
    children = [
        _PROCESSES.Process(target=work_and_be_struck, args=(engines, each)) for each in (strike, None, None)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children[1:]] == [0, 0]
    assert troubles(engines) == []


@pytest.mark.soak
def test_a_kill_at_every_moment_loses_nothing_and_doubles_nothing(folder: Path) -> None:
    whole = {}
    for strike in schedule(SEED, calls=CALLS, strikes=2 * CALLS, deed=Deed.KILL):
        engines = EmbeddedEngines(folder / str(strike))
        engines.folder.mkdir()
        strike_a_child(engines, strike)
        finish(engines)
        whole[str(strike)] = troubles(engines)
    assert {name: found for name, found in whole.items() if found} == {}
    assert len(whole) == 2 * CALLS
