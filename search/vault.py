"""This module holds the port that seals ads and hashes contacts; `search.local_vault` is its local adapter."""

import re
from typing import Protocol

from models.domain.contact import Contact, ContactKind

_MOBILE_UPI = re.compile(r"(?:\+?91|0)?([6-9]\d{9})@[A-Za-z]\w*")


class Vault(Protocol):
    """Keeps text and contact values unreadable on disk. Only the index stage and readers hold one."""

    def seal(self, plain: bytes, *, context: str) -> bytes:
        """`plain` as AES-GCM under the newest key, bound to `context` (the ad id): it opens nowhere else."""
        ...

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """What was sealed. Raises `WrongUsage` where the key is missing or the bytes or context differ."""
        ...

    def contact_key(self, kind: ContactKind, value: str) -> str:
        """A keyed hash of a contact, the same for the same person-reachable number whichever way it is written.

        A WhatsApp link and a phone number with the same digits have the same key.
        """
        ...

    def ad_key(self, ad_id: str) -> str:
        """A keyed hash of an ad id, by which an ad that was forgotten is known again and by nobody else."""
        ...

    def wording_key(self, words: str) -> str:
        """A keyed hash of how an ad is worded, by which a copy is known again and by nobody else."""
        ...


def contact_keys(vault: Vault, contact: Contact) -> tuple[str, ...]:
    """Every key by which `contact` links ads: its own, and the number's where a UPI id is a mobile number."""
    own = vault.contact_key(contact.kind, contact.value)
    mobile = _MOBILE_UPI.fullmatch(contact.value) if contact.kind is ContactKind.UPI else None
    if not mobile:
        return (own,)
    return (own, vault.contact_key(ContactKind.PHONE, f"+91{mobile[1]}"))
