"""This module reads the licence numbers of recruiting agents, as the Protector General of Emigrants writes them.

A number that is read proves nothing: anybody can copy one. Until a register is loaded it is shown as unverified.
"""

import re
from dataclasses import dataclass

from models.normalise.fold import Folded, fold_characters

# B-0123/KER/PER/1000+/5/4567/2010: serial, office, kind of firm, how many it may send, section, file, year.
_NUMBER = re.compile(
    r"b(?<![\w/]b)\s?-?\s?(?P<serial>\d{2,5})\s?/\s?(?P<office>[a-z]{2,20})\s?/\s?(?P<firm>[a-z]{2,12})\s?/"
    r"\s?(?P<rest>\d{1,5}\s?\+?(?:\s?/\s?\d{1,6}){1,3})(?![\w/]|\+\d)"
)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence number at published code points `start` to `end` (half-open), written without blanks."""

    start: int
    end: int
    number: str


def licences(published: str) -> tuple[Licence, ...]:
    """The licence numbers in `published`, in order of appearance."""
    return licences_in(fold_characters(published))


def licences_in(folded: Folded) -> tuple[Licence, ...]:
    """As `licences`, of text whose characters are folded already."""
    if "/" not in folded.text:
        return ()
    return tuple(
        Licence(*folded.span(match.start(), match.end()), _written(match))
        for match in _NUMBER.finditer(folded.text)
    )


def _written(match: re.Match[str]) -> str:
    rest = re.sub(r"\s", "", match["rest"])
    return f"B-{match['serial']}/{match['office'].upper()}/{match['firm'].upper()}/{rest}"
