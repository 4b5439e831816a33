"""This module reads when an ad was posted, in ISO, Indian and relative words, in several languages."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import dateparser  # type: ignore[import-untyped]

from models.domain.evidence import IST

_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$"
)
_LABEL = re.compile(r"^(?:date )?(?:re)?posted(?: on)?\s*:?\s*|^published(?: on)?\s*:?\s*", re.IGNORECASE)
_LONGEST: Final = 60
_READ: Final = frozenset(("en", "hi", "te", "bn", "ta", "mr", "ur", "gu", "pa", "kn", "ml"))


def moment(words: str, *, now: int, languages: Sequence[str]) -> str | None:
    """`words` as ISO 8601, or None; `now` is microseconds, UTC. Without a zone they mean India's time.

    A date without a time stays a date. What lies more than two days ahead is not when an ad was posted.
    """
    words = _LABEL.sub("", " ".join(words.split()))
    if not words or len(words) > _LONGEST:
        return None
    present = datetime.fromtimestamp(now / 1_000_000, UTC).astimezone(IST)
    read = _iso(words) if _ISO.match(words) else _spoken(words, present, languages)
    if read is None:
        return None
    whole = read if read.tzinfo else read.replace(tzinfo=IST)
    if whole > present + timedelta(days=2):
        return None
    dated_only = (whole.hour, whole.minute, whole.second) == (0, 0, 0) and ":" not in words
    return whole.date().isoformat() if dated_only else whole.isoformat(timespec="seconds")


def _iso(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words.replace(" Z", "Z"))
    except ValueError:  # the form of a date, but no day of any calendar
        return None


def _spoken(words: str, present: datetime, languages: Sequence[str]) -> datetime | None:
    known = [language for language in dict.fromkeys((*languages, "en")) if language in _READ]
    settings = {
        "DATE_ORDER": "DMY",
        "TIMEZONE": "Asia/Kolkata",
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": present.replace(tzinfo=None),
        "REQUIRE_PARTS": ["day", "month"],
    }
    found = dateparser.parse(words, languages=known, settings=settings)
    return found if isinstance(found, datetime) else None
