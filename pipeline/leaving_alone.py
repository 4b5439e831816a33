"""This module puts ads and contacts under a do-not-refer mark, and lifts it; each deed is a row of the hash chain."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from models.domain.ad import short_hash
from models.domain.do_not_refer import DoNotRefer, twelve_months_after
from models.domain.errors import Refused, WrongUsage
from pipeline.bus.port import EventBus
from search.gathering import fetch, open_ad
from search.index.document import AdDocument
from search.index.port import AdIndex
from search.left_alone import traces
from search.query.query import Filters, Query
from search.records.port import Records
from search.vault import Vault
from search.wording import count

AUDIT: Final = "audit"  # the kind of its rows in the chain
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Word:
    """What a person gave for what was done: who, why, when (microseconds, UTC)."""

    by: str
    reason: str
    at: int


@dataclass(frozen=True, slots=True)
class Wiped:
    """The mark that was set, and what was wiped for it: `ad_ids` are all that are under it, known so far."""

    mark: DoNotRefer
    ad_ids: tuple[str, ...]
    documents: int
    messages: int


def leave_alone(
    ad_ids: Sequence[str],
    *,
    contact_keys: Sequence[str],
    word: Word,
    bus: EventBus,
    index: AdIndex,
    records: Records,
    vault: Vault,
) -> Wiped:
    """Mark these ads with their contacts and wordings, and these contacts, for twelve months; wipe their ads.

    The mark comes first, so that what is on its way then is wiped wherever it arrives. Twice is once, but the
    twelve months begin anew. Raises `Refused`, with nothing done, where a contact of these ads stands in others
    that were not named: whoever closes one ad as that of an adult who acts for herself must not close those.
    """
    named, with_typed = fetch(ad_ids, index), _showing(contact_keys, index)
    shown = frozenset(chain.from_iterable(document.contact_keys for document in named.values()))
    others = _showing(shown, index).keys() - with_typed.keys() - set(ad_ids)
    _refuse_unless_alone(sorted(others))
    every = tuple(dict.fromkeys([*ad_ids, *with_typed]))
    wordings = _wordings({**named, **with_typed}.values(), vault)
    keys = frozenset({*map(vault.ad_key, every), *contact_keys, *shown})
    asked_for = short_hash("do not refer", *sorted({*map(vault.ad_key, ad_ids), *contact_keys}))
    mark = DoNotRefer(f"m{asked_for[:12]}", word.at, twelve_months_after(word.at), keys, wordings)
    records.mark_do_not_refer(mark)
    _write_down(records, "do not refer", mark.mark_id, word)
    messages = bus.forget(every)
    documents = index.forget(every)
    records.forget(every)
    return Wiped(mark, every, documents, messages)


def lift(mark_id: str, *, word: Word, records: Records) -> None:
    """The mark holds no longer. Raises `WrongUsage` where none with this id does."""
    if all(mark.mark_id != mark_id for mark in records.do_not_refer(at=word.at)):
        raise WrongUsage(f"There is no mark {mark_id!r} that holds; `nigah do-not-refer list` shows them.")
    _write_down(records, "refer again", mark_id, word)
    records.lift_do_not_refer(mark_id)


def _wordings(documents: Iterable[AdDocument], vault: Vault) -> frozenset[str]:
    events = [open_ad(document, vault) for document in documents]
    found = (traces(event.ad, event.judgement.contacts, vault=vault) for event in events)
    return frozenset(chain.from_iterable(each.bands for each in found))


def _showing(keys: Collection[str], index: AdIndex) -> dict[str, AdDocument]:
    if not keys:
        return {}
    query = Query(filters=Filters(contact_keys=frozenset(keys)))
    return {document.ad_id: document for document in index.scan(query)}


def _refuse_unless_alone(others: Sequence[str]) -> None:
    if others:
        more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        raise Refused(
            f"A contact of these ads stands in {count(len(others), 'other ad')} too: {', '.join(others[:_MOST_NAMED])}{more}. "
            "Read those first; then name them too, or mark the contact with --contact."
        )


def _write_down(records: Records, deed: str, mark_id: str, word: Word) -> None:
    """The row names neither ad nor contact; the reason is the person's own."""
    row = {"deed": deed, "mark": mark_id, "by": word.by, "reason": word.reason, "at": word.at}
    records.append(AUDIT, [json.dumps(row, sort_keys=True, ensure_ascii=False)])
