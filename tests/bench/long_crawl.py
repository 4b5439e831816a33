"""This module crawls a generated board of so many pages in a process of its own, and prints what it holds on the way."""

import asyncio
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from crawlers.card import SourceCard
from crawlers.jsonl import JsonLinesSink
from crawlers.run import crawl
from pipeline.clock import now_us

PAGES, FOLDER = int(sys.argv[1]), Path(sys.argv[2])
ON_A_LISTING = 100
STEP = PAGES // 10


def page(path: str) -> bytes:
    """What the board answers at `path`: a listing with its next one, or an ad."""
    number = int((re.findall(r"\d+", path) or ["0"])[-1])
    if path.startswith("/ad/"):
        return f"<title>Cook {number} wanted | Board</title><h1>Cook {number} wanted</h1><p>Pune</p><p>Posted on 20 Nov 2026</p><div class=description>House {number}: six days a week, {number % 90} hundred a month, own room.</div>".encode()
    if path.startswith("/jobs"):
        links = "".join(
            f'<li><a href="/ad/{number * ON_A_LISTING + place + 1000000}">Cook wanted here now</a></li>'
            for place in range(ON_A_LISTING)
        )
        more = (
            f'<a rel="next" href="/jobs/{number + 1}">Next</a>' if (number + 1) * ON_A_LISTING < PAGES else ""
        )
        return f"<title>Board</title><ul>{links}</ul>{more}".encode()
    return b""


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the requests of one connection."""
    while head := await reader.readuntil(b"\r\n\r\n"):
        body = page(head.split(b" ", 2)[1].decode())
        status = b"200 OK" if body else b"404 Not Found"
        writer.write(
            b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
            % (status, len(body), body)
        )
        await writer.drain()


@contextmanager
def board() -> Iterator[str]:
    """The board on a thread of its own."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # a client that hangs up is no event here
    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def resident() -> float:
    """Megabytes that this process holds, its board included."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Crawl, and print pages, ads and megabytes at each tenth."""
    steps = iter(range(STEP, 2 * PAGES, STEP))
    following = [next(steps)]

    def note(pages: int, ads: int, refused: int) -> None:
        if pages >= following[0]:
            following[0] = next(steps)
            print(pages, ads, refused, f"{resident():.1f}", flush=True)

    with board() as url:
        card = SourceCard.model_validate({
            "id": "flat", "version": 1, "name": "Flat", "owner": "us", "hosts": (url.removeprefix("http://"),),
            "start": (f"{url}/jobs/0",), "source_type": "job", "languages": ("en",), "pace": 0, "legal_basis": "ours",
            "approver": "us", "approved_on": date(2026, 1, 1), "review_by": date(2099, 1, 1),
            "expires_on": date(2099, 1, 1), "limits": {"pages": 2 * PAGES}, "number": {"url": r"/ad/(\d+)$"},
        })  # fmt: skip
        sink = JsonLinesSink(FOLDER / "ads.jsonl", is_withheld=lambda ad: False)
        report = crawl(card, lambda: sink, now=now_us, progress=note, memory=FOLDER / "memory")
    assert report.ads == PAGES, report


if __name__ == "__main__":
    main()
