"""This module holds a page laid out: its lines, and the boxes that hold them."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from crawlers.blocks import Element, granted

_HIGHEST: Final = 60  # boxes around an element that are looked at


@dataclass(slots=True)
class Line:
    """One line as shown; `linked` is how many of its letters lead elsewhere, `before` what parts it from the last.

    `pieces` are its parts as tags divide it: a place, a date and a number often stand on one line. `rank` is 1 to 6 for a heading, else 0. `aside` says that it does not belong to the ad.
    """

    text: str
    linked: int
    bold: bool
    rank: int
    before: str
    holder: Element
    aside: bool
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """An element and the lines that it holds, from `start` up to `end`."""

    element: Element
    start: int
    end: int


@dataclass(slots=True)
class LaidOut:
    """A page as lines, and the elements that hold whole ones."""

    lines: list[Line] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    _beside: set[Element] = field(default_factory=set)

    def is_aside(self, element: Element) -> bool:
        """Whether `element` lies in a box all of whose lines are aside."""
        if not self._beside:
            return False
        return any(around in self._beside for around in (element, *islice(element.iterancestors(), _HIGHEST)))

    def mark_boxes(self) -> None:
        """Note the boxes whose lines are all aside by now."""
        for found in self.ranges:
            held = self.lines[found.start : found.end]
            if held and all(line.aside for line in held):
                self._beside.add(found.element)


def text_of_lines(lines: list[Line]) -> str:
    """`lines` as text: paragraphs two line breaks apart, lines one, cells of one row a space."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append(granted(line.before))
        parts.append(line.text)
    return "".join(parts)
