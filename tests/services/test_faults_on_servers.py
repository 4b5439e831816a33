"""The seeded faults of `tests/faults`, on Kafka, Elasticsearch and PostgreSQL."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from search.index.elastic_cluster import ElasticCluster
from tests.faults.engines import ServerEngines
from tests.faults.strikes import Deed, Strike, Watch, schedule
from tests.faults.test_faults import finish, strike_a_child
from tests.faults.verdict import troubles
from tests.faults.way import go
from tests.services.schemas import in_a_schema_of_its_own

CALLS = 150  # an undisturbed way takes more here, and not always the same number: Kafka cuts its polls as it likes
SEED = 20_261


@pytest.fixture
def engines(servers: Mapping[str, str], tmp_path: Path) -> Iterator[ServerEngines]:
    made = ServerEngines(
        tmp_path,
        servers["NIGAH_KAFKA_SERVERS"],
        servers["NIGAH_ELASTIC_URL"],
        in_a_schema_of_its_own(servers["NIGAH_RECORDS_URL"]),
        name=f"t{uuid4().hex}",
    )
    yield made
    with closing(ElasticCluster(made.elastic_url).client()) as client:
        client.indices.delete(index=f"{made.name}-v1", ignore_unavailable=True)


@pytest.mark.services
def test_an_undisturbed_way_is_whole(engines: ServerEngines) -> None:
    watch = Watch()
    go(engines, run=0, watch=watch)
    assert troubles(engines) == []
    assert watch.calls >= CALLS


@pytest.mark.services
@pytest.mark.parametrize("strike", schedule(SEED, calls=CALLS, strikes=5, deed=Deed.KILL), ids=str)
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


@pytest.mark.soak
@pytest.mark.parametrize("strike", schedule(SEED, calls=CALLS, strikes=100, deed=Deed.KILL), ids=str)
def test_a_hundred_kills_lose_nothing_and_double_nothing(engines: ServerEngines, strike: Strike) -> None:
    assert strike_a_child(engines, strike) == -signal.SIGKILL
    finish(engines)
    assert troubles(engines) == []
