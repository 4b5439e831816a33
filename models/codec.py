"""This module turns events into bytes and back: versioned strict JSON, the same on every bus and under every seal."""

from typing import Literal

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from models.domain.events import AdCollected, AdQuarantined, AdRestricted, AdScored, AdWithdrawn, Event

VERSION = 1


class CodecError(ValueError):
    """Bytes that are no event of ours; the message says what and where, and repeats nothing of the content."""


class _Envelope(BaseModel):
    # The setting reaches the frozen dataclasses inside: no unknown key, no silent conversion.
    model_config = ConfigDict(extra="forbid", strict=True, ser_json_bytes="base64", val_json_bytes="base64")


class _Collected(_Envelope):
    v: Literal[1]
    type: Literal["ad_collected"]
    body: AdCollected


class _Scored(_Envelope):
    v: Literal[1]
    type: Literal["ad_scored"]
    body: AdScored


class _Restricted(_Envelope):
    v: Literal[1]
    type: Literal["ad_restricted"]
    body: AdRestricted


class _Withdrawn(_Envelope):
    v: Literal[1]
    type: Literal["ad_withdrawn"]
    body: AdWithdrawn


class _Quarantined(_Envelope):
    v: Literal[1]
    type: Literal["ad_quarantined"]
    body: AdQuarantined


_BY_EVENT: dict[type, tuple[str, type[_Collected | _Scored | _Restricted | _Withdrawn | _Quarantined]]] = {
    AdCollected: ("ad_collected", _Collected),
    AdScored: ("ad_scored", _Scored),
    AdRestricted: ("ad_restricted", _Restricted),
    AdWithdrawn: ("ad_withdrawn", _Withdrawn),
    AdQuarantined: ("ad_quarantined", _Quarantined),
}
_BY_NAME = dict(_BY_EVENT.values())


def encode(event: Event) -> bytes:
    """`event` as UTF-8 JSON with its version and type."""
    name, envelope = _BY_EVENT[type(event)]
    return envelope.model_construct(v=VERSION, type=name, body=event).model_dump_json().encode()


def decode(data: bytes) -> Event:
    """The event in `data`.

    Raises `CodecError` where it is not JSON, of a type or version we do not know, or not as its version says.
    """
    try:
        head = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CodecError(f"not JSON: {error.msg} at character {error.pos}") from None
    if not isinstance(head, dict):
        raise CodecError("not a JSON object")
    version, name = head.get("v"), head.get("type")
    if isinstance(version, int) and version > VERSION:
        raise CodecError(
            f"version {version} is newer than this program's {VERSION}; update Nigah, then replay"
        )
    if not isinstance(name, str) or name not in _BY_NAME:
        raise CodecError("no event type that this program knows")
    try:
        return _BY_NAME[name].model_validate_json(data).body
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CodecError(f"{name} version {version}: {first['msg']} at {where}") from None
