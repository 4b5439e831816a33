"""This module holds the server of the sample board: it shows ads on loopback and remembers every request."""

import sys
import threading
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from models.domain.ad import storable
from models.domain.errors import WrongUsage
from pipeline.sampleboard.pages import BoardAd, ad_page, home_page, listing_page, notice_page, stack

__all__ = ["Board", "BoardAd", "Request"]

_ROBOTS = "User-agent: *\nDisallow: /private/\n"
_PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in; `path` includes the query."""

    method: str
    path: str
    headers: Mapping[str, str]

    @property
    def is_media(self) -> bool:
        """Whether something else than text was asked for: a text-only crawler never does."""
        return self.path.startswith(("/media/", "/favicon"))


class Board:
    """A classifieds site on loopback. Use as a context manager, or call `close`."""

    def __init__(self, ads: Iterable[BoardAd], *, port: int, with_etags: bool) -> None:
        self._with_etags = with_etags
        self._shelf = stack(ads)
        self._known = set(self._shelf.by_number)
        self._log: list[Request] = []
        self._server = _listen(self, port)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @classmethod
    def serve(cls, ads: Iterable[BoardAd], *, port: int = 0, with_etags: bool = False) -> Self:
        """Show `ads` at `url` until closed; port 0 takes a free one. Raises `WrongUsage` where the port is taken.

        With ETags it answers 304 to whoever holds the page of an ad already.
        """
        return cls(ads, port=port, with_etags=with_etags)

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request so far, oldest first."""
        return tuple(self._log)

    def replace(self, ads: Iterable[BoardAd]) -> None:
        """Show exactly `ads` from now on. What was shown before and is not any more answers 410."""
        shelf = stack(ads)
        self._known.update(shelf.by_number)
        self._shelf = shelf

    def close(self) -> None:
        """Stop; closing twice is allowed."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def answer(self, request: Request) -> tuple[HTTPStatus, str, bytes]:
        """Status, content type and body for one request, which is logged."""
        self._log.append(request)
        if request.is_media:
            return HTTPStatus.OK, "image/gif", _PIXEL
        if request.path == "/robots.txt":
            return HTTPStatus.OK, "text/plain; charset=utf-8", _ROBOTS.encode()
        status, page = self._page(request.path)
        return status, "text/html; charset=utf-8", storable(page).encode()

    def respond(self, request: Request) -> tuple[HTTPStatus, dict[str, str], bytes]:
        """Status, headers and body; with ETags 304 and no body for an ad that the asker holds already."""
        status, content_type, body = self.answer(request)
        headers = {"Content-Type": content_type}
        if self._with_etags and status is HTTPStatus.OK and request.path.startswith("/ad/"):
            headers["ETag"] = f'"{zlib.crc32(body):08x}"'
            if headers["ETag"] == request.headers.get("If-None-Match"):
                return HTTPStatus.NOT_MODIFIED, headers, b""
        return status, headers, body

    def _page(self, target: str) -> tuple[HTTPStatus, str]:
        path = urlsplit(target).path
        if path == "/":
            return HTTPStatus.OK, home_page(self._shelf)
        if path in {"/help.html", "/terms.html", "/private/"}:
            return HTTPStatus.OK, notice_page("Sample board", "Nothing to see here.")
        if path.startswith("/ad/") and path.endswith(".html"):
            return self._ad(path.removeprefix("/ad/").removesuffix(".html"))
        page = listing_page(self._shelf, path.strip("/"), page=_page_number(target))
        return _found(page)

    def _ad(self, number: str) -> tuple[HTTPStatus, str]:
        page = ad_page(self._shelf, number, base_url=self.url)
        if page is None and number in self._known:
            return HTTPStatus.GONE, notice_page("Gone", "This ad was removed.")
        return _found(page)


def _found(page: str | None) -> tuple[HTTPStatus, str]:
    if page is None:
        return HTTPStatus.NOT_FOUND, notice_page("Not found", "There is no such page.")
    return HTTPStatus.OK, page


def _page_number(target: str) -> int:
    asked = parse_qs(urlsplit(target).query).get("page", ["1"])[0]
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0


def _listen(board: Board, port: int) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # header and body in one write: two writes wait 40 ms for an acknowledgement
        timeout = 30

        def do_GET(self) -> None:
            self._send(with_body=True)

        def do_HEAD(self) -> None:
            self._send(with_body=False)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library names it so
            """Say nothing: the board keeps its own log."""

        def _send(self, *, with_body: bool) -> None:
            request = Request(self.command, self.path, dict(self.headers.items()))
            status, headers, body = board.respond(request)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

    try:
        return _Server(("127.0.0.1", port), Handler)
    except (OSError, OverflowError) as error:
        message = f"The sample board cannot listen on port {port} ({error}). Choose another port, or 0."
        raise WrongUsage(message) from error


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a crawler opens many connections at once

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # the web server would ask the network for its own name first

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a crawler that is killed hangs up: no news
            super().handle_error(request, client_address)
