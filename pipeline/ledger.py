"""This module names the ledger entry of an ad or a message, and adds the ledger up."""

from collections import Counter
from collections.abc import Iterable, Mapping

import orjson

from models.domain.ad import RawAd
from models.domain.events import AdRestricted
from search.records.port import LedgerEntry, LedgerLine, LedgerState

_LATEST = 2**53  # microseconds: the year 2255; beyond it no time of ours can lie


def entry(ad: RawAd | AdRestricted, state: LedgerState) -> LedgerEntry:
    """The entry of one capture."""
    return LedgerEntry(ad.ad_id, ad.captured_at, ad.card_id, state)


def readable_entry(value: bytes, state: LedgerState) -> LedgerEntry | None:
    """The entry of the capture in a message that no longer decodes; None where even that cannot be read."""
    try:
        body = orjson.loads(value)["body"]
        named: Mapping[str, object] = body.get("ad", body)
        ad_id, captured_at, source = named["ad_id"], named["captured_at"], named["card_id"]
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    if not (isinstance(ad_id, str) and isinstance(source, str) and isinstance(captured_at, int)):
        return None
    return LedgerEntry(ad_id, captured_at, source, state) if 0 < captured_at < _LATEST else None


def totals(lines: Iterable[LedgerLine]) -> Mapping[LedgerState, int]:
    """How many captures are in each state, over all sources and hours; states without any are 0."""
    sums: Counter[LedgerState] = Counter()
    for line in lines:
        sums.update(line.states)
    return {state: sums[state] for state in LedgerState}


def collected(lines: Iterable[LedgerLine]) -> int:
    """How many captures there are."""
    return sum(line.collected for line in lines)


def closes(lines: Iterable[LedgerLine]) -> bool:
    """Whether every capture has reached an end and each line adds up."""
    lines = tuple(lines)
    adds_up = all(line.collected == sum(line.states.values()) for line in lines)
    return adds_up and totals(lines)[LedgerState.IN_FLIGHT] == 0
