"""This module reads pictures that stand for words (SX24): "🍯🔑 = 3💎", "👠 ready", three and more of them in a row.

A picture beside its own word ("roses 🌹") only adorns. So it counts where it is priced, counted, likened or asked for, and
never as a smile, a tick, a hand or a telephone, with which everybody writes.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from models.domain.finding import Finding
from models.indicators.reading import AdReading, PartReading
from models.indicators.saying import MOST_CITED, apart
from models.normalise.tokens import Token

_THINGS = (
    "\u2615\u2702\u2708\u26bd\U0001f319\U0001f321-\U0001f37f\U0001f381\U0001f382\U0001f3a0-\U0001f3c0\U0001f3e0-\U0001f3f0"
    "\U0001f400-\U0001f43e\U0001f444\U0001f445\U0001f451-\U0001f463\U0001f467-\U0001f469\U0001f478\U0001f47c\U0001f483-\U0001f48b"
    "\U0001f48d-\U0001f490\U0001f4a6\U0001f4b0-\U0001f4b8\U0001f511-\U0001f513\U0001f525\U0001f57a\U0001f5dd\U0001f618"
    "\U0001f680-\U0001f6b2\U0001f6c0-\U0001f6cf\U0001f942-\U0001f96f\U0001f980-\U0001f9af\U0001f9c1-\U0001f9cf\U0001fa70-\U0001faff"
)
_THING = f"[{_THINGS}][\ufe0f\u200d]?[\U0001f3fb-\U0001f3ff]?"
_RUN = re.compile(rf"(?:{_THING}\s?){{3,12}}")
_LIKENED = re.compile(
    rf"(?:{_THING}\s?){{1,9}}[=:]\s?(?:\d{{1,6}}\s?)?(?:{_THING}|\w{{1,20}})?|=\s?\d{{0,6}}\s?(?:{_THING}\s?){{1,9}}"
)
_COUNTED = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:{_THING}){{1,9}}|(?:{_THING}){{1,9}}\s?(?:rs\.?|₹|inr)?\s?\d{{3,5}}(?!\d)",
    re.IGNORECASE,
)
_AGED = re.compile(
    rf"{_THING}\s?(?:\((?P<inside>\d\d)\)|(?P<years>\d\d)\s?(?:saal|sal|yrs?|years?|साल|वर्ष|বছর|bochor|ఏళ్ల?|ellu|ella)|(?P<bare>\d\d)(?=[,.;।]|\s{_THING}))",
    re.IGNORECASE,
)
_AGES = range(18, 50)
_PICTURES = re.compile(rf"(?:{_THING}\s?){{1,12}}")


def coded(reading: AdReading) -> Iterator[Finding]:
    """SX24: every place where pictures stand for words."""
    for part in reading.parts:
        if part.published.isascii():
            continue
        pictures = apart({*_written(part), *_asked_for(part), *_aged(part)})
        yield from (part.cited("SX24", *span) for span in islice(pictures, MOST_CITED))


def shows_persons(reading: AdReading) -> bool:
    """Whether a picture has the age of a grown person: "🍒 (26)"."""
    return any(True for part in reading.parts for _ in _aged(part))


def _aged(part: PartReading) -> Iterator[tuple[int, int]]:
    """Pictures with an age; a bare number may be a price, so two of these must stand there."""
    if part.published.isascii():
        return
    aged = [found for found in _AGED.finditer(part.published) if int(found[found.lastgroup or 0]) in _AGES]
    sure = [found for found in aged if found.lastgroup != "bare"]
    yield from (found.span() for found in (aged if len(aged) > 1 else sure))


def _written(part: PartReading) -> Iterator[tuple[int, int]]:
    for pattern in (_RUN, _LIKENED, _COUNTED):
        for found in pattern.finditer(part.published):
            yield found.start(), found.start() + len(found[0].rstrip())


def _asked_for(part: PartReading) -> Iterator[tuple[int, int]]:
    """A picture right before "ready", "ka", "bhejo", or right behind "send": what else would stand there is a word."""
    for found in _PICTURES.finditer(part.published):
        first = bisect_left(part.tokens, found.end(), key=_start)
        start, end = found.start(), found.start() + len(found[0].rstrip())
        if first < len(part.tokens) and part.tokens[first].start <= found.end() + 1:
            stop = _stop(part, "<after_picture>", first)
            if stop is not None:
                yield start, stop
        if (
            first
            and part.tokens[first - 1].end >= start - 1
            and part.holds("<before_picture>", first - 1, first)
        ):
            yield part.tokens[first - 1].start, end


def _stop(part: PartReading, name: str, first: int) -> int | None:
    """Where the hit of `name` ends that begins at token `first`."""
    return next((part.tokens[end - 1].end for _, end in part.within(name, first, first + 1)), None)


def _start(token: Token) -> int:
    return token.start
