"""This module forgets ads in every room: index, bus, records, crawls and digests."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawlers.memory import forget as forget_in_memory
from models.domain.errors import Refused, WrongUsage
from pipeline import bootstrap
from pipeline.clock import now_us
from pipeline.forgetting import Erasure, forget
from pipeline.jobs.digest import build_digest, write_digest
from pipeline.settings import Settings
from search.query.filters import typed_contact_keys
from search.vault import Vault

_AD_ID = re.compile(r"a[a-z2-7]{24}")


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What was done: `digests` were written anew without the ads; crawls of `busy` cards run and were left alone."""

    erasure: Erasure
    digests: int
    busy: tuple[str, ...]


def forget_ads(settings: Settings, ad_ids: Sequence[str], *, contacts: Sequence[str] = ()) -> Forgetting:
    """Forget these ads and every ad that shows one of `contacts`, now and later. Twice is once.

    Raises `WrongUsage` where an id is none or a contact cannot be read; then nothing was done.
    """
    check_ids(ad_ids)
    keys = keys_of(contacts, vault=bootstrap.open_vault(settings))
    if not (ad_ids or keys):
        raise WrongUsage("Name what is to be forgotten: ids of ads, or --contact.")
    with (
        closing(bootstrap.open_bus(settings)) as bus,
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        forgotten = bootstrap.open_forgotten(settings, records)
        erasure = forget(
            ad_ids, contact_keys=keys, bus=bus, index=index, records=records, forgotten=forgotten, at=now_us()
        )
    busy = forget_in_crawls(settings, erasure.ad_ids)
    return Forgetting(erasure, write_digests_anew(settings, erasure.ad_ids), busy)


def forget_in_crawls(settings: Settings, ad_ids: Iterable[str]) -> tuple[str, ...]:
    """Take the ads out of what crawls remember on this machine; returns the cards whose crawl runs just now."""
    ad_ids, busy = list(ad_ids), []
    for folder in sorted((settings.home / "crawls").glob("*/")):
        try:
            forget_in_memory(folder, ad_ids)
        except Refused:
            busy.append(folder.name)
    return tuple(busy)


def check_ids(ad_ids: Sequence[str]) -> None:
    """Raise `WrongUsage` where one of these cannot be the id of an ad."""
    for number, ad_id in enumerate(ad_ids, start=1):
        if not _AD_ID.fullmatch(ad_id):
            raise WrongUsage(
                f"Id {number} is no id of an ad: those are an a and 24 letters or digits, as search shows."
            )


def keys_of(contacts: Sequence[str], *, vault: Vault) -> list[str]:
    """The keyed hashes of contacts that a person typed; raises `WrongUsage` where one cannot be read."""
    return [key for typed in contacts for key in _keys(typed, typed_contact_keys(typed, vault=vault))]


def write_digests_anew(settings: Settings, ad_ids: Iterable[str]) -> int:
    """Build those digests again that name one of these ads; returns how many these are."""
    days = list(_days_that_name(settings.home / "digests", ad_ids))
    for day in days:
        write_digest(settings, build_digest(settings, day))
    return len(days)


def _keys(typed: str, found: frozenset[str]) -> frozenset[str]:
    if not found:
        raise WrongUsage(
            f"--contact takes a phone number, WhatsApp or Telegram link, UPI id, e-mail address, handle or link; "
            f"in the {len(typed)} characters given there is none. Write a number with its country code."
        )
    return found


def _days_that_name(folder: Path, ad_ids: Iterable[str]) -> Iterator[date]:
    wanted = [ad_id.encode() for ad_id in ad_ids]
    for page in sorted(folder.glob("*.html")):
        data = page.read_bytes()
        if any(ad_id in data for ad_id in wanted):
            yield date.fromisoformat(page.stem)
