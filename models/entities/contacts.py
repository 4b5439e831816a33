"""This module reads the ways to reach whoever posted an ad."""

from models.domain.contact import Contact
from models.domain.finding import Span
from models.entities.phones import phones
from models.entities.sighting import Sighting
from models.normalise.fold import fold_characters


def contacts(part: str, published: str) -> tuple[Contact, ...]:
    """The contacts in `published`, in order of appearance; none overlaps another.

    Telephone numbers are E.164. `part` names where the text stands and goes into the spans.
    """
    folded = fold_characters(published)
    found = list(phones(folded.text))
    return tuple(_contact(part, published, s, folded.span(s.start, s.end)) for s in found)


def _contact(part: str, published: str, sighting: Sighting, span: tuple[int, int]) -> Contact:
    start, end = span
    return Contact(sighting.kind, sighting.value, Span(part, start, end), published[start:end])
