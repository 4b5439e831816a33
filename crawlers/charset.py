"""This module turns the bytes of a page into text, also where the page is wrong or silent about its encoding."""

import codecs
import re
from functools import partial

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

from models.domain.ad import storable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENOUGH_TO_GUESS = 60  # bytes beyond ASCII; on fewer every guess is as good as another
_GUESSED_FROM = 20_000  # bytes; more does not change the guess and costs time


def decode(body: bytes, *, content_type: str = "") -> str:
    """The text of `body`: by its byte order mark, as UTF-8 if it is that, as declared, else as guessed.

    What is valid UTF-8 with letters beyond ASCII is UTF-8, whatever header and page declare. Bytes that do
    not fit become U+FFFD, and so do NUL and lone surrogates.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return storable(body[len(mark) :].decode(encoding, "replace"))
    for attempt in (_as_wide, _as_utf8, partial(_as_declared, content_type=content_type), _as_guessed):
        text = attempt(body)
        if text is not None:
            return storable(text)
    return storable(body.decode("windows-1252", "replace"))


def _as_wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of the markup at the beginning is zero."""
    head = body[:400]
    if re.match(rb"(?:[\x09\x0a\x0d\x20-\x7e]\x00){16}", head):
        return body.decode("utf-16-le", "replace")
    if re.match(rb"(?:\x00[\x09\x0a\x0d\x20-\x7e]){16}", head):
        return body.decode("utf-16-be", "replace")
    return None


def _as_utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # One torn or foreign letter in a long page of UTF-8 does not make it another encoding.
        valid = body[: error.start]
        if len(valid) > 500 and sum(byte > 0x7F for byte in valid) > 50:
            return body.decode("utf-8", "replace")
        return None


def _as_declared(body: bytes, *, content_type: str) -> str | None:
    for declared in (http_content_type_encoding(content_type), html_body_declared_encoding(body)):
        encoding = resolve_encoding(declared) if declared else None
        if encoding is None or encoding.startswith(("utf-8", "utf8", "utf-16", "utf-32")):
            continue
        text = body.decode(encoding, "replace")
        if text.count("\ufffd") * 200 <= len(text):
            return text
    return None


def _as_guessed(body: bytes) -> str | None:
    sample = re.sub(rb"(?s)<(script|style)\b.*?</\1>|<[^>]*>", b" ", body[:_GUESSED_FROM])
    if sum(byte > 0x7F for byte in sample) < _ENOUGH_TO_GUESS:
        return None
    guess = from_bytes(sample).best()
    return body.decode(guess.encoding, "replace") if guess else None
