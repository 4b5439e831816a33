"""This module draws ads to label from files or from the index, and says how far labels agree and what was missed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from models.codec import decode
from models.domain.contact import Contact
from models.domain.events import AdScored
from models.screening import Reader
from pipeline import bootstrap
from pipeline.labelling import Question, next_batch, question, questions_of_files
from pipeline.sampleboard.placeholders import KINDS
from pipeline.settings import Settings
from pipeline.training import labelled_from_files
from search.index.document import AdDocument
from search.query.query import Query
from search.redaction import covers
from search.vault import Vault, contact_keys

_INDEX = "index"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which batch to draw: from `pool` (files; none: the ads in the index), but no ad that `known` files label."""

    pool: Sequence[Path] = ()
    known: Sequence[Path] = ()
    columns: str | None = None
    size: int = 40
    seed: int = 0


def batch_to_label(settings: Settings, wanted: Wanted) -> list[dict[str, Any]]:
    """The rows of the next batch, without answers. Contacts of ads from the index are replaced by placeholders."""
    questions = (
        questions_of_files(wanted.pool, columns=wanted.columns)
        if wanted.pool
        else list(_questions_of_index(settings))
    )
    known = {one.ad.content_hash for one in labelled_from_files(wanted.known)}
    return next_batch(
        questions,
        known=known,
        classifier=bootstrap.open_registry(settings).champion(),
        reader=Reader.from_package(),
        size=wanted.size,
        seed=wanted.seed,
    )


def in_short(rows: Iterable[dict[str, Any]]) -> str:
    """How many ads were drawn why, in words."""
    counts = Counter(row["label"]["source"].removeprefix("active: ") for row in rows)
    return ", ".join(f"{count} {why}" for why, count in sorted(counts.items(), reverse=True)) or "none"


def _questions_of_index(settings: Settings) -> Iterator[Question]:
    vault = bootstrap.open_vault(settings)
    with closing(bootstrap.open_index(settings)) as index:
        index.refresh()
        for document in index.scan(Query()):
            yield from question(_row(document, vault), origin=_INDEX)


def _row(document: AdDocument, vault: Vault) -> dict[str, Any]:
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
