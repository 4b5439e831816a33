"""This module holds what every page of the console works with."""

from collections.abc import Callable
from dataclasses import dataclass

from models.domain.judgement import Band
from search.access import Access
from search.gathering import Gathering, gather
from search.index.document import AdDocument
from search.index.port import AdIndex
from search.records.port import Records
from search.vault import Vault

# The one-time password names nobody; accounts with names come with the records of people.
READER = "console"


@dataclass(frozen=True, slots=True)
class Desk:
    """The ports behind the pages; `clock` gives microseconds, UTC."""

    index: AdIndex
    records: Records
    vault: Vault
    access: Access
    clock: Callable[[], int]

    def visible(self, ad_id: str) -> tuple[AdDocument, Gathering] | None:
        """The ad and its lead, or None where it is unknown, or neither it nor any linked ad has a band."""
        document = self.index.get(ad_id)
        if document is None:
            return None
        gathering = gather([document], self.index, self.records)
        flagged = any(each.band is not Band.NONE for each in gathering.documents.values())
        return (document, gathering) if flagged else None
