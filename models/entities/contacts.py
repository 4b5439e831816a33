"""This module reads the ways to reach whoever posted an ad."""

from itertools import chain

from models.domain.contact import Contact
from models.domain.finding import Span
from models.entities.emails import emails
from models.entities.handles import handles
from models.entities.links import links
from models.entities.payment_ids import payment_ids
from models.entities.phones import phones
from models.entities.sighting import Sighting
from models.normalise.fold import Folded, fold_characters


def contacts(part: str, published: str) -> tuple[Contact, ...]:
    """The contacts in `published`, in order of appearance; none overlaps another.

    Telephone numbers are E.164. `part` names where the text stands and goes into the spans.
    """
    return contacts_in(part, published, fold_characters(published))


def contacts_in(part: str, published: str, folded: Folded) -> tuple[Contact, ...]:
    """As `contacts`, with the characters of `published` folded already."""
    as_written = published if folded.is_aligned else "".join(map(published.__getitem__, folded.offsets[:-1]))
    found = _named(folded, as_written)
    found += phones(folded, taken=[(s.start, s.end) for s in found], as_written=as_written)
    found.sort(key=lambda sighting: sighting.start)
    return tuple(_contact(part, published, s, folded.span(s.start, s.end)) for s in found)


def _named(folded: Folded, as_written: str) -> list[Sighting]:
    """Everything but telephone numbers, none overlapping another; links first, for they hold names and numbers."""
    text = folded.text
    kept: list[Sighting] = []
    taken = bytearray(len(text))
    sightings = (
        emails(folded),
        payment_ids(folded),
        links(text, as_written=as_written),
        handles(text, folded.words),
    )
    for sighting in chain.from_iterable(sightings):
        if not any(taken[sighting.start : sighting.end]):
            taken[sighting.start : sighting.end] = b"\1" * (sighting.end - sighting.start)
            kept.append(sighting)
    return kept


def _contact(part: str, published: str, sighting: Sighting, span: tuple[int, int]) -> Contact:
    start, end = span
    return Contact(sighting.kind, sighting.value, Span(part, start, end), published[start:end])
