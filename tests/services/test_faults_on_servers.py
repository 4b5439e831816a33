"""The seeded faults of `tests/faults`, on Kafka, Elasticsearch and PostgreSQL."""

import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest

from pipeline.stack import stack
from search.index.elastic_cluster import ElasticCluster
from tests.faults.disorder import disorder
from tests.faults.engines import ServerEngines
from tests.faults.strikes import Deed, Side, Strike, Watch, schedule
from tests.faults.test_faults import finish, strike_a_child
from tests.faults.verdict import troubles
from tests.faults.way import go
from tests.services.mistreatment import How, Mistreatment
from tests.services.schemas import in_a_schema_of_its_own

CALLS = 150  # an undisturbed way takes more here, and not always the same number: Kafka cuts its polls as it likes
SEED = 20_261

KILLS = schedule(SEED, calls=CALLS, strikes=100, deed=Deed.KILL)
OTHERS = schedule(SEED, calls=CALLS, strikes=100, deed=Deed.OTHER)


def mistreatments(seed: int, *, count: int) -> Sequence[Mistreatment]:
    """Which server, how, for how long and at which call; the same for the same seed, each kind as often."""
    chance = Random(seed)
    kinds = [(name, how) for how in How for name in ("kafka", "elasticsearch")]
    return [
        Mistreatment(*kinds[number % len(kinds)], call=chance.randint(1, CALLS), seconds=chance.uniform(0, 4))
        for number in range(count)
    ]


@pytest.fixture
def engines(servers: Mapping[str, str], tmp_path: Path) -> Iterator[ServerEngines]:
    yield from opened(servers, tmp_path)


def opened(servers: Mapping[str, str], folder: Path) -> Iterator[ServerEngines]:
    made = ServerEngines(
        folder,
        servers["NIGAH_KAFKA_SERVERS"],
        servers["NIGAH_ELASTIC_URL"],
        in_a_schema_of_its_own(servers["NIGAH_RECORDS_URL"]),
        name=f"t{uuid4().hex}",
    )
    yield made
    with closing(ElasticCluster(made.elastic_url).client()) as client:
        client.indices.delete(index=f"{made.name}-v1", ignore_unavailable=True)


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A broker and a node that nobody else uses: the folder of their stack."""
    folder = tmp_path_factory.mktemp("mistreated")
    stack.up(folder, names=["kafka", "elasticsearch"])
    yield folder
    stack.down(folder, erase=True)


@pytest.fixture
def engines_of_their_own(own_stack: Path, records_server: str, tmp_path: Path) -> Iterator[ServerEngines]:
    yield from opened({**stack.settings(own_stack), "NIGAH_RECORDS_URL": records_server}, tmp_path)


@pytest.mark.services
def test_an_undisturbed_way_is_whole(engines: ServerEngines) -> None:
    watch = Watch()
    go(engines, run=0, watch=watch)
    assert troubles(engines) == []
    assert watch.calls >= CALLS


@pytest.mark.services
@pytest.mark.parametrize("strike", KILLS[:5], ids=str)
def test_a_kill_at_any_moment_loses_nothing_and_doubles_nothing(
    engines: ServerEngines, strike: Strike
) -> None:
    assert strike_a_child(engines, strike) == -signal.SIGKILL
    finish(engines)
    assert troubles(engines) == []


@pytest.mark.services
@pytest.mark.parametrize("strike", schedule(SEED, calls=CALLS, strikes=5, deed=Deed.DOWN), ids=str)
def test_an_engine_out_of_reach_at_any_moment_loses_nothing_and_doubles_nothing(
    engines: ServerEngines, strike: Strike
) -> None:
    watch = Watch(strike)
    finish(engines, watch)
    assert watch.struck == strike.times
    assert troubles(engines) == []


@pytest.mark.services
@pytest.mark.parametrize("strike", OTHERS[:5], ids=str)
def test_messages_that_come_again_and_out_of_order_change_nothing(
    engines: ServerEngines, strike: Strike
) -> None:
    watch = Watch(strike, other=partial(disorder, engines, seed=strike.call, early=1))
    finish(engines, watch)
    finish(engines)  # what came behind the last look of a stage
    assert watch.struck == 1
    assert troubles(engines, in_disorder=True) == []


@pytest.mark.services
@pytest.mark.parametrize("what", mistreatments(SEED, count=5), ids=str)
def test_a_server_that_dies_or_stands_still_at_any_moment_loses_nothing_and_doubles_nothing(
    engines_of_their_own: ServerEngines, own_stack: Path, what: Mistreatment
) -> None:
    strike_a_server(engines_of_their_own, own_stack, what)


def strike_a_server(engines: ServerEngines, folder: Path, what: Mistreatment) -> None:
    with what.of(folder) as begin:
        watch = Watch(Strike(what.call, Side.BEFORE, Deed.OTHER), other=begin)
        finish(engines, watch, attempts=90, pause=1.0)
    assert watch.struck == 1
    assert troubles(engines) == []


@pytest.mark.soak
@pytest.mark.parametrize("strike", KILLS, ids=str)
def test_a_hundred_kills_lose_nothing_and_double_nothing(engines: ServerEngines, strike: Strike) -> None:
    assert strike_a_child(engines, strike) == -signal.SIGKILL
    finish(engines)
    assert troubles(engines) == []


@pytest.mark.soak
@pytest.mark.parametrize(("kill", "strike"), list(zip(KILLS[::-1], OTHERS, strict=True)), ids=str)
def test_a_hundred_kills_with_messages_again_and_out_of_order_change_nothing(
    engines: ServerEngines, kill: Strike, strike: Strike
) -> None:
    assert strike_a_child(engines, kill) == -signal.SIGKILL
    finish(engines, Watch(strike, other=partial(disorder, engines, seed=strike.call)))
    finish(engines)
    assert troubles(engines, in_disorder=True) == []


@pytest.mark.soak
@pytest.mark.parametrize("what", mistreatments(SEED, count=100), ids=str)
def test_a_hundred_servers_that_die_or_stand_still_lose_nothing_and_double_nothing(
    engines_of_their_own: ServerEngines, own_stack: Path, what: Mistreatment
) -> None:
    strike_a_server(engines_of_their_own, own_stack, what)
