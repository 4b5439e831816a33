"""This module holds how a PostgreSQL server is started from the system's package, never as root, which it refuses."""

import shutil
import signal
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

from models.domain.errors import DependencyDown, WrongUsage
from pipeline.stack.processes import Launch, run
from pipeline.stack.server import HOST, USER, Place, Server, hand_over, unprivileged

NAME = "postgresql"

_DATABASE = "nigah"
_OLDEST = 13


def prepare(place: Place) -> Server:
    """A server in `place`: its database stays there between one start and the next."""
    programs, owner = _programs(), unprivileged("postgres")
    data, password = place.folder / "data", place.folder / "password"
    if not (data / "PG_VERSION").exists():
        shutil.rmtree(data, ignore_errors=True)  # what an interrupted start left
        place.folder.mkdir(parents=True, exist_ok=True)
        password.touch(mode=0o600)
        password.write_text(place.password, encoding="ascii")
        hand_over(place.folder, owner)
        make = ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--pwfile={password}"]
        run([str(programs / "initdb"), "-D", str(data), "-U", USER, *make], owner=owner)
    options = [f"listen_addresses={HOST}", f"port={place.ports[0]}", "unix_socket_directories="]
    options += _protection(data, place)
    hand_over(place.folder, owner)
    flags = [flag for option in options for flag in ("-c", option)]
    return Server(
        name=NAME,
        launch=Launch(
            [str(programs / "postgres"), "-D", str(data), *flags],
            log=place.folder / "postgresql.log",
            owner=owner,
        ),
        is_ready=partial(_answers, programs, place),
        finish=partial(_settings, programs, place),
        patience=60,
        end_by=signal.SIGINT,  # "fast": do not wait until every client has gone
    )


def _programs() -> Path:
    """The folder of the newest server programs; Debian keeps them off the path."""
    debian = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").is_file()]
    debian.sort(key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    if debian and int(debian[-1].parent.name) >= _OLDEST:
        return debian[-1]
    if on_path and shutil.which("postgres"):
        return Path(on_path).resolve().parent
    raise WrongUsage(
        "The PostgreSQL server is missing; install it (on Debian: apt-get install postgresql), then try again."
    )


def _protection(data: Path, place: Place) -> Sequence[str]:
    if not place.security:
        return []
    for name, source in (("server.crt", place.security.certificate), ("server.key", place.security.key)):
        shutil.copyfile(source, data / name)
        (data / name).chmod(0o600)
    only_tls = "hostssl all all 127.0.0.1/32 scram-sha-256\n"
    (data / "pg_hba.conf").write_text(only_tls, encoding="ascii")
    return ["ssl=on"]


def _answers(programs: Path, place: Place) -> bool:
    try:
        run([str(programs / "pg_isready"), "-q", "-h", HOST, "-p", str(place.ports[0]), "-d", "postgres"])
    except DependencyDown:
        return False
    return True


def _settings(programs: Path, place: Place) -> Mapping[str, str]:
    environment = {"PGPASSWORD": place.password}
    where = ["-h", HOST, "-p", str(place.ports[0]), "-U", USER]
    psql = [str(programs / "psql"), "-qAt", *where, "-d", "postgres", "-c"]
    known = run([*psql, "SELECT datname FROM pg_database"], environment=environment)
    if _DATABASE not in known.split():
        run([str(programs / "createdb"), *where, _DATABASE], environment=environment)
    url = f"postgresql+psycopg://{USER}:{quote(place.password)}@{HOST}:{place.ports[0]}/{_DATABASE}"
    if place.security:
        url += f"?sslmode=verify-full&sslrootcert={quote(str(place.security.authority), safe='')}"
    return {"NIGAH_RECORDS_URL": url}
