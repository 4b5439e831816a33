"""This module holds the record of one capture: what was fetched, when, and what was stripped from it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta, timezone

IST = timezone(timedelta(hours=5, minutes=30), "IST")


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """What a police officer needs to capture the page again, and to check that we did not change it (R8).

    `captured_at` is microseconds, UTC; `clock_offset_ms` is by how much our clock was
    ahead of the one that the site names in its answer, None where it names none.
    Hashes are SHA-256 in hex, of the bytes received and of the UTF-8 of what was stored.
    """

    ad_id: str
    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    captured_at: int
    raw_sha256: str
    stored_sha256: str
    stripped: Mapping[str, int]
    card_id: str
    card_version: str
    build_id: str
    clock_offset_ms: int | None = None

    def to_json(self) -> str:
        """Canonical JSON (sorted keys) with the time of capture in both UTC and IST."""
        captured = datetime.fromtimestamp(self.captured_at / 1_000_000, UTC)
        times = {"captured_utc": captured.isoformat(), "captured_ist": captured.astimezone(IST).isoformat()}
        return json.dumps(asdict(self) | times, sort_keys=True, ensure_ascii=False)
