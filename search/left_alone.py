"""This module knows again who is to be left alone, by keyed hashes of ads, contacts and wordings alone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.domain.ad import RawAd
from models.domain.contact import Contact
from models.domain.do_not_refer import DoNotRefer
from models.linking.near_copy import bands, wording
from search.records.port import Records
from search.vault import Vault, contact_keys


@dataclass(frozen=True, slots=True)
class Traces:
    """What of one ad a mark may know it by; all of it keyed hashes."""

    keys: frozenset[str]
    bands: frozenset[str]


def traces(ad: RawAd, contacts: Sequence[Contact], *, vault: Vault) -> Traces:
    """The traces of `ad`, which shows these contacts."""
    keys = {key for contact in contacts for key in contact_keys(vault, contact)}
    keyed = {vault.wording_key(band) for band in bands(wording(ad, contacts))}
    return Traces(frozenset({vault.ad_key(ad.ad_id), *keys}), frozenset(keyed))


class LeftAlone:
    """Which ads do-not-refer marks keep out of the way, whichever way they come: crawl, replay, digest.

    `now` (microseconds, UTC) says which marks still hold.
    """

    def __init__(self, records: Records, vault: Vault, *, now: Callable[[], int]) -> None:
        self._records, self._vault, self._now = records, vault, now

    def any(self) -> bool:
        """Whether any mark holds; while none does, nobody need look closer."""
        return self._records.has_do_not_refer(at=self._now())

    def meet(self, ads: Iterable[tuple[RawAd, Sequence[Contact]]]) -> frozenset[str]:
        """The ids of those of these ads that are to be left alone.

        What is known by a contact or its wording is known by its id from now on, so that an edit does not free it.
        """
        return frozenset(ad.ad_id for ad, contacts in ads if self._meets(ad, contacts))

    def among(self, ads: Mapping[str, Iterable[str]]) -> frozenset[str]:
        """Those of these ads (by id, each with the contact keys it shows) that are to be left alone."""
        met = {key for mark in self._marks(self._by_key(ads)) for key in mark.keys}
        return frozenset(ad_id for key, ad_ids in self._by_key(ads).items() if key in met for ad_id in ad_ids)

    def _meets(self, ad: RawAd, contacts: Sequence[Contact]) -> bool:
        found = traces(ad, contacts, vault=self._vault)
        met = [mark for mark in self._marks(found.keys | found.bands) if mark.is_met]
        own = frozenset({self._vault.ad_key(ad.ad_id)})
        if met and not any(own <= mark.keys for mark in met):
            self._records.mark_do_not_refer(replace(met[0], keys=own, bands=frozenset()))
        return bool(met)

    def _marks(self, keys: Iterable[str]) -> Sequence[DoNotRefer]:
        return self._records.do_not_refer_among(keys, at=self._now())

    def _by_key(self, ads: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
        ads_of: dict[str, set[str]] = {}
        for ad_id, shown in ads.items():
            for key in (self._vault.ad_key(ad_id), *shown):
                ads_of.setdefault(key, set()).add(ad_id)
        return ads_of
