"""This module serves the console on this machine only."""

import socket
from collections.abc import Callable

import uvicorn

from models.domain.errors import DependencyDown, WrongUsage
from pipeline.clock import now_us
from search.access import Access
from search.console.app import create_app
from search.index.port import AdIndex
from search.records.port import Records
from search.vault import Vault

_LOOPBACK = "127.0.0.1"


class Console:
    """The console, bound to a port of this machine. `password` works until the process ends."""

    def __init__(self, index: AdIndex, records: Records, vault: Vault, *, port: int) -> None:
        self._socket = _bind(port)
        self.url = f"http://{_LOOPBACK}:{self._socket.getsockname()[1]}/"
        access, self.password = Access.create(clock=now_us)
        app = create_app(index, records, vault, access, clock=now_us)
        # No access log: an address holds what somebody searched for, perhaps a number.
        self._config = uvicorn.Config(app, access_log=False, log_level="warning", server_header=False)

    def serve(self, announce: Callable[[], None]) -> None:
        """Answer until SIGINT or SIGTERM; `announce` is called when the console answers and hears signals."""
        _Server(self._config, announce).run(sockets=[self._socket])


def open_port(port: int) -> int:
    """`port`, or 0, which takes any free one, where something else on this machine listens on it."""
    try:
        _bind(port).close()
    except DependencyDown:
        return 0
    return port


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()


def _bind(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((_LOOPBACK, port))
    except OverflowError:
        bound.close()
        raise WrongUsage(f"{port} is no port; choose one from 1 to 65535, or 0 for any free one.") from None
    except OSError as error:
        bound.close()
        raise DependencyDown(
            f"Port {port} of this machine cannot be used: {error.strerror}. Choose another with --port, or --port 0."
        ) from None
    return bound
