"""This module parts telephone numbers that are written without a gap between them."""

from collections.abc import Iterator

from models.entities.numbering import number
from models.entities.pieces import Piece
from models.entities.surroundings import Said, names_phone, said_of

_MOST_RUN_TOGETHER = 60


def several(text: str, piece: Piece) -> Iterator[Piece]:
    """Several whole numbers written without a gap, each as a piece; any other piece as it is."""
    digits = piece.digits
    sizes = (10, 12, 11) if 20 <= len(digits) <= _MOST_RUN_TOGETHER and piece.kind == "digits" else ()
    for size in sizes:
        parts = [digits[i : i + size] for i in range(0, len(digits), size)]
        if len(digits) % size or not all(map(_is_mobile, parts)) or not _may_be_several(text, piece):
            continue
        for i, part in enumerate(parts):
            start = piece.end - len(digits) + i * size
            yield piece._replace(digits=part, start=start, end=start + size, gap="", left="", right="")
        return
    yield piece


def _is_mobile(digits: str) -> bool:
    found = number(digits, international=False)
    return found is not None and digits.endswith(found.removeprefix("+91"))


def _may_be_several(text: str, piece: Piece) -> bool:
    """Whether a long run of digits is telephone numbers, not the number of a payment or an order."""
    letters = [letters for letters in (piece.left, piece.right) if letters]
    return all(map(names_phone, letters)) and said_of(text, piece.start, piece.end) is not Said.OTHER
