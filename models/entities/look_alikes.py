"""This module reads telephone numbers of ten signs, some of them letters shaped like digits: 92618 E2219.

What a letter looks like depends on its case: B is an 8 and b a 6, G a 6 and g a 9. Who writes no capitals may mean
either by a small one: such a number is read only where the text shows that the letter was picked by its shape, for a
wrong number is worse than none. Letters of other scripts count as the Latin ones that they look like.
"""

import re
from collections.abc import Iterator

from models.domain.contact import ContactKind
from models.entities.numbering import number
from models.entities.sighting import Sighting
from models.entities.surroundings import Said, said_of

_SIGN = r"[0-9oqil|!zes$gb]"
_GAP = r"[ .\-]"
_GROUPINGS = ((10,), (5, 5), (3, 3, 4), (4, 3, 3), (4, 6), (6, 4))
_SHAPES = "|".join(_GAP.join(f"{_SIGN}{{{size}}}" for size in sizes) for sizes in _GROUPINGS)
_NUMBER = re.compile(
    rf"(?<![\w$|!])(?<!\d[.\-])(?P<prefix>(?:\+91|91|0)[ -]?)?(?P<signs>{_SHAPES})(?![\w$]|[.\-]\d)"
)
_MAYBE = re.compile(r"[0-9][qzes$gb|!]|[qzesgb][0-9]")
_CAPITAL, _SMALL_WORD, _OTHER_LETTER = (
    re.compile(r"[A-Z]"),
    re.compile(r"[a-z]{3}"),
    re.compile(r"[^\W\d_a-zA-Z]"),
)
_GROUP = re.compile(r"[^ .\-]+")
_TRUE = re.compile(r"[0-9]")
_VALUES = {
    ord(letter): digit
    for digit, letters in {
        "0": "oOQ",
        "1": "iIlL|!",
        "2": "zZ",
        "3": "eE",
        "5": "sS$",
        "6": "G",
        "8": "B",
        "9": "q",
    }.items()
    for letter in letters
}
# Small letters picked by their shape.
_CASED_VALUES = _VALUES | {ord("b"): "6", ord("g"): "9"}
_FEWEST_TRUE = 6
_FEWEST_TRUE_OF_A_GROUP = 2


def look_alikes(text: str, *, as_written: str) -> Iterator[Sighting]:
    """The numbers with such letters in folded `text`, in order; the value is empty where a letter is ambiguous."""
    if not _MAYBE.search(text):
        return
    values = _CASED_VALUES if _by_shape(as_written) else _VALUES
    for found in _NUMBER.finditer(text):
        start, end = found.span("signs")
        if not _is_hidden(found["signs"]) or said_of(text, found.start(), end) is Said.OTHER:
            continue
        # The characters as they were published may be other forms of Latin letters and digits.
        signs = "".join(
            sign if sign.isdigit() else _cased(sign, as_written[start + at]) for at, sign in _signs(found)
        )
        digits = signs.translate(values)
        value = number(digits, international=False) if digits.isascii() and digits.isdecimal() else None
        yield Sighting(ContactKind.PHONE, value or "", found.start(), end)


def _by_shape(published: str) -> bool:
    """Whether the writer uses capitals too, or writes in another script and took single Latin letters out of it."""
    if _CAPITAL.search(published):
        return True
    return _OTHER_LETTER.search(published) is not None and _SMALL_WORD.search(published) is None


def _cased(sign: str, published: str) -> str:
    """The Latin letter or mark that was `published`, perhaps in another script or form, in its own case."""
    return sign.upper() if published.isupper() else sign


def _signs(found: re.Match[str]) -> list[tuple[int, str]]:
    return [(at, sign) for at, sign in enumerate(found["signs"]) if sign not in " .-"]


def _is_hidden(signs: str) -> bool:
    """Whether letters stand among enough true digits, in every group, and no mark of punctuation at an end."""
    groups = _GROUP.findall(signs)
    true = [len(_TRUE.findall(group)) for group in groups]
    letters = sum(map(len, groups)) - sum(true)
    return (
        letters > 0
        and sum(true) >= _FEWEST_TRUE
        and min(true) >= _FEWEST_TRUE_OF_A_GROUP
        and signs[0] not in "|!$"
        and (signs[-1] not in "|!$" or letters > 1)  # one such mark at the end is punctuation
    )
