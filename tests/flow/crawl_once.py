"""This module crawls once, as the command does: a process of its own, told on stdin what to do, reporting on stdout."""

import json
import sys
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from crawlers.card import SourceCard
from crawlers.jsonl import JsonLinesSink
from crawlers.run import crawl
from crawlers.sink import AdSink, Capture
from models.domain.errors import DependencyDown, NigahError


class FullSink:
    """Takes so many ads and no more."""

    def __init__(self, inner: AdSink, room: int) -> None:
        self._inner = inner
        self._room = room

    def put(self, capture: Capture) -> None:
        """Keep it, while there is room."""
        if self._room == 0:
            raise DependencyDown("the disk is full. Make room, then start the crawl again.")
        self._room -= 1
        self._inner.put(capture)

    def close(self) -> None:
        """Close what is behind."""
        self._inner.close()


def main() -> int:
    """Run the crawl that stdin describes; the exit status is that of the command."""
    order: dict[str, Any] = json.load(sys.stdin)
    days = {
        name: date.fromisoformat(order["card"][name]) for name in ("approved_on", "review_by", "expires_on")
    }
    card = SourceCard.model_validate(order["card"] | days)
    ticks: list[tuple[int, int, int]] = []

    def sink() -> AdSink:
        lines = JsonLinesSink(Path(order["to"]), is_withheld=lambda ad: False)
        return FullSink(lines, order["room"]) if "room" in order else lines

    try:
        report = crawl(
            card,
            sink,
            now=lambda: time.time_ns() // 1000,
            progress=lambda *counts: ticks.append(counts),
            stop_file=Path(order["stop_file"]) if "stop_file" in order else None,
            memory=Path(order["memory"]) if "memory" in order else None,
        )
    except NigahError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    sys.stdout.write(json.dumps(asdict(report) | {"ticks": ticks[-1:]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
