"""This module lays a page out in lines, each with what a reader would notice of it: links, weight, being beside the ad."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from crawlers.blocks import CELLS, DEEPEST, SILENT, Element, around, granted, words, written
from crawlers.label_words import opens_description
from crawlers.noise import is_boilerplate, is_contact, is_noise, is_reply, opens_other_matter

_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOLD: Final = frozenset(("b", "strong", "big", "th"))
_RANGES: Final = words(
    "div section article main td p span font dd li blockquote pre center body form table tbody tr ul ol dl"
)
_LIKE_A_HEADING: Final = 7  # the rank of a short line that is no heading by its tag
_A_SENTENCE: Final = 60  # letters; what is shorter is a menu, a label or a button, mostly
_MOST_LINES: Final = 10_000  # no ad stands further down; a flood does
_POSTS: Final = frozenset(("post", "postbody", "comment", "reply", "message", "hentry"))


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


@dataclass(frozen=True, slots=True)
class _Style:
    linked: bool = False
    bold: bool = False
    rank: int = 0
    aside: bool = False


def lay_out(tree: Element) -> LaidOut:
    """The lines of a page in its order. What stands under a heading for other matter is aside, too."""
    page = _Page()
    body = tree.find(".//body")
    page.walk(tree if body is None else body, _Style(), 0)
    page.flush()
    _set_aside(page.laid)
    return page.laid


def text_of_lines(lines: list[Line]) -> str:
    """`lines` as text: paragraphs two line breaks apart, lines one, cells of one row a space."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append(granted(line.before))
        parts.append(line.text)
    return "".join(parts)


class _Page:
    """A page while it is laid out."""

    def __init__(self) -> None:
        self.laid = LaidOut()
        self._pieces: list[tuple[str, bool, bool]] = []
        self._asked = ""
        self._at: tuple[Element, _Style] | None = None

    def walk(self, element: Element, style: _Style, depth: int) -> None:
        name = element.tag if isinstance(element.tag, str) else ""
        if name == "br":
            self._part("\n")
            return
        if not name or name in SILENT or depth > DEEPEST or len(self.laid.lines) >= _MOST_LINES:
            return
        style = self._styled(element, name, style)
        parting = " " if name in CELLS else around(name)
        if parting:
            self._part(parting)
        whole, start = not self._pieces, len(self.laid.lines)
        self._say(element.text, element, style)
        seen: set[str] = set()
        for child in element:
            inner = style if not _follows_another(child, seen) else _aside(style)
            self.walk(child, inner, depth + 1)
            self._say(child.tail, element, style)
        if parting:
            self._part(parting)
        if whole and name in _RANGES:
            self.laid.ranges.append(Range(element, start, len(self.laid.lines) + bool(self._pieces)))

    def _styled(self, element: Element, name: str, style: _Style) -> _Style:
        if name == "a" and element.get("href") and not is_contact(element.get("href")):
            style = _Style(True, style.bold, style.rank, style.aside)
        rank = _HEADINGS.get(name, 0)
        if rank or name in _BOLD or (name == "font" and (element.get("size") or "") in ("4", "5", "6", "7", "+1", "+2")):  # fmt: skip
            style = _Style(style.linked, True, rank or style.rank, style.aside)
        return _aside(style) if not style.aside and is_noise(element) else style

    def _say(self, text: str | None, element: Element, style: _Style) -> None:
        if text and not text.isspace():
            self._at = self._at or (element, style)
            self._pieces.append((written(text, keep_lines=False), style.linked, style.bold))
        elif text and self._pieces:
            self._pieces.append((" ", False, True))

    def _part(self, asked: str) -> None:
        self.flush()
        self._asked += asked

    def flush(self) -> None:
        if self._at is None:
            return
        holder, style = self._at
        text = " ".join("".join(piece for piece, _, _ in self._pieces).split())
        linked = sum(len(piece.strip()) for piece, link, _ in self._pieces if link)
        bold = all(heavy for _, _, heavy in self._pieces)
        aside = style.aside or is_boilerplate(text)
        pieces = tuple(words for piece, _, _ in self._pieces if (words := " ".join(piece.split())))
        self.laid.lines.append(Line(text, linked, bold, style.rank, self._asked, holder, aside, pieces))
        self._pieces, self._asked, self._at = [], "", None


def _aside(style: _Style) -> _Style:
    return _Style(style.linked, style.bold, style.rank, aside=True)


def _follows_another(child: Element, seen: set[str]) -> bool:
    """Whether `child` is the second post of a thread: the ad is the first."""
    if child.tag not in ("div", "li", "article", "section"):
        return False
    words = (child.get("class") or "").lower().split()
    names = _POSTS.intersection(words)
    before = bool(names & seen)
    seen.update(names)
    return before


def _set_aside(laid: LaidOut) -> None:
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
    )
