"""This module holds a contact as it is read in folded text, before its place in the published text is known."""

from dataclasses import dataclass

from models.domain.contact import ContactKind


@dataclass(frozen=True, slots=True)
class Sighting:
    """A contact at folded characters `start` to `end`, half-open, with its normalised value."""

    kind: ContactKind
    value: str
    start: int
    end: int
