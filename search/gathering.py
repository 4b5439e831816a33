"""This module opens what the index keeps sealed and gathers the ads that belong to one lead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.codec import CodecError, decode
from models.domain.errors import WrongUsage
from models.domain.events import AdScored
from models.domain.judgement import Band
from models.domain.lead import Lead
from search.index.document import AdDocument
from search.index.port import AdIndex
from search.leads import leads
from search.left_alone import LeftAlone
from search.query.query import Filters, Query
from search.records.port import Records, SeenAd
from search.vault import Vault

# What search may show: an ad without a band is reached only through an ad that has one.
FLAGGED = frozenset(Band) - {Band.NONE}

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Gathering:
    """Whole leads, in the order of the queue, and the documents of all their ads by id.

    `seen` says of those that a crawl took when they were last online, and since when they are gone.
    """

    leads: tuple[Lead, ...]
    documents: Mapping[str, AdDocument]
    seen: Mapping[str, SeenAd]

    def gone_since(self, lead: Lead) -> int | None:
        """Since when no ad of `lead` is online any more; None while one is, or where nobody knows."""
        gone = [self.seen[ad_id].gone_at if ad_id in self.seen else None for ad_id in lead.ad_ids]
        known = [moment for moment in gone if moment is not None]
        return max(known) if len(known) == len(gone) else None


def gather(
    seeds: Sequence[AdDocument], index: AdIndex, records: Records, *, left_alone: LeftAlone | None = None
) -> Gathering:
    """The leads that hold any of `seeds`, each with every ad that is linked to it, flagged or not.

    Ads that `left_alone` knows are in no lead.
    """
    documents = {document.ad_id: document for document in seeds}
    edges = records.linked(documents)
    ends = {end for edge in edges for end in (edge.ad_a, edge.ad_b)}
    documents |= fetch(ends - documents.keys(), index)
    if left_alone:
        apart = left_alone.among({ad_id: document.contact_keys for ad_id, document in documents.items()})
        documents = {ad_id: document for ad_id, document in documents.items() if ad_id not in apart}
    read, seen = records.read(documents), records.seen_among(documents)
    return Gathering(leads(list(documents.values()), edges, read, seen=seen), documents, seen)


def fetch(ad_ids: Iterable[str], index: AdIndex) -> dict[str, AdDocument]:
    """The documents with these ids that the index has."""
    wanted = sorted(ad_ids)
    chunks = (wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK))
    found = (index.scan(Query(filters=Filters(ad_ids=frozenset(chunk)))) for chunk in chunks)
    return {document.ad_id: document for documents in found for document in documents}


def open_ad(document: AdDocument, vault: Vault) -> AdScored:
    """What the index was told of this ad. Raises `WrongUsage` where the key is missing or the seal is broken."""
    try:
        event = decode(vault.open(document.sealed, context=document.ad_id))
    except CodecError as error:
        raise WrongUsage(f"What is kept of {document.ad_id} cannot be read: {error}.") from error
    if not isinstance(event, AdScored):
        raise WrongUsage(f"What is kept of {document.ad_id} is no judged ad; index it again from the bus.")
    return event
