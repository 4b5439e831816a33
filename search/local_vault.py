"""This module seals ads and hashes contacts with the keys of a local keyring."""

import base64
import hashlib
import hmac
import re
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.domain.contact import ContactKind
from models.domain.errors import WrongUsage
from search.keyring import Keyring

_FORMAT = b"\x01"
_HEAD, _NONCE = 5, 12  # the format and the key's name of four bytes; what NIST SP 800-38D recommends
_NUMBER = re.compile(r"\+?[\d\s().-]{7,}")


class LocalVault:
    """A `Vault` over keys in memory: AES-256-GCM with random nonces, HMAC-SHA256."""

    def __init__(self, keyring: Keyring) -> None:
        self._contact = keyring.contact
        self._newest = bytes.fromhex(keyring.seal[0].key_id)
        self._ciphers = {bytes.fromhex(key.key_id): AESGCM(key.secret) for key in keyring.seal}

    def seal(self, plain: bytes, *, context: str) -> bytes:
        """Format, key id, nonce and ciphertext; the first two and `context` are bound to it."""
        head, nonce = _FORMAT + self._newest, secrets.token_bytes(_NONCE)
        return head + nonce + self._ciphers[self._newest].encrypt(nonce, plain, _bound(head, context))

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """What was sealed. Raises `WrongUsage` where the key is missing or the bytes or context differ."""
        head, nonce, body = sealed[:_HEAD], sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
        if head[:1] != _FORMAT or len(body) < 16:
            raise WrongUsage(f"What is kept of {context} is not in a form that this program can open.")
        cipher = self._ciphers.get(head[1:])
        if cipher is None:
            raise WrongUsage(
                f"{context} was sealed with key {head[1:].hex()}, which this keyring does not hold; "
                "use the keyring it was sealed with."
            )
        try:
            return cipher.decrypt(nonce, body, _bound(head, context))
        except InvalidTag:
            raise WrongUsage(f"What is kept of {context} is damaged, or was sealed for another ad.") from None

    def contact_key(self, kind: ContactKind, value: str) -> str:
        """The key's id, a dot, and 128 bits of the HMAC over what the contact reaches."""
        return self._keyed(*_reached(kind, value))

    def ad_key(self, ad_id: str) -> str:
        """As `contact_key`; no contact is of the kind `ad`, so the two never meet."""
        return self._keyed("ad", ad_id)

    def wording_key(self, words: str) -> str:
        """As `ad_key`, of the kind `wording`."""
        return self._keyed("wording", words)

    def _keyed(self, kind: str, value: str) -> str:
        message = f"{kind}\0{value}".encode("utf-8", "replace")
        digest = hmac.digest(self._contact.secret, message, hashlib.sha256)
        return f"{self._contact.key_id}.{base64.b32encode(digest[:16]).decode('ascii').rstrip('=').lower()}"


def _bound(head: bytes, context: str) -> bytes:
    return head + context.encode("utf-8", "replace")


def _reached(kind: ContactKind, value: str) -> tuple[str, str]:
    """The person-reachable form: a number however it is reached, else kind and value without letter case."""
    by_number = kind in {ContactKind.PHONE, ContactKind.WHATSAPP, ContactKind.TELEGRAM}
    if by_number and _NUMBER.fullmatch(value):
        return "number", re.sub(r"\D", "", value)
    # Invitation links of chat services tell upper from lower case; names and addresses do not.
    exact = kind in {ContactKind.URL, ContactKind.WHATSAPP, ContactKind.TELEGRAM} and "/" in value
    return kind.value, value if exact else value.casefold()
