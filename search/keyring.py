"""This module keeps a deployment's keys in one file that only its owner may read."""

import base64
import binascii
import json
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models.domain.errors import WrongUsage

_VERSION = 1
_TEXTS = ("quarantine_public", "quarantine_private", "lane_public")


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One secret of 32 bytes and its public name, which travels with everything made by it."""

    key_id: str
    secret: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """All keys of one deployment.

    `seal` opens ads, newest first; `contact` hashes contacts and stays, or old links would be lost.
    The quarantine pair seals messages that could not be handled; of the child lane only the public key may be here.
    The three last are in the text form of `search.sealed_box`, empty where there is none.
    """

    seal: tuple[Key, ...]
    contact: Key
    quarantine_public: str = ""
    quarantine_private: str = ""
    lane_public: str = ""

    @classmethod
    def create(
        cls, path: Path, *, quarantine: tuple[str, str] = ("", ""), lane_public: str = ""
    ) -> "Keyring":
        """A fresh keyring, written to `path` whole or not at all. Raises `WrongUsage` where a file is there."""
        public, private = quarantine
        made = cls((_fresh_key(),), _fresh_key(), public, private, lane_public)
        _write(made, path, place=os.link)
        return made

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """The keyring in `path`. Raises `WrongUsage` where it is missing, damaged, or readable by others."""
        _check_rights(path)
        try:
            return _read(json.loads(path.read_bytes()))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise WrongUsage(
                f"The keyring {path} is damaged; put its backup back. Without it, what was sealed stays closed."
            ) from None
        except OSError as error:
            raise WrongUsage(f"The keyring {path} cannot be read ({error.strerror}).") from error

    def rotate(self, path: Path) -> "Keyring":
        """The same keyring with a new key to seal with, written over `path`; the old ones still open."""
        rotated = replace(self, seal=(_fresh_key(), *self.seal))
        _write(rotated, path, place=os.replace)
        return rotated

    def with_lane(self, path: Path, lane_public: str) -> "Keyring":
        """The same keyring with this public key of the child lane, written over `path`."""
        changed = replace(self, lane_public=lane_public)
        _write(changed, path, place=os.replace)
        return changed


def _write(keyring: Keyring, path: Path, *, place: Callable[[Path, Path], None]) -> None:
    """Write whole or not at all. `os.link` fails where a file is there; `os.replace` would bury its keys."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_text_of(keyring))
            file.flush()
            os.fsync(file.fileno())
        place(unfinished, path)
        _keep_folder(path.parent)
    except FileExistsError:
        raise WrongUsage(f"There is a keyring at {path} already; it stays as it is.") from None
    except OSError as error:
        raise WrongUsage(f"The keyring {path} cannot be written ({error.strerror}).") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _fresh_key() -> Key:
    return Key(secrets.token_hex(4), secrets.token_bytes(32))


def _check_rights(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise WrongUsage(
            f"There is no keyring at {path}; put its backup back. Without it, what was sealed stays closed."
        ) from None
    except OSError as error:
        raise WrongUsage(f"The keyring {path} cannot be read ({error.strerror}).") from error
    if stat.S_IMODE(mode) & 0o077:
        raise WrongUsage(f"The keyring {path} can be read by others; run `chmod 600 {path}`.")


def _text_of(keyring: Keyring) -> bytes:
    content: dict[str, Any] = {"version": _VERSION, "seal": [_plain(key) for key in keyring.seal]}
    content["contact"] = _plain(keyring.contact)
    content |= {name: getattr(keyring, name) for name in _TEXTS}
    return json.dumps(content, indent=2).encode()


def _plain(key: Key) -> dict[str, str]:
    return {"id": key.key_id, "key": base64.b64encode(key.secret).decode()}


def _read(content: dict[str, Any]) -> Keyring:
    if content["version"] != _VERSION or not content["seal"]:
        raise ValueError
    texts = [content.get(name, "") for name in _TEXTS]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError
    return Keyring(tuple(_key(each) for each in content["seal"]), _key(content["contact"]), *texts)


def _key(content: dict[str, str]) -> Key:
    try:
        secret = base64.b64decode(content["key"], validate=True)
        named = bytes.fromhex(content["id"])
    except binascii.Error as error:
        raise ValueError from error
    if len(secret) != 32 or len(named) != 4:
        raise ValueError
    return Key(content["id"], secret)


def _keep_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
