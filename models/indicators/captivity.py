"""This module reads a call for help: somebody tells that they, or one of theirs, are held now.

One thing of it alone is said of honest trouble too ("locked out", "salary not paid", "passport lost"), and a rule of work
("not allowed to leave") holds nobody. So being held, guarded, hurt, sold or without papers must
be told and another such thing, two more where nobody is asked to help.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from models.domain.finding import Finding
from models.indicators.reading import AdReading
from models.indicators.saying import MOST_CITED, apart, is_told

_SIGNS = {
    "<held_now>": "JB22",
    "<guarded_now>": "JB22",
    "<mobile_now>": "JB22",
    "<papers_now>": "JB02",
    "<ransom_now>": "CS09",
    "<unpaid_now>": "JB13",
}
_BESIDE = ("<hurt_now>", "<told_other>", "<watched_phone>")  # told by captives, no sign of the catalogue
_TAKEN = frozenset({"<mobile_now>", "<papers_now>"})
_HELD = frozenset({"<held_now>", "<ransom_now>", "<guarded_now>", "<hurt_now>", *_TAKEN})
_ENOUGH, _UNASKED = 2, 3


def is_call_for_help(reading: AdReading) -> bool:
    """Whether the ad tells that somebody is held now who, or whose kin, speaks in it."""
    told = {name for name in (*_SIGNS, *_BESIDE) if _is_told(reading, name)}
    if told.isdisjoint(_HELD):
        return False
    things = len(told) - (told >= _TAKEN)
    return things >= (_ENOUGH if reading.has("<calls_out>") else _UNASKED)


def is_of_kin(reading: AdReading) -> bool:
    """Whether a call for help tells of kin or a friend rather than of who writes."""
    return reading.has("<captive_kin>")


def find(reading: AdReading) -> Iterator[Finding]:
    """The signs that an ad tells, known to be a call for help."""
    for name, sign in _SIGNS.items():
        for part in reading.parts:
            spans = islice(apart(part.spans(name), partial(is_told, part)), MOST_CITED)
            yield from (part.finding(sign, start, end) for start, end in spans)


def _is_told(reading: AdReading, name: str) -> bool:
    return any(is_told(part, start, end) for part, start, end in reading.each(name))
