"""This module keeps everything but text out: what may be asked for, what may come in, what is cut out of it.

Nigah never holds a picture. What cannot be text is refused before or while it is received, and what hides
inside text (`data:` addresses, long base64 or hexadecimal) is cut out before anything is written.
"""

import re
from collections import Counter
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

BLOB_SIZE = 1024

_TYPES = {
    "text/html",
    "text/plain",
    "text/xml",
    "application/xhtml+xml",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/json",
    "application/ld+json",
    "application/feed+json",
    "application/rdf+xml",
}
_PACKED_TYPES = {"application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream"}
_PACKED_MAP = re.compile(r"\.xml\.gz$", re.IGNORECASE)
_MEDIA_NAME = re.compile(
    r"\.(?:jpe?g|jfif|png|gif|webp|avif|bmp|ico|tiff?|svgz?|heic|heif|mp[34]|m4[av]|webm|og[gv]|mov|avi|mkv|m3u8|3gp"
    r"|wav|flac|aac|opus|woff2?|ttf|otf|eot|css|js|mjs|pdf|docx?|xlsx?|pptx?|zip|rar|7z|gz|apk|exe)$",
    re.IGNORECASE,
)
# What begins a file of pictures, sound, film, fonts, PDF or an archive, whatever its header calls it.
_MEDIA_START = re.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF....(?:WEBP|AVI |WAVE)|....ftyp|BM....\x00\x00|II\*\x00|MM\x00\*|\x00\x00\x01\x00"
    rb"|\x1aE\xdf\xa3|OggS|ID3|fLaC|\xff\xfb|%PDF|PK\x03\x04|Rar!|7z\xbc\xaf|wOF[F2]|\x00\x01\x00\x00\x00|OTTO",
    re.DOTALL,
)
_DATA_URI = re.compile(
    r"data:(?:(?:image|video|audio|text|application|font|model|multipart|message)/[\w.+-]+|(?=;base64))"
    r"(?:;[\w.=+-]+)*+,[^\s\"'<>)\\]*+",
    re.IGNORECASE,
)
# Pieces of at least 40 letters of base64 (hexadecimal is among them), folded or not; a run is judged as a whole.
_PIECE = r"[A-Za-z0-9+/_-]{40,}+={0,2}+"
_BLOB = re.compile(rf"{_PIECE}(?:(?:\s|\\[nr]){{1,4}}+{_PIECE})*+")
_GAP = " "  # left where something was cut, or the two sides might together be what was cut


def is_text_type(content_type: str, *, url: str = "") -> bool:
    """Whether a Content-Type header promises text of a kind that is read here; at the `url` of a sitemap also packed."""
    name = content_type.partition(";")[0].strip().lower()
    return name in _TYPES or (name in _PACKED_TYPES and _is_packed_map(url))


def looks_like_media(body: bytes) -> bool:
    """Whether `body` begins as a picture, sound, film, font, PDF or archive does."""
    return _MEDIA_START.match(body[:64].lstrip(b"\r\n")) is not None


def names_media(url: str) -> bool:
    """Whether the path of `url` ends in the name of something that is not a page."""
    return _MEDIA_NAME.search(unquote(urlsplit(url).path)) is not None and not _is_packed_map(url)


def strip(text: str, counts: Counter[str]) -> str:
    """`text` without `data:` addresses and without base64 or hexadecimal runs over 1 KB; `counts` says how many."""
    # The expressions are possessive, so that time stays linear whatever the text.
    if "data:" in text.lower():
        text, found = _DATA_URI.subn(_GAP, text)
        counts["data_uri"] += found
    if len(text) <= BLOB_SIZE:
        return text

    def cut(run: re.Match[str]) -> str:
        if not _is_blob(run[0]):
            return run[0]
        counts["blob"] += 1
        return _GAP

    return _BLOB.sub(cut, text)


def kept_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """`counts` without zeros, in the order of names: what an evidence record says of what was stripped."""
    return {name: number for name, number in sorted(counts.items()) if number}


def _is_packed_map(url: str) -> bool:
    return _PACKED_MAP.search(unquote(urlsplit(url).path)) is not None


def _is_blob(run: str) -> bool:
    letters = re.sub(r"\s|\\[nr]", "", run)
    # A long word of one letter, or a path of words, is no encoded file: those mix digits and letters throughout.
    digits = sum(letter.isdigit() for letter in letters)
    return len(letters) > BLOB_SIZE and 0.05 < digits / len(letters) < 0.95
