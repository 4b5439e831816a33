"""This module says how surely a line of a page is the ad's own prose."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from crawlers.blocks import Element
from crawlers.label_words import label_of, leaning_name, pair_of
from crawlers.laid_out import Line
from crawlers.moment import is_dateline

_TELEPHONE = re.compile(r"(?<!\d)(?:\+?91[ -]?|0)?(?:\d[ -]?){10}(?!\d)")
_SMALL_LETTERS = re.compile(
    r"font-size:\s*(?:[0-9](?:\.\d+)?(?:px|pt)|1[01]px|0?\.[0-7]\d*r?em|[x-]*small\b)"
)
_MOST_OF_A_LINE: Final = 400  # letters beyond which a line says no more surely that it is prose
_SHORT: Final = 28  # letters; prose is seldom so short, values of tables and buttons are
_LONGEST_STAMP: Final = 80
_NUMBER: Final = 40.0
_FOREIGN: Final = 0.4  # what Latin prose under a title in another script counts: it is the site's, mostly
_FINE_PRINT: Final = 0.3
_PRAISE: Final = 0.3
_MOST_OF_PRAISE: Final = 300  # letters; an employer who tells of himself at length has a site of his name
_LABELS: Final = frozenset(("dt", "th", "label"))


def worth_of(line: Line, title: str, sites: Sequence[str]) -> float:
    """How surely a line is the ad's own prose, in letters; below nothing where it surely is not."""
    size = len(line.text)
    if line.aside:
        return -2.0  # it is left out of the text, so that it may stand in between
    if only_leads_on(line):
        return -12.0 - min(size, 60) / 6
    if is_title(line, title):
        return -40.0
    if (
        line.rank
        or label_of(line.text)
        or _is_stamp(line.text)
        or (line.holder.tag in _LABELS and size < _SHORT)
    ):
        return -8.0
    if _TELEPHONE.search(line.text) and not line.linked:
        return max(_NUMBER, float(min(size, _MOST_OF_A_LINE)))
    prose = float(min(size - line.linked, _MOST_OF_A_LINE)) * _share(line, title, sites)
    return prose * 0.25 - 3.0 if size < _SHORT else prose


def _share(line: Line, title: str, sites: Sequence[str]) -> float:
    """How much of a line's letters count: less where it is more likely the site's than the ad's."""
    share = _FOREIGN if not _latin(title) and _latin(line.text) else 1.0
    if _is_fine_print(line.holder):
        share *= _FINE_PRINT
    if len(line.text) <= _MOST_OF_PRAISE and any(site in line.text.casefold() for site in sites):
        share *= _PRAISE
    return share


@lru_cache(maxsize=1 << 12)
def _is_stamp(line: str) -> bool:
    """Whether a line tells when or where an ad was posted, and no more: a label that leans to it, or a date alone."""
    pair = pair_of(line) if len(line) <= _LONGEST_STAMP else None
    return is_dateline(line) or (pair is not None and leaning_name(pair[0]) is not None)


def _is_fine_print(holder: Element) -> bool:
    for element in (holder, holder.getparent()):
        if element is not None and (
            element.tag == "small" or _SMALL_LETTERS.search(element.get("style") or "")
        ):
            return True
    return False


@lru_cache(maxsize=1 << 10)
def _latin(text: str) -> bool:
    """Whether most letters are Latin; a text without letters counts as such."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < "\u0250" for letter in letters) >= len(letters)


def only_leads_on(line: Line) -> bool:
    """Whether most letters of a line are links."""
    return line.linked * 2 > len(line.text)


def is_title(line: Line, title: str) -> bool:
    """Whether a line says what the title says, whatever the signs between."""
    return len(line.text) <= 2 * len(title) + 10 and letters_of(line.text) == letters_of(title)


def letters_of(text: str) -> str:
    """The letters and figures of `text`, all small."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
