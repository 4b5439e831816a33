"""This module holds an advertisement as it was published, and the ids that follow from it."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlsplit, urlunsplit

SOURCE_TYPES = ("job", "classified", "matrimonial")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TRACKING = re.compile(r"^(utm_\w+|gclid|fbclid|msclkid|yclid|mc_[ce]id|igshid|_ga|ref_src)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawAd:
    """One public ad as one capture found it: text only, never Unicode-normalised.

    `captured_at` and `first_seen` are microseconds since 1970 in UTC. `fields` holds what the page
    shows beside title and body, by the page's own names. `posted_at` is ISO 8601, where known.
    """

    ad_id: str
    card_id: str
    source_type: str
    url: str
    title: str
    text: str
    captured_at: int
    first_seen: int
    fields: Mapping[str, str]
    city: str | None = None
    posted_at: str | None = None

    @property
    def content_hash(self) -> str:
        """The hash of what was published; an edited ad has another one under the same id."""
        return content_hash(self.title, self.text, self.fields)

    @property
    def parts(self) -> Mapping[str, str]:
        """The published strings by the names that spans use: `title`, `text`, `fields.KEY`."""
        return {"title": self.title, "text": self.text} | {f"fields.{k}": v for k, v in self.fields.items()}

    def with_parts(self, parts: Mapping[str, str]) -> Self:
        """The same ad with other published strings, named as in `parts`; one for each of its own."""
        fields = {key: parts[f"fields.{key}"] for key in self.fields}
        return replace(self, title=parts["title"], text=parts["text"], fields=fields)


def storable(text: str) -> str:
    """`text` with NUL and lone surrogates replaced one for one by U+FFFD, so that offsets keep their meaning."""
    return _UNSTORABLE.sub("\ufffd", text)


def ad_id(card_id: str, *, number: str | None = None, url: str) -> str:
    """The id of an ad: from its number on the board where the card names one, else from its canonical URL."""
    own = number or canonical_url(url)
    return "a" + short_hash(card_id, own)


def short_hash(*parts: str) -> str:
    """24 base32 letters (120 bits) of the SHA-256 of `parts`, each kept apart by a NUL."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()
    return base64.b32encode(digest).decode("ascii")[:24].lower()


def canonical_url(url: str) -> str:
    """`url` without fragment and tracking parameters, its host in lower case."""
    parts = urlsplit(url)
    # Piece by piece, not parsed and written again: a query need not be made of `name=value`.
    kept = "&".join(piece for piece in parts.query.split("&") if not _TRACKING.match(piece.partition("=")[0]))
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", kept, ""))


def content_hash(title: str, text: str, fields: Mapping[str, str]) -> str:
    """SHA-256 (hex) over published title, text and fields; the order of fields does not matter."""
    canonical = json.dumps([title, text, dict(sorted(fields.items()))], ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
