"""This module holds how an Elasticsearch node is started: alone, and never as root, which it refuses."""

import base64
import hashlib
import json
import secrets
import shutil
import ssl
from collections.abc import Mapping, Sequence
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

from pipeline.stack.artifacts import fetch, locked_artifacts, unpack
from pipeline.stack.processes import Launch
from pipeline.stack.server import HOST, USER, Place, Security, Server, hand_over, java, unprivileged

NAME = "elasticsearch"

_JVM = ["-Xms512m", "-Xmx512m", "-Xlog:disable", "-Xlog:all=warning:stderr:utctime,level,tags"]
_ROUNDS = 10_000  # of PBKDF2, what Elasticsearch itself takes


def prepare(place: Place) -> Server:
    """A node in `place`: its indices stay there between one start and the next."""
    (archive,) = fetch(locked_artifacts(NAME), place.cache)
    home = unpack(archive)
    owner = unprivileged()
    config = _configure(place, shipped=home / "config")
    for name in ("data", "logs", "tmp"):
        (place.folder / name).mkdir(exist_ok=True)
    hand_over(place.folder, owner)
    environment = {
        "ES_JAVA_HOME": str(java().parents[1]),
        "ES_PATH_CONF": str(config),
        "ES_TMPDIR": str(place.folder / "tmp"),
    }
    return Server(
        name=NAME,
        launch=Launch(
            [str(home / "bin" / "elasticsearch")],
            log=place.folder / "elasticsearch.log",
            owner=owner,
            environment=environment,
        ),
        is_ready=partial(_answers, place),
        finish=partial(_settings, place),
        patience=240,
    )


def _configure(place: Place, *, shipped: Path) -> Path:
    config = place.folder / "config"
    shutil.copytree(shipped, config, dirs_exist_ok=True)
    (config / "jvm.options.d").mkdir(exist_ok=True)
    (config / "jvm.options.d" / "nigah.options").write_text("\n".join(_JVM) + "\n", encoding="ascii")
    lines = [*_node(place), *(_protection(place, place.security, config) if place.security else ())]
    (config / "elasticsearch.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return config


def _node(place: Place) -> Sequence[str]:
    port, transport_port = place.ports
    return [
        "cluster.name: nigah",
        "node.name: nigah-1",
        f"path.data: {json.dumps(str(place.folder / 'data'))}",
        f"path.logs: {json.dumps(str(place.folder / 'logs'))}",
        f"network.host: {HOST}",
        f"http.port: {port}",
        f"transport.port: {transport_port}",
        "discovery.type: single-node",
        f"xpack.security.enabled: {json.dumps(place.security is not None)}",
        # A tenth of a big disk is much; what is meant is that the disk is about to be full.
        "cluster.routing.allocation.disk.watermark.low: 1gb",
        "cluster.routing.allocation.disk.watermark.high: 500mb",
        "cluster.routing.allocation.disk.watermark.flood_stage: 200mb",
    ]


def _protection(place: Place, security: Security, config: Path) -> Sequence[str]:
    for name, source in (("http.crt", security.certificate), ("http.key", security.key)):
        shutil.copyfile(source, config / name)
    (config / "users").write_text(f"{USER}:{_hashed(place.password)}\n", encoding="ascii")
    (config / "users_roles").write_text(f"superuser:{USER}\n", encoding="ascii")
    return [
        "xpack.security.http.ssl.enabled: true",
        "xpack.security.http.ssl.certificate: http.crt",
        "xpack.security.http.ssl.key: http.key",
    ]


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(32)
    derived = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _ROUNDS, dklen=32)
    return f"{{PBKDF2}}{_ROUNDS}${base64.b64encode(salt).decode()}${base64.b64encode(derived).decode()}"


def _answers(place: Place) -> bool:
    try:
        status, answer = _health(place)
    except (OSError, HTTPException):
        return False
    return status == 200 and json.loads(answer)["status"] in {"green", "yellow"}


def _settings(place: Place) -> Mapping[str, str]:
    plain = {"NIGAH_INDEX": "elasticsearch", "NIGAH_ELASTIC_URL": f"http://{HOST}:{place.ports[0]}"}
    if not place.security:
        return plain
    # No API key: Maven's Elasticsearch lacks the analysis that its own index of keys asks for.
    return plain | {
        "NIGAH_ELASTIC_URL": f"https://{HOST}:{place.ports[0]}",
        "NIGAH_ELASTIC_CA": str(place.security.authority),
        "NIGAH_ELASTIC_USER": USER,
        "NIGAH_ELASTIC_PASSWORD": place.password,
    }


def _health(place: Place) -> tuple[int, bytes]:
    connection = HTTPConnection(HOST, place.ports[0], timeout=10)
    headers = {}
    if place.security:
        trusting = ssl.create_default_context(cafile=str(place.security.authority))
        connection = HTTPSConnection(HOST, place.ports[0], timeout=10, context=trusting)
        credentials = base64.b64encode(f"{USER}:{place.password}".encode()).decode()
        headers["Authorization"] = f"Basic {credentials}"
    try:
        connection.request("GET", "/_cluster/health", headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
