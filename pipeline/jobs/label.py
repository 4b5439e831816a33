"""This module draws ads to label from files or from the index, and says how far labels agree and what was missed."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from models.codec import decode
from models.domain.contact import Contact
from models.domain.events import AdScored
from models.screening import Reader
from models.training.labelled import day_met, labelled_ad
from pipeline import bootstrap
from pipeline.drawing import Candidate, Doubting, draw_from_pieces
from pipeline.labelling import (
    UNANSWERED,
    asked_row,
    doubting,
    marked_texts,
    next_batch,
    question,
    questions_of_files,
)
from pipeline.pieces import Progress, unheard
from pipeline.sampleboard.placeholders import KINDS
from pipeline.settings import Settings
from pipeline.training import filled, labelled_from_files
from search.index.document import AdDocument
from search.index.port import AdIndex
from search.query.query import Filters, Query
from search.redaction import covers
from search.vault import Vault, contact_keys

_INDEX = "index"
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which batch to draw: from `pool` (files; none: the ads in the index), but no ad that `known` files label."""

    pool: Sequence[Path] = ()
    known: Sequence[Path] = ()
    columns: str | None = None
    size: int = 40
    seed: int = 0


def batch_to_label(
    settings: Settings, wanted: Wanted, *, progress: Progress = unheard
) -> list[dict[str, Any]]:
    """The rows of the next batch, without answers. Contacts of ads from the index are replaced by placeholders.

    Ads of files are held in memory, and of those that share wording one is asked about; of the index only some numbers
    are kept of each ad, and of ads with one template or contact one is asked about.
    """
    known = {one.ad.content_hash for one in labelled_from_files(wanted.known)} | marked_texts(wanted.known)
    classifier, reader = bootstrap.open_registry(settings).champion(), Reader.from_package()
    if not wanted.pool:
        return _batch_of_index(settings, wanted, known, doubting(classifier, reader), progress)
    return next_batch(
        questions_of_files(wanted.pool, columns=wanted.columns),
        known=known,
        classifier=classifier,
        reader=reader,
        size=wanted.size,
        seed=wanted.seed,
        progress=partial(progress, "ads read"),
    )


def in_short(rows: Iterable[dict[str, Any]]) -> str:
    """How many ads were drawn why, in words."""
    counts = Counter(row["label"]["source"].removeprefix("active: ") for row in rows)
    return ", ".join(f"{count} {why}" for why, count in sorted(counts.items(), reverse=True)) or "none"


def _batch_of_index(
    settings: Settings, wanted: Wanted, known: Collection[str], unsure: Doubting, progress: Progress
) -> list[dict[str, Any]]:
    vault = bootstrap.open_vault(settings)
    with closing(bootstrap.open_index(settings)) as index:
        index.refresh()
        pieces = _pieces(index, vault, progress)
        drawn = dict(
            draw_from_pieces(pieces, known=known, doubting=unsure, size=wanted.size, seed=wanted.seed)
        )
        found = index.scan(Query(filters=Filters(ad_ids=frozenset(drawn)))) if drawn else ()
        questions = [one for document in found for one in question(row_of(document, vault), origin=_INDEX)]
    ordered = sorted(questions, key=lambda one: one.ad.number)
    return [asked_row(one, drawn[one.ad.number]) for one in ordered]


def _pieces(index: AdIndex, vault: Vault, progress: Progress) -> Iterator[list[Candidate]]:
    """The ads of the index, some at a time; whatever is held of them can be let go between two pieces."""
    total, done = index.count(Query()), 0
    documents = index.scan(Query())
    while some := list(islice(documents, _AT_ONCE)):
        yield [_candidate(document, vault) for document in some]
        done += len(some)
        progress("ads read", done, total)


def _candidate(document: AdDocument, vault: Vault) -> Candidate:
    one = labelled_ad(filled(row_of(document, vault) | {"labels": UNANSWERED}), origin=_INDEX)
    assert one is not None
    languages = document.languages or ("und",)
    return Candidate(document.ad_id, one.ad, languages[0], (one.family, *document.contact_keys))


def row_of(document: AdDocument, vault: Vault) -> dict[str, Any]:
    """An indexed ad as a row of a file of ads, with a placeholder for each contact."""
    event = decode(vault.open(document.sealed, context=document.ad_id))
    assert isinstance(event, AdScored)
    shown = {part: _shown(event, part, vault) for part in event.ad.parts}
    return {
        "id": event.ad.ad_id,
        "source_type": event.ad.source_type,
        "city": event.ad.city,
        "title": shown["title"],
        "text": shown["text"],
        "fields": {name: shown[f"fields.{name}"] for name in event.ad.fields},
        "posted_at": event.ad.posted_at,
        "first_seen": day_met(event.ad.first_seen),
        "family": document.template_key or event.ad.ad_id,
    }


def _shown(event: AdScored, part: str, vault: Vault) -> str:
    """A published part with a placeholder for each contact that was read; what else looks like one is hidden."""
    published, read = event.ad.parts[part], event.judgement.contacts
    placeholders = {each.span.start: _placeholder(each, vault) for each in read if each.span.part == part}
    pieces, at = [], 0
    for cover in covers(event.judgement, part, published):
        pieces += [published[at : cover.start], placeholders.get(cover.start, cover.shown)]
        at = cover.end
    return "".join([*pieces, published[at:]])


def _placeholder(contact: Contact, vault: Vault) -> str:
    """The same for the same contact, and telling nothing of it: its keyed hash chooses the number."""
    key = contact_keys(vault, contact)[0]
    number = int.from_bytes(sha256(key.encode()).digest()[:8], "big") % 10**9
    return f"{{{contact.kind}:{number}}}" if contact.kind in KINDS else "[contact hidden]"
