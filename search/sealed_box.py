"""This module seals bytes to a public key, so that whoever writes them cannot read them back.

HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM. A sealed box begins with one byte of version and the
id of its key, so that a wrong key is told from damaged bytes. Keys travel as text, as settings hold them.
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from models.domain.errors import WrongUsage

PUBLIC = "nigah-public-"
PRIVATE = "nigah-private-"

_VERSION = b"\x01"
_ID_BYTES = 8
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def generate() -> tuple[str, str]:
    """A new pair of keys as text: (public, private)."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return _to_text(PUBLIC, public), _to_text(PRIVATE, private.private_bytes_raw())


def public_of(private: str) -> str:
    """The public key that belongs to `private`."""
    return _to_text(PUBLIC, _private_key(private).public_key().public_bytes_raw())


def key_id(public: str) -> str:
    """A short name of a public key: 16 hexadecimal digits of its SHA-256."""
    return _id_of(_from_text(PUBLIC, public)).hex()


def seal(public: str, plain: bytes, *, context: str) -> bytes:
    """`plain` so that only the private key opens it, and only with the same `context`; no two boxes are alike."""
    raw = _from_text(PUBLIC, public)
    head = _VERSION + _id_of(raw)
    return head + _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(raw), _info(head, context))


def sealed_to(sealed: bytes) -> str:
    """The id of the key that opens `sealed`. Raises `WrongUsage` where it is no sealed box."""
    if sealed[:1] != _VERSION or len(sealed) <= 1 + _ID_BYTES:
        raise WrongUsage("These bytes are no sealed box that this program knows.")
    return sealed[1 : 1 + _ID_BYTES].hex()


def unseal(private: str, sealed: bytes, *, context: str) -> bytes:
    """What was sealed. Raises `WrongUsage` where the key, the context or the bytes are others."""
    secret = _private_key(private)
    needed, given = sealed_to(sealed), _id_of(secret.public_key().public_bytes_raw()).hex()
    if needed != given:
        raise WrongUsage(
            f"This box is sealed to key {needed}, and the key given is {given}; give the other one."
        )
    head, body = sealed[: 1 + _ID_BYTES], sealed[1 + _ID_BYTES :]
    try:
        return _SUITE.decrypt(body, secret, _info(head, context))
    except InvalidTag:
        raise WrongUsage("This sealed box is damaged, or belongs to something else.") from None


def _private_key(private: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_from_text(PRIVATE, private))


def _info(head: bytes, context: str) -> bytes:
    return head + context.encode("utf-8", "surrogatepass")


def _id_of(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:_ID_BYTES]


def _to_text(prefix: str, raw: bytes) -> str:
    return prefix + base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _from_text(prefix: str, text: str) -> bytes:
    # The sentences never repeat the text: it may be a private key in the wrong place.
    wanted, other = ("public", PRIVATE) if prefix == PUBLIC else ("private", PUBLIC)
    if text.strip().startswith(other):
        raise WrongUsage(f"A {wanted} key belongs here, and the one given is of the other kind.")
    body = text.strip().removeprefix(prefix)
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32 or not text.strip().startswith(prefix):
        raise WrongUsage(
            f"This is no {wanted} key of Nigah; one begins with `{prefix}` (`nigah keys` makes them)."
        )
    return raw
