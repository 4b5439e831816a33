"""Judged ads land in real Elasticsearch from real Kafka: by Airflow when they arrive, and never twice."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from models.codec import encode
from models.domain.events import AdScored
from pipeline import bootstrap
from pipeline.bootstrap import StageName
from pipeline.bus.port import Message, Topic
from pipeline.clock import now_us
from pipeline.jobs.drain import drain_stage
from pipeline.ledger import totals
from pipeline.settings import Settings, load_settings
from search.query.query import Query
from search.records.port import LedgerState
from tests.services.airflow import airflow, ask, ended_run, log_of, start_run
from tests.unit.pipeline.jobs.test_drift import field
from tests.unit.search.builders import scored

pytestmark = pytest.mark.services


def given(servers: Mapping[str, str], home: Path, prefix: str) -> dict[str, str]:
    """The settings of one test: the shared servers, with a home, topics and an index of its own."""
    return {
        **servers,
        "NIGAH_HOME": str(home),
        "NIGAH_KAFKA_PREFIX": prefix,
        "NIGAH_ELASTIC_NAME": f"{prefix.rstrip('.')}-ads" if prefix else "nigah-ads",
        "NIGAH_RECORDS_URL": f"sqlite:///{home / 'records.sqlite3'}",
    }


def use(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str]) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def publish(settings: Settings, events: list[AdScored]) -> None:
    with closing(bootstrap.open_bus(settings)) as bus:
        bus.publish([Message(Topic.SCORED, event.ad.ad_id, encode(event)) for event in events])


def landed(settings: Settings) -> int:
    with closing(bootstrap.open_index(settings)) as index:
        index.refresh()
        return index.count(Query())


def test_two_drains_at_once_land_each_ad_once(
    servers: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = use(monkeypatch, given(servers, tmp_path, "two-drains."))
    publish(settings, [scored(str(number)) for number in range(300)])
    handled: list[int] = []

    def drain() -> None:
        handled.append(drain_stage(settings, StageName.INDEX, seconds=60).handled)

    threads = [threading.Thread(target=drain) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert landed(settings) == 300
    assert sum(handled) == 300
    with closing(bootstrap.open_records(settings)) as records:
        assert totals(records.ledger())[LedgerState.INDEXED] == 300


@dataclass(frozen=True)
class Orchestrated:
    """A running Airflow and the settings of its tasks."""

    address: str
    settings: Settings


@pytest.fixture(scope="module")
def orchestrated(
    servers: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Orchestrated]:
    """One Airflow for all tests of this file: it takes long to start."""
    folder = tmp_path_factory.mktemp("orchestrated")
    own = given(servers, folder / "nigah", "")
    with pytest.MonkeyPatch.context() as patch:
        settings = use(patch, own)
    publish(settings, [scored("before")])  # makes the topics, which the trigger needs to find
    with airflow(folder / "airflow", own) as address:
        yield Orchestrated(address, settings)


def test_a_message_starts_the_dag_and_its_ad_is_in_elasticsearch(orchestrated: Orchestrated) -> None:
    address, settings = orchestrated.address, orchestrated.settings
    began = time.monotonic()
    sent = 1
    # The trigger hears what comes after it has begun: send until a run that it started has landed something.
    while "asset_triggered" not in ended_runs(address):
        assert time.monotonic() - began < 240
        publish(settings, [scored(f"wake-{sent}")])
        sent += 1
        time.sleep(2)
    print(
        f"\na run that a message started has ended {time.monotonic() - began:.0f} s after the first message"
    )
    assert landed(settings) > 1
    until = time.monotonic() + 60
    while landed(settings) < sent:  # by a run that is under way, or by this drain
        assert time.monotonic() < until
        drain_stage(settings, StageName.INDEX, seconds=5)
    assert landed(settings) == sent


def ended_runs(address: str) -> set[str]:
    """What started the runs of the DAG that have succeeded."""
    runs = ask(f"{address}/api/v2/dags/land_scored_ads/dagRuns") or {"dag_runs": []}
    return {run["run_type"] for run in runs["dag_runs"] if run["state"] == "success"}


def test_the_drift_dag_passes_on_a_steady_field_and_fails_at_once_on_a_shift(
    orchestrated: Orchestrated,
) -> None:
    address, settings = orchestrated.address, orchestrated.settings
    steady = field(now=now_us(), lately=0.01)
    with closing(bootstrap.open_index(settings)) as index:
        index.put(steady)
        index.refresh()
        run = start_run(address, "watch_drift")
        assert ended_run(address, "watch_drift", run) == "success", log_of(
            address, "watch_drift", run, "look"
        )
        index.put(
            [replace(one, captured_at=one.captured_at + 1, score=one.score + 0.3) for one in steady[100:]]
        )
        index.refresh()
        run = start_run(address, "watch_drift")
        assert ended_run(address, "watch_drift", run) == "failed"
        assert "do not look like those before: score of" in log_of(address, "watch_drift", run, "look")
        index.forget([one.ad_id for one in steady])


def test_the_retrain_dag_leaves_a_challenger_in_the_shadow_and_the_champion_in_place(
    orchestrated: Orchestrated,
) -> None:
    address, settings = orchestrated.address, orchestrated.settings
    registry = bootstrap.open_registry(settings)
    champion = registry.champion_version()
    run = start_run(address, "retrain")
    assert ended_run(address, "retrain", run) == "success", log_of(address, "retrain", run, "train")
    assert registry.champion_version() == champion
    assert registry.shadow_version() in {one.version for one in registry.versions() if not one.shipped}
