"""This module reads telephone numbers that a page shows as references to characters: "&#57;&#56;…".

Boards that escape text twice publish such digits; a reader's browser shows a number, the text holds none.
"""

import re
from collections.abc import Iterator

from models.domain.contact import ContactKind
from models.entities.numbering import number
from models.entities.sighting import Sighting

_REFERENCE = r"&#(?:x3[0-9]|4[89]|5[0-7]);"
_RUN = re.compile(rf"(?:{_REFERENCE}[ -]?){{10,14}}(?<![ -])(?!&#)")
_ONE = re.compile(_REFERENCE)


def references(text: str) -> Iterator[Sighting]:
    """The numbers of ten to fourteen such digits in folded `text`, in order."""
    for run in _RUN.finditer(text) if "&#" in text else ():
        digits = "".join(map(_digit, _ONE.findall(run[0])))
        yield Sighting(ContactKind.PHONE, number(digits, international=False) or "", run.start(), run.end())


def _digit(reference: str) -> str:
    code = reference[2:-1]
    return chr(int(code[1:], 16) if code.startswith("x") else int(code))
