"""This module runs a real Airflow standalone for tests, in a process group of its own."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_PATIENCE = 240.0  # seconds, on a machine with two busy cores


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def airflow(home: Path, nigah: Mapping[str, str]) -> Iterator[str]:
    """A healthy standalone Airflow with our DAGs, whose tasks have the settings `nigah`; its address."""
    port = free_port()
    log = home / "standalone.log"
    home.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("airflow"), "standalone"],
            env=_environment(home, port, nigah),
            cwd=home,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _await_health(address, process, log)
        yield address
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):  # standalone leaves orphans unless its group is ended
            try:
                os.killpg(process.pid, number)
                process.wait(timeout=20)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


def _environment(home: Path, port: int, nigah: Mapping[str, str]) -> dict[str, str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("NIGAH_", "AIRFLOW"))}
    connection = {
        "conn_type": "kafka",
        "extra": {
            "bootstrap.servers": nigah["NIGAH_KAFKA_SERVERS"],
            "group.id": f"nigah-wake-{secrets.token_hex(4)}",
            "auto.offset.reset": "latest",
            "enable.auto.commit": False,
        },
    }
    return {
        **plain,
        **nigah,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{plain.get('PATH', '')}",
        "AIRFLOW_HOME": str(home),
        "AIRFLOW_CONN_NIGAH_KAFKA": json.dumps(connection),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "30",
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
    }


def _await_health(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text("utf-8", "replace")[-3000:]
        health = ask(f"{address}/api/v2/monitor/health")
        if health and all(
            health[part] and health[part]["status"] == "healthy"
            for part in ("scheduler", "triggerer", "dag_processor")
        ):
            return
        time.sleep(1)
    raise AssertionError(
        f"Airflow is not healthy after {_PATIENCE} s:\n{log.read_text('utf-8', 'replace')[-3000:]}"
    )


def start_run(address: str, dag: str) -> str:
    """Start a run of `dag`, which may not be known yet; the run's id."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        order = urllib.request.Request(
            f"{address}/api/v2/dags/{dag}/dagRuns",
            data=json.dumps({"logical_date": None}).encode(),
            headers={"Content-Type": "application/json"},
        )
        found = ask(order)
        if found:
            return str(found["dag_run_id"])
        time.sleep(1)
    raise AssertionError(f"Airflow started no run of {dag}")


def ended_run(address: str, dag: str, run: str) -> str:
    """How the run ended: `success` or `failed`."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        state = (ask(f"{address}/api/v2/dags/{dag}/dagRuns/{run}") or {}).get("state")
        if state in {"success", "failed"}:
            return str(state)
        time.sleep(1)
    raise AssertionError(f"The run of {dag} did not end")


def log_of(address: str, dag: str, run: str, task: str) -> str:
    """What the first try of `task` wrote."""
    found = ask(f"{address}/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/{task}/logs/1?full_content=true")
    return json.dumps(found, ensure_ascii=False)


def ask(address: str | urllib.request.Request) -> dict[str, Any] | None:
    """The JSON answer, or None while there is none."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None
