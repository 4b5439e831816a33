"""The compose file cannot be started where the tests run; what can be checked without is checked here."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.settings import BusEngine, IndexEngine, Settings, load_settings
from pipeline.stack.artifacts import locked_artifacts

ROOT = Path(__file__).parents[3]
NAMED = re.compile(r"\$\{(\w+)")


@cache
def compose() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text("utf-8"))
    return told


def services() -> dict[str, Any]:
    found: dict[str, Any] = compose()["services"]
    return found


def test_a_worker_is_set_to_kafka_elasticsearch_and_postgresql_over_tls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in services()["screen"]["environment"].items():
        monkeypatch.setenv(name, NAMED.sub("x", value).replace(":?see docker/example.env}", ""))
    settings = load_settings()
    assert (settings.bus, settings.index) == (BusEngine.KAFKA, IndexEngine.ELASTICSEARCH)
    assert (settings.kafka_security, settings.elastic_url[:8]) == ("sasl_ssl", "https://")
    assert "sslmode=verify-full" in settings.records_address


def test_airflow_gets_every_setting_that_a_worker_gets() -> None:
    ours = services()["screen"]["environment"]
    theirs = services()["airflow-scheduler"]["environment"]
    assert {name: theirs.get(name) for name in ours} == ours
    assert {name for name in ours if name[6:].lower() not in Settings.model_fields} == set()


def test_the_wake_up_has_a_group_of_its_own() -> None:
    told = services()["airflow-triggerer"]["environment"]["AIRFLOW_CONN_NIGAH_KAFKA"]
    extra = json.loads(told)["extra"]
    assert extra["group.id"] == "nigah-wake"
    assert extra["security.protocol"] == "SASL_SSL"


def test_images_are_those_versions_that_the_tests_run() -> None:
    kafka = next(
        a.coordinates.split(":")[2] for a in locked_artifacts("kafka") if ":kafka_2.13:" in a.coordinates
    )
    elastic = locked_artifacts("elasticsearch")[0].coordinates.split(":")[2]
    assert services()["kafka"]["image"] == f"apache/kafka:{kafka}"
    assert services()["elasticsearch"]["image"] == f"elasticsearch:{elastic}"
    built = (ROOT / "docker" / "Dockerfile").read_text("utf-8")
    (airflow,) = re.findall(r"apache/airflow:([\d.]+)-", built)
    assert f"apache-airflow=={airflow}" in (ROOT / "pyproject.toml").read_text("utf-8")
    images = [service["image"] for service in services().values()]
    assert all(":" in image and not image.endswith(":latest") for image in images)


def test_nothing_is_published_but_on_loopback() -> None:
    ports = [port for service in services().values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_secret_comes_from_a_file_that_is_not_committed() -> None:
    example = (ROOT / "docker" / "example.env").read_text("utf-8")
    given = dict(line.split("=", 1) for line in example.splitlines() if line and not line.startswith("#"))
    text = (ROOT / "docker" / "compose.yaml").read_text("utf-8")
    assert set(NAMED.findall(text)) == set(given)
    assert set(given.values()) == {""}
    assert all(f"${{{name}:?" in text for name in given)  # whoever forgets one is told


def test_the_folder_of_images_is_no_package() -> None:
    assert not (ROOT / "docker" / "__init__.py").exists()  # it would hide the Docker SDK
