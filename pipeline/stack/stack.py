"""This module starts a stack of local servers, ends it, and tells how it is."""

import hashlib
import os
import secrets
import shutil
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from signal import Signals

from models.domain.errors import WrongUsage
from pipeline.stack import elasticsearch, kafka, postgresql, state
from pipeline.stack.artifacts import default_cache
from pipeline.stack.certificates import certificates
from pipeline.stack.processes import await_ready, end, is_running, launch
from pipeline.stack.server import HOST, Place, Server
from pipeline.stack.state import Started, State

_RECIPES: Mapping[str, Callable[[Place], Server]] = {
    kafka.NAME: kafka.prepare,
    elasticsearch.NAME: elasticsearch.prepare,
    postgresql.NAME: postgresql.prepare,
}
NAMES = tuple(_RECIPES)

_LETTING_GO = 2.0  # seconds; a process that was killed may take some to be gone
_ROOTS_OWN = Path("/var/lib/nigah-stack")  # where servers that run as other users can reach their files


@dataclass(frozen=True, slots=True)
class Condition:
    """How one server of a stack is."""

    name: str
    running: bool
    pid: int
    log: Path
    ready: bool = True  # has answered since it was started


def up(
    folder: Path,
    *,
    names: Sequence[str] = NAMES,
    secure: bool = False,
    cache: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Mapping[str, str]:
    """Start what does not run yet; returns the settings by which Nigah uses the servers, as in the environment.

    `folder` remembers them; with `secure` they speak TLS and ask who is there. Where one does not start, those
    that this call has started end again. Raises `WrongUsage` for what must be installed, `DependencyDown` for
    what does not come up.
    """
    for name in names:
        if name not in _RECIPES:
            raise WrongUsage(f"There is no server {name!r}; the servers are {', '.join(NAMES)}.")
    with state.only_one(folder):
        known = _known(folder, secure=secure)
        missing = [name for name in names if not _runs(known, name)]
        with ExitStack() as undo:
            begun = [
                _begin(folder, name, cache=cache or default_cache(), tell=tell, undo=undo) for name in missing
            ]
            for server in begun:
                _await(folder, server, tell=tell)
            undo.pop_all()
        return settings(folder)


def down(folder: Path, *, erase: bool = False, tell: Callable[[str], None] = lambda _: None) -> None:
    """End every server that `up` has started here, and nothing else; with `erase` their data goes too."""
    with state.only_one(folder):
        known = state.load(folder)
        running = [
            (n, each) for n, each in (known.servers if known else {}).items() if is_running(each.process)
        ]
        if not running:
            tell("no server runs here")
        for name, started in running:
            tell(f"{name}: ending")
            end(started.process, by=Signals(started.end_by))
        if known is None:
            return
        if erase:
            shutil.rmtree(known.data, ignore_errors=True)
            state.remove(folder)


def status(folder: Path) -> tuple[Condition, ...]:
    """How each server is that was ever started here."""
    known = state.load(folder)
    return tuple(
        Condition(
            name,
            is_running(started.process),
            started.process.pid,
            Path(started.log),
            ready=bool(started.settings),
        )
        for name, started in (known.servers if known else {}).items()
    )


def settings(folder: Path) -> Mapping[str, str]:
    """What Nigah must be set to, as environment variables, to use the servers that run."""
    known = state.load(folder)
    running = [each for each in (known.servers.values() if known else ()) if is_running(each.process)]
    return {name: value for started in running for name, value in started.settings.items()}


def _known(folder: Path, *, secure: bool) -> State:
    known = state.load(folder)
    if known is None:
        known = State(data=str(_data_folder(folder)), password=secrets.token_hex(16), secure=secure)
    elif known.secure != secure:
        if any(is_running(started.process) for started in known.servers.values()):
            raise WrongUsage(
                f"The stack in {folder} runs {'with' if known.secure else 'without'} security; end it first "
                "(nigah stack down)."
            )
        known = replace(known, secure=secure, servers={})
    state.save(folder, known)
    return known


def _runs(known: State, name: str) -> bool:
    started = known.servers.get(name)
    return started is not None and bool(started.settings) and is_running(started.process)


def _begin(folder: Path, name: str, *, cache: Path, tell: Callable[[str], None], undo: ExitStack) -> Server:
    known = _remembered(folder)
    before = known.servers.get(name)
    if before is not None:
        end(before.process, by=Signals(before.end_by))  # one whose start was broken off
    lane = Path(known.data, "secure" if known.secure else "plain")
    lane.mkdir(exist_ok=True)
    lane.chmod(0o755)  # whatever the umask: servers that run as other users pass through
    place = Place(
        folder=lane / name,
        cache=cache,
        ports=_free_ports(before.ports if before else ()),
        password=known.password,
        security=certificates(lane / "certificates") if known.secure else None,
    )
    tell(f"{name}: preparing; the first time its files are fetched")
    server = _RECIPES[name](place)
    process = launch(server.launch)
    undo.callback(end, process, by=server.end_by)
    started = Started(process, str(server.launch.log), place.ports, int(server.end_by))
    state.save(folder, replace(known, servers={**known.servers, name: started}))
    return server


def _await(folder: Path, server: Server, *, tell: Callable[[str], None]) -> None:
    known = _remembered(folder)
    started = known.servers[server.name]
    tell(f"{server.name}: starting")
    await_ready(
        started.process, server.is_ready, name=server.name, log=server.launch.log, patience=server.patience
    )
    ready = replace(started, settings=server.finish())
    state.save(folder, replace(known, servers={**known.servers, server.name: ready}))
    tell(f"{server.name}: up")


def _remembered(folder: Path) -> State:
    known = state.load(folder)
    assert known
    return known


def _data_folder(folder: Path) -> Path:
    """Where the servers' own users can get at their files: a home folder of root is closed to them."""
    if os.geteuid() != 0 or _is_open(folder.resolve()):
        data = folder.resolve() / "data"
    else:
        data = _ROOTS_OWN / hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    for made in (data.parent, data):
        made.mkdir(exist_ok=True)
    data.chmod(0o755)
    return data


def _is_open(folder: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def _free_ports(preferred: Sequence[int]) -> tuple[int, int]:
    """Two ports that nobody listens on; those of the last start where they are free, or soon become so."""
    with ExitStack() as held:
        ports = []
        for wanted in [*preferred, 0, 0]:
            listening = held.enter_context(socket.socket())
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if _bind(listening, wanted):
                ports.append(listening.getsockname()[1])
        return ports[0], ports[1]


def _bind(listening: socket.socket, port: int) -> bool:
    """Take `port`, waiting a little: a killed server holds it until the last of its threads has ended."""
    deadline = time.monotonic() + _LETTING_GO
    while True:
        try:
            listening.bind((HOST, port))
        except OSError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        else:
            return True
