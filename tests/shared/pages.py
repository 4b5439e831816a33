"""This module reads the saved pages of real boards, with what is on them, from a folder beside the checkout."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawlers.card import SourceCard

PAGES = Path(__file__).parents[3] / "shared" / "pages"
NOW = 1_795_340_000_000_000  # 22 Nov 2026, 09:33 UTC


def saved(*kinds: str) -> list[dict[str, Any]]:
    """The manifest's entries of these kinds."""
    entries = map(json.loads, (PAGES / "manifest.jsonl").read_text("utf-8").splitlines())
    return [entry for entry in entries if entry["kind"] in kinds]


def address(entry: dict[str, Any]) -> str:
    """Where the page was; in places only its path is known, or nothing."""
    url = entry["url"] or ""
    host = (entry.get("gold", {}).get("links") or {}).get("example") or ""
    if url.startswith("http"):
        return str(url)
    base = urlsplit(host).netloc if host.startswith("http") else entry["file"].split("/")[0]
    return f"https://{base}{url or '/'}"


def card(entry: dict[str, Any]) -> SourceCard:
    """A card for the page's host that knows nothing of its layout."""
    host = urlsplit(address(entry)).netloc
    top = ".".join(host.split(".")[-2:]) if not host.endswith("co.uk") else "monster.co.uk"
    hosts = tuple(dict.fromkeys((host, top, f"*.{top}", "*.icims.com")))
    day = date(2026, 1, 1)
    return SourceCard(
        id="saved", version=1, name="s", owner="s", hosts=hosts, start=(f"https://{host}/",), source_type="job",
        languages=("en", "hi", "bn", "fr", "ar"), legal_basis="test", approver="test", approved_on=day,
        review_by=date(2099, 1, 1), expires_on=date(2099, 1, 1),
    )  # fmt: skip


def f1(read: str, gold: str) -> float:
    """How well two texts agree in their words."""
    ours, theirs = Counter(re.findall(r"\S+", read)), Counter(re.findall(r"\S+", gold))
    same = (ours & theirs).total()
    return 2 * same / (ours.total() + theirs.total()) if same else 0.0
