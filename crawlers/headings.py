"""This module marks what headings part on a page: names of boxes, and what stands under headings for other matter."""

import re
from collections.abc import Iterator
from typing import Final

from crawlers.blocks import line_of, words
from crawlers.label_words import opens_description
from crawlers.laid_out import LaidOut, Line
from crawlers.noise import is_reply, opens_other_matter

_LIKE_A_HEADING: Final = 7  # the rank of a short line that is no heading by its tag
_A_SENTENCE: Final = 60  # letters; what is shorter is a menu, a label or a button, mostly
_NAME_OF_A_BOX: Final = 45  # letters; what is longer is no heading
_BOXES: Final = words("div section article aside td li")
_MOST_TABS: Final = 8
_A_TAB: Final = 25


def rank_names_of_boxes(laid: LaidOut) -> None:
    """Make headings of short lines that open boxes and share a class, wherever all lines of that class do."""
    opening = {
        found.start for found in laid.ranges if found.element.tag in _BOXES and found.end - found.start > 1
    }
    named: dict[tuple[str, str], list[int]] = {}
    for place, line in enumerate(laid.lines):
        called = line.holder.get("class")
        if called and not line.rank:
            named.setdefault((line.holder.tag, called), []).append(place)
    for places in named.values():
        if len(places) > 1 and all(place in opening and _names_a_box(laid.lines[place]) for place in places):
            for place in places:
                laid.lines[place].rank = 6


def _names_a_box(line: Line) -> bool:
    return (
        len(line.text) <= _NAME_OF_A_BOX and not line.linked and not re.search(r"[.!?।,;]$|\d{3}", line.text)
    )


def set_aside(laid: LaidOut) -> None:
    """Mark what follows headings for other matter, as far as such a heading reaches."""
    replies = [place for place, line in enumerate(laid.lines) if is_reply(line.text)][
        1:
    ]  # the first is the ad's
    opening = sorted([*replies, *(place for place, line in enumerate(laid.lines) if _opens(line))])
    if not opening:
        return
    ranges = {found.element: found for found in laid.ranges}
    for place in opening:
        if laid.lines[place].aside:
            continue
        holding = (
            ranges.get(around)
            for around in (laid.lines[place].holder, *laid.lines[place].holder.iterancestors())
        )
        end = next((found.end for found in holding if found and found.end - place > 1), place + 1)
        rank = laid.lines[place].rank or _LIKE_A_HEADING
        reached = list(_reach(laid.lines[place:end], rank))
        if laid.lines[place].rank or 2 * _prose(reached) <= _prose(laid.lines):
            for line in reached:
                line.aside = True


def _prose(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines if not line.aside and len(line.text) > _A_SENTENCE)


def _reach(lines: list[Line], rank: int) -> Iterator[Line]:
    yield lines[0]
    for line in lines[1:]:
        if opens_description(line.text) or (line.rank and line.rank <= rank and not _opens(line)):
            return
        yield line


def _opens(line: Line) -> bool:
    return (
        line.rank != 1
        and (line.rank > 0 or not line.linked)
        and (line.bold or len(line.text) <= 45)
        and opens_other_matter(line.text)
        and not _is_tab(line)
    )


def _is_tab(line: Line) -> bool:
    """Whether a line is one of a row of short ones, none of which says what follows."""
    row = line.holder.getparent()
    if line.rank or row is None or not 2 < len(row) <= _MOST_TABS:
        return False
    return all(child.tag == line.holder.tag and len(line_of(child)) <= _A_TAB for child in row)
