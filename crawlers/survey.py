"""This module drafts a source card: it reads a listing page and one ad of a site, and says what it would extract."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import yaml

from crawlers.card import Limits, SourceCard
from crawlers.job import Clock
from crawlers.run import CrawlReport, crawl
from crawlers.scope import is_loopback
from crawlers.sink import Capture
from models.domain.ad import RawAd
from models.domain.errors import WrongUsage
from models.domain.evidence import IST
from models.language import segments

_JOB = re.compile(r"job|career|naukri|vacanc|recruit|hiring", re.IGNORECASE)
_MATRIMONIAL = re.compile(r"matrimon|shaadi|vivah|bride|groom", re.IGNORECASE)
_KNOWN: Final = frozenset(("en", "hi", "te", "bn", "ta", "mr", "ur"))
_RUN = re.compile(r"(?P<before>[A-Za-z]{0,4})\d{4,}")
_WIDTH: Final = 120
_TO_FILL: Final = """\
# A person fills these in; until then the card is not valid, and nothing is crawled:
# owner: who runs the site
# legal_basis: why it may be read (terms, public pages, counsel's note)
# approver: who answers for that
# approved_on: {today}
# review_by: {review}
# expires_on: {expiry}
"""


@dataclass(frozen=True, slots=True)
class Survey:
    """A card's draft as YAML, the one ad that was read (None where none was found), and how the reading went."""

    draft: str
    sample: RawAd | None
    report: CrawlReport


def survey(url: str, *, now: Clock, contact: str = "") -> Survey:
    """Ask for robots.txt, the page at `url` and one ad that it leads to, as politely as any crawl, and draft a card.

    Raises `WrongUsage` where `url` is no address of a page, and otherwise as `crawl` does.
    """
    kept: list[Capture] = []
    try:
        card = _provisional(url, now())
    except ValueError:  # brackets that never close, a port beyond all ports, a host that the schema refuses
        raise WrongUsage(
            "This is no address of a page that a card may name; copy it from the browser."
        ) from None
    report = crawl(card, lambda: _Sample(kept), now=now, contact=contact)
    sample = kept[0].ad if kept else None
    return Survey(_draft(url, sample, report, now()), sample, report)


class _Sample:
    """Takes one ad and keeps it nowhere."""

    def __init__(self, kept: list[Capture]) -> None:
        self._kept = kept

    def put(self, capture: Capture) -> None:
        self._kept.append(capture)

    def close(self) -> None:
        """Nothing is held."""


def _provisional(url: str, present: int) -> SourceCard:
    """A card for these pages and this day only."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongUsage(f"{url}: this is no address of a page; begin it with https://.")
    today = datetime.fromtimestamp(present / 1_000_000, UTC).astimezone(IST).date()
    return SourceCard(
        id=_name(parts.hostname),
        version=1,
        name=parts.hostname,
        owner="not known yet",
        hosts=(parts.netloc.lower(),),
        start=(url,),
        source_type=_kind(url),
        languages=("en", "hi"),
        pace=0.0 if is_loopback(parts.netloc) else 10.0,
        legal_basis="one listing page and one ad, asked for by a person who is drafting the card",
        approver="whoever drafts the card",
        approved_on=today,
        review_by=today,
        expires_on=today,
        limits=Limits(pages=3),  # robots.txt counts, too
    )


def _draft(url: str, sample: RawAd | None, report: CrawlReport, present: int) -> str:
    parts = urlsplit(url)
    today = datetime.fromtimestamp(present / 1_000_000, UTC).astimezone(IST).date()
    card: dict[str, object] = {
        "id": _name(parts.hostname or ""),
        "version": 1,
        "name": parts.hostname,
        "hosts": [parts.netloc.lower()],
        "start": [url],
        "source_type": _kind(url),
        "languages": _languages(sample),
        "pace": 0 if is_loopback(parts.netloc) else 10,
    }
    number = _number(sample.url, report.ahead) if sample else None
    if number:
        card["number"] = {"url": number}
    if sample:
        card["expected"] = {
            "fill": {
                name: 0.8 for name in ("title", "text", "city", "posted_at") if report.fields_filled.get(name)
            }
        }
    dates = {"today": today, "review": today + timedelta(days=90), "expiry": today + timedelta(days=180)}
    written = yaml.safe_dump(card, sort_keys=False, allow_unicode=True, default_flow_style=None, width=_WIDTH)
    return written + _TO_FILL.format(**dates)


def _number(url: str, others: Sequence[str]) -> str | None:
    """A rule for the ad's number in its address that holds for the `others`, too: an id must not be lost by it."""
    rule = _rule(url)
    found = [re.search(rule, address) for address in (url, *others)] if rule else []
    numbers = {match[1] for match in found if match}
    return rule if rule and all(found) and len(numbers) == len(found) else None


def _rule(url: str) -> str | None:
    """The longest run of digits with what stands right before it; in what is asked for, that of the only such name."""
    parts = urlsplit(url)
    asked = [(name, run) for name, value in parse_qsl(parts.query) if (run := _RUN.fullmatch(value))]
    if len(asked) == 1:
        name, run = asked[0]
        return rf"[?&]{re.escape(name)}={run['before']}(\d{{4,}})"
    path = parts.path
    runs = list(re.finditer(r"\d{4,}", path))
    if not runs:
        return None
    longest = max(runs, key=lambda run: len(run[0]))
    before = path[longest.start() - 1 : longest.start()]
    return f"{re.escape(before)}(\\d{{4,}}){re.escape(path[longest.end() :])}$"


def _languages(sample: RawAd | None) -> list[str]:
    """English, and what the ad is written in; a person knows better."""
    found = {part.lang for part in segments(sample.text)} if sample else set()
    return list(dict.fromkeys(("en", *sorted(found & _KNOWN or {"hi"}))))


def _kind(url: str) -> str:
    if _MATRIMONIAL.search(url):
        return "matrimonial"
    return "job" if _JOB.search(url) else "classified"


def _name(host: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", host.lower().removeprefix("www.")).strip("-")
    return f"{plain}-site"[:40] if len(plain) < 2 else plain[:40]
