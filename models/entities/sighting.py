"""This module holds a contact as it is read in folded text, before its place in the published text is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.domain.contact import ContactKind

TAKEN = "\0"
"""Stands in folded text, which never holds it, for what is read already or is no contact: no number reaches over it."""


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with those half-open spans, which do not overlap, taken; as long as before."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [text[at:start], TAKEN * (end - start)]
        at = end
    return "".join([*pieces, text[at:]]) if at else text


@dataclass(frozen=True, slots=True)
class Sighting:
    """A contact at folded characters `start` to `end`, half-open, with its normalised value."""

    kind: ContactKind
    value: str
    start: int
    end: int
