"""Judged ads land in real Elasticsearch from real Kafka: by Airflow when they arrive, and never twice."""

import threading
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from models.codec import encode
from models.domain.events import AdScored
from pipeline import bootstrap
from pipeline.bootstrap import StageName
from pipeline.bus.port import Message, Topic
from pipeline.jobs.drain import drain_stage
from pipeline.ledger import totals
from pipeline.settings import Settings, load_settings
from search.query.query import Query
from search.records.port import LedgerState
from tests.services.airflow import airflow, ask
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


def test_a_message_starts_the_dag_and_its_ad_is_in_elasticsearch(
    servers: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "nigah"
    settings = use(monkeypatch, given(servers, home, ""))
    publish(settings, [scored("before")])  # makes the topics, which the trigger needs to find
    with airflow(tmp_path / "airflow", given(servers, home, "")) as address:
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
    drain_stage(settings, StageName.INDEX, seconds=60)
    assert landed(settings) == sent


def ended_runs(address: str) -> set[str]:
    """What started the runs of the DAG that have succeeded."""
    runs = ask(f"{address}/api/v2/dags/land_scored_ads/dagRuns") or {"dag_runs": []}
    return {run["run_type"] for run in runs["dag_runs"] if run["state"] == "success"}
