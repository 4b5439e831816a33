"""This module knows again what was forgotten, by keyed hashes alone: ads, and contacts of people who asked for it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from search.records.port import Records
from search.vault import Vault


class Forgotten:
    """What must not come back, whichever way it comes: crawl, replay, restore.

    A mark is written before anything is removed, and looked for after anything is written; so of an ad that is
    on its way just then nothing stays either.
    """

    def __init__(self, records: Records, vault: Vault) -> None:
        self._records, self._vault = records, vault

    def add(self, ad_ids: Sequence[str], *, contact_keys: Sequence[str] = (), at: int) -> None:
        """Mark these ads, and every ad that will show one of these contacts; twice is once."""
        marks = [self._vault.ad_key(ad_id) for ad_id in ad_ids]
        self._records.mark_forgotten([*marks, *contact_keys], at=at)

    def among(self, ads: Mapping[str, Iterable[str]]) -> frozenset[str]:
        """Which of these ads (by id, each with the contact keys it shows) may not be kept."""
        marks: dict[str, set[str]] = {}
        for ad_id, contact_keys in ads.items():
            for mark in (self._vault.ad_key(ad_id), *contact_keys):
                marks.setdefault(mark, set()).add(ad_id)
        return frozenset(chain.from_iterable(marks[mark] for mark in self._records.forgotten(marks)))
