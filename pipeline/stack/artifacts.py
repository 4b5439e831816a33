"""This module brings the servers' files from Maven into a cache folder, and takes none whose digest is not ours."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree as ET

from platformdirs import site_cache_path, user_cache_path

from models.domain.errors import DependencyDown, WrongUsage

_NEVER_LONGER = 900.0  # seconds; a slow line takes minutes for 150 MB


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of a server, named as Maven names it; `digest` is its SHA-256."""

    server: str
    coordinates: str
    digest: str

    @property
    def file_name(self) -> str:
        """Its name in the cache folder."""
        _, name, version, kind = self.coordinates.split(":")
        return f"{name}-{version}.{kind}"


def locked_artifacts(server: str) -> tuple[Artifact, ...]:
    """What `server` is made of, as committed in `artifacts.lock`."""
    lines = resources.files(__package__).joinpath("artifacts.lock").read_text(encoding="utf-8").splitlines()
    entries = (Artifact(*line.split()) for line in lines if line and not line.startswith("#"))
    return tuple(entry for entry in entries if entry.server == server)


def default_cache() -> Path:
    """A folder that also the servers' own users can read: root's is the system's."""
    base = site_cache_path("nigah") if os.geteuid() == 0 else user_cache_path("nigah")
    return base / "servers"


def fetch(artifacts: Sequence[Artifact], cache: Path) -> tuple[Path, ...]:
    """The files, fetched where they are missing. Nothing is fetched twice.

    Raises `DependencyDown` where Maven cannot bring one, `WrongUsage` where Maven is missing or a file is not
    the one that was committed.
    """
    missing = [artifact for artifact in artifacts if not (cache / artifact.file_name).is_file()]
    if missing:
        _make_readable(cache)
        with tempfile.TemporaryDirectory(dir=cache, prefix="fetching-") as folder:
            _run_maven(missing, Path(folder))
            for artifact in missing:
                fetched = Path(folder, artifact.file_name)
                _verify(fetched, artifact)
                fetched.chmod(0o644)
                fetched.replace(cache / artifact.file_name)
    for artifact in artifacts:
        _verify(cache / artifact.file_name, artifact)
    return tuple(cache / artifact.file_name for artifact in artifacts)


def unpack(archive: Path) -> Path:
    """The one folder in the zip file `archive`, unpacked beside it once; programs stay programs, and everybody may read."""
    target = archive.with_suffix("")
    if target.is_dir():
        return target
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix="unpacking-") as folder:
        with zipfile.ZipFile(archive) as opened:
            for entry in opened.infolist():
                Path(opened.extract(entry, folder)).chmod((entry.external_attr >> 16) & 0o777 | 0o644)
        for path in Path(folder).rglob("*/"):
            path.chmod(0o755)  # whatever the umask: servers run as other users
        (unpacked,) = Path(folder).iterdir()
        try:
            unpacked.rename(target)
        except OSError:
            if not target.is_dir():  # else another process was faster
                raise
    return target


def _make_readable(cache: Path) -> None:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        cache.chmod(0o755)
    except OSError as error:
        raise WrongUsage(f"The cache folder {cache} cannot be made: {error.strerror}.") from error


def _run_maven(artifacts: Sequence[Artifact], folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise WrongUsage("Maven is missing; install it (on Debian: apt-get install maven), then try again.")
    (folder / "pom.xml").write_bytes(_project(artifacts))
    command = [maven, "-B", "-q", "-f", str(folder / "pom.xml"), "dependency:copy-dependencies"]
    options = ["-DexcludeTransitive=true", f"-DoutputDirectory={folder}"]
    try:
        done = subprocess.run(  # noqa: S603  Maven from the path, arguments of our own
            [*command, *options], capture_output=True, text=True, timeout=_NEVER_LONGER, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise DependencyDown(
            f"Maven did not bring the servers within {_NEVER_LONGER:.0f} seconds; try again."
        ) from error
    if done.returncode:
        told = next((line for line in done.stdout.splitlines() if "ERROR" in line), "it does not say why")
        raise DependencyDown(f"Maven could not bring the servers; is the network there? Maven says: {told}")


def _project(artifacts: Sequence[Artifact]) -> bytes:
    project = ET.Element("project", xmlns="http://maven.apache.org/POM/4.0.0")
    about = {"modelVersion": "4.0.0", "groupId": "nigah", "artifactId": "servers", "version": "1"}
    for name, value in about.items() | {("packaging", "pom")}:
        ET.SubElement(project, name).text = value
    dependencies = ET.SubElement(project, "dependencies")
    for artifact in artifacts:
        dependency = ET.SubElement(dependencies, "dependency")
        names = ("groupId", "artifactId", "version", "type")
        for name, value in zip(names, artifact.coordinates.split(":"), strict=True):
            ET.SubElement(dependency, name).text = value
    return ET.tostring(project)


def _verify(file: Path, artifact: Artifact) -> None:
    if not file.is_file():
        raise DependencyDown(f"Maven did not bring {artifact.coordinates}; try again.")
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != artifact.digest:
        raise WrongUsage(
            f"{file} is not the file that this version of Nigah names: its SHA-256 is {found}, not "
            f"{artifact.digest}. Remove it and try again; if it comes back so, do not use it."
        )
