"""This module reads telephone numbers given in parts with words between: "first 98765 and then 43210".

"98765 and 43210" may be two prices: such parts are one number only behind words that announce a telephone's.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from models.domain.contact import ContactKind
from models.entities.numbering import number
from models.entities.sighting import Sighting
from models.entities.surroundings import Said, said_of
from models.entities.tables import alternatives, openings_of

_DIGITS = 10
_MOST_PARTS = 5
_JOINED_SIZES = ([5, 5], [2, 2, 2, 2, 2])
_JUNK = re.compile(r"[ \n]?[(\[{<*](?=[^\d\n)\]}>*]{2,24}[)\]}>*])[^\d\n)\]}>*₹$€£\0]*[)\]}>*][ \n]?")
# What stands before is asked behind the first digit: so a search passes at once over all that is none.
_RUN = re.compile(r"[0-9](?<![\w.,/:@+-][0-9])(?<!\d [0-9])[0-9]{1,7}(?![\w@%]|[.,/:-]\d)")


def instructions(text: str, words: frozenset[str]) -> Iterator[Sighting]:
    """The numbers in parts in folded `text`, in order; the value is empty where words say that it is no telephone's.

    `words` are the text's runs of letters.
    """
    is_worth_it = not words.isdisjoint(openings_of("contact_words.yaml", "sequel", "joiner")) or any(
        sign in text for sign in "([{<*&+"
    )
    parts = list(_RUN.finditer(text)) if is_worth_it else []
    at = 0
    while at < len(parts) - 1:
        count = _count(text, parts, at)
        value = _value(text, parts[at : at + count]) if count > 1 else None
        if value is not None:
            yield Sighting(ContactKind.PHONE, value, parts[at].start(), parts[at + count - 1].end())
        at += max(1, count)


def _count(text: str, parts: list[re.Match[str]], at: int) -> int:
    """How many parts from `at` belong together by what stands between them."""
    end = at + 1
    while end < len(parts) and end - at <= _MOST_PARTS:
        gap = (parts[end - 1].end(), parts[end].start())
        if not any(between.fullmatch(text, *gap) for between in (_instruction(), _JUNK, _joiner())):
            break
        end += 1
    return end - at


def _value(text: str, parts: list[re.Match[str]]) -> str | None:
    digits = "".join(part[0] for part in parts)
    if len(digits) != _DIGITS or len(parts) > _MOST_PARTS or all(part[0].endswith("00") for part in parts):
        return None
    start, end = parts[0].start(), parts[-1].end()
    opened = _opener().search(text, max(0, start - 40), start)
    said = said_of(text, opened.start() if opened else start, end)
    gaps = [(a.end(), b.start()) for a, b in pairwise(parts)]
    is_told = all(_instruction().fullmatch(text, *gap) for gap in gaps)
    is_usual = [len(part[0]) for part in parts] == [5, 5]
    if said is Said.OTHER:
        return ""
    if any(_joiner().fullmatch(text, *gap) for gap in gaps):
        sizes = [len(part[0]) for part in parts]
        is_one = said is Said.PHONE and sizes in _JOINED_SIZES
        return number(digits, international=False) if is_one else None
    if not (said is Said.PHONE or is_usual or is_told):
        return None
    return number(digits, international=False)


@cache
def _instruction() -> re.Pattern[str]:
    """Words that say how to go on, one of them at least beyond doubt, with little between."""
    aside = rf"(?:{alternatives('sequel', 'aside')}(?!\w)[\s,.:;()*-]{{1,3}}){{0,4}}"
    return re.compile(rf"[\s,.:;()*-]{{1,3}}{aside}{alternatives('sequel')}(?!\w)[\s,.:;()*-]{{1,3}}{aside}")


@cache
def _joiner() -> re.Pattern[str]:
    return re.compile(rf"\s?{alternatives('joiner')}\s?")


@cache
def _opener() -> re.Pattern[str]:
    """Words that say where a number begins, up to the number."""
    aside = alternatives("opener", "aside")
    return re.compile(
        rf"(?<!\w){alternatives('opener')}(?!\w)(?:[\s,:-]{{1,3}}{aside}(?!\w)){{0,3}}[\s,:-]{{1,3}}$"
    )
