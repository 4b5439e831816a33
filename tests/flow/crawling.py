"""This module starts crawls in processes of their own and serves the odd sites that they are tested on."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from pathlib import Path
from typing import Any

from crawlers.card import SourceCard
from tests.flow.shell import Started, start


@dataclass(frozen=True)
class Crawl:
    """How a crawl ended: exit status, its report, what it said, the lines it wrote."""

    status: int
    report: dict[str, Any]
    said: str
    ads: list[dict[str, Any]]


def start_crawl(card: SourceCard, to: Path, **order: object) -> Started:
    told = json.dumps({"card": card.model_dump(mode="json"), "to": str(to), **order})
    return start("tests.flow.crawl_once", stdin=told.encode())


def finished(process: Started, to: Path) -> Crawl:
    ended = process.answer()
    lines = to.read_text(encoding="utf-8").splitlines() if to.exists() else []
    report = json.loads(ended.out) if ended.out else {}
    return Crawl(ended.status, report, ended.err, [json.loads(line) for line in lines])


def run_crawl(card: SourceCard, to: Path, **order: object) -> Crawl:
    return finished(start_crawl(card, to, **order), to)


@dataclass
class Answer:
    """What a site answers at one path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    raw: Callable[[BufferedIOBase], None] | None = (
        None  # writes the whole answer itself, then the line is cut
    )


@dataclass
class Site:
    """A site of a test: where it is, and the paths it was asked for."""

    url: str
    asked: list[str]


@contextmanager
def site(
    answers: Callable[[str], Mapping[str, Answer]], *, first: Mapping[str, Answer] | None = None
) -> Iterator[Site]:
    """Serve what `answers` gives for the site's own address; other paths are 404. `first` answers come once."""
    asked: list[str] = []
    shown: dict[str, Answer] = {}
    once = dict(first or {})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            answer = once.pop(self.path, None) or shown.get(
                self.path, Answer(b"<title>Not found</title>", 404)
            )
            if answer.raw is not None:
                self.close_connection = True
                with suppress(ConnectionError):
                    answer.raw(self.wfile)
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            with suppress(ConnectionError):  # who caps a page hangs up
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library names it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    shown.update(answers(url))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Site(url, asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
