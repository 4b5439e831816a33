"""This module takes codes of capitals and digits ("TXN98…") out of a text in which numbers are looked for."""

import re

from models.entities.sighting import without
from models.entities.surroundings import names_phone

_CODE = re.compile(r"(?<![^\W_])(?!O[0-9IlOS]*\b)([A-Z]{2,8})[0-9]{6,}+(?![^\W_])")
_MAYBE_CODE = re.compile(r"[A-Z][0-9]{6}")


def without_codes(text: str, as_written: str) -> str:
    """`text` with signs that no number contains for every word of capitals against digits that is no label."""
    if not _MAYBE_CODE.search(as_written):
        return text
    codes = [code.span() for code in _CODE.finditer(as_written) if not names_phone(code[1].lower())]
    return without(text, codes)
