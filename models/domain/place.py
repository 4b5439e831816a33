"""This module holds a place that an ad names, and how that is known."""

from dataclasses import dataclass

from models.domain.finding import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A place read in an ad, with Local Government Directory codes where exactly one fits.

    `basis` says how it is known: `pincode`, `state`, `city`, `field`, `foreign`. `confidence`, from 0 to 1, says
    how sure it is that this place is meant and no other; of a name that several share it is one part of as many.
    """

    name: str
    span: Span
    basis: str
    state_lgd: int | None = None
    district_lgd: int | None = None
    confidence: float = 1.0
