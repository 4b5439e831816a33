"""This module holds a place that an ad names, and how that is known."""

from dataclasses import dataclass

from models.domain.finding import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A place read in an ad, with Local Government Directory codes where exactly one fits.

    `basis` says how it is known: `pincode`, `locality`, `city`, `field`, `landline`, `foreign`.
    """

    name: str
    span: Span
    basis: str
    state_lgd: int | None = None
    district_lgd: int | None = None
