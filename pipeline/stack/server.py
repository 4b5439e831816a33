"""This module says what a recipe for a server is given, and what it gives back."""

import os
import pwd
import re
import shutil
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.domain.errors import WrongUsage
from pipeline.stack.processes import Launch, run

HOST = "127.0.0.1"  # nobody but this machine
USER = "nigah"


@dataclass(frozen=True, slots=True)
class Security:
    """The TLS files of servers that are asked to be protected."""

    authority: Path
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where one server lives. `folder` outlives it; `cache` holds what Maven brought; `password` is that of `USER`."""

    folder: Path
    cache: Path
    ports: tuple[int, int]
    password: str
    security: Security | None


@dataclass(frozen=True, slots=True)
class Server:
    """A server about to be started. `finish` ends the preparations once it answers, and tells Nigah's settings."""

    name: str
    launch: Launch
    is_ready: Callable[[], bool]
    finish: Callable[[], Mapping[str, str]]
    patience: (
        float  # seconds until it must answer; a loaded machine takes several times as long as an idle one
    )
    end_by: signal.Signals = signal.SIGTERM


def unprivileged(*preferred: str) -> str | None:
    """The user for a server that refuses to run as root; None where we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in (*preferred, "nobody") if name in known)


def hand_over(folder: Path, owner: str | None) -> None:
    """Make `folder` where it is missing, and give all that is in it to `owner`."""
    folder.mkdir(parents=True, exist_ok=True)
    if owner is None:
        return
    entry = pwd.getpwnam(owner)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, entry.pw_uid, entry.pw_gid)


def java() -> Path:
    """A Java of version 17 or newer. Raises `WrongUsage` where there is none."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin" if home else None)
    advice = "install a JDK 17 or newer (on Debian: apt-get install openjdk-17-jre-headless), then try again."
    if found is None:
        raise WrongUsage(f"Java is missing; {advice}")
    told = re.search(
        r"java\.specification\.version = (\d+)", run([found, "-XshowSettings:properties", "-version"])
    )
    major = int(told[1]) if told else 0
    if major < 17:  # what Kafka 4 and Elasticsearch 8 need
        raise WrongUsage(f"The Java at {found} is of version {major or 'unknown'}; {advice}")
    return Path(found).resolve()
