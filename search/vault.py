"""This module holds the port that seals ads and hashes contacts, and its local adapter."""

from typing import Protocol

from models.domain.contact import ContactKind


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
