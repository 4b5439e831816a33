"""This module reads the places that an ad names, with Local Government Directory codes where exactly one fits."""

from models.domain.place import Place


def places(part: str, published: str) -> tuple[Place, ...]:
    """The places in `published`, in order of appearance."""
    return ()
