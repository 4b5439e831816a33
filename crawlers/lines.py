"""This module lays a page out in lines, each with what a reader would notice of it: links, weight, being beside the ad."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from crawlers.blocks import CELLS, DEEPEST, Element, around, is_silent, words, written
from crawlers.headings import rank_names_of_boxes, set_aside
from crawlers.laid_out import LaidOut, Line, Range
from crawlers.neighbours import neighbours
from crawlers.noise import is_boilerplate, is_contact, is_noise

_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 4, "legend": 5}
_BOLD: Final = frozenset(("b", "strong", "big", "th"))
_RANGES: Final = words(
    "div section article main td p span font dd li blockquote pre center body form table tbody tr ul ol dl"
)
_MOST_LINES: Final = 10_000  # no ad stands further down; a flood does
_MOST_RULES: Final = 30
_FEW_SIGNS: Final = 3
_POSTS: Final = frozenset(("post", "postbody", "comment", "reply", "message", "msg", "answer", "hentry"))


@dataclass(frozen=True, slots=True)
class _Style:
    linked: bool = False
    bold: bool = False
    rank: int = 0
    aside: bool = False


def lay_out(tree: Element) -> LaidOut:
    """The lines of a page in its order. What stands under a heading for other matter is aside, too."""
    page = _Page(neighbours(tree))
    body = tree.find(".//body")
    page.walk(tree if body is None else body, _Style(), 0)
    page.flush()
    rank_names_of_boxes(page.laid)
    set_aside(page.laid)
    page.laid.mark_boxes()
    page.part(tree if body is None else body)
    return page.laid


class _Page:
    """A page while it is laid out."""

    def __init__(self, neighbours: set[Element]) -> None:
        self.laid = LaidOut()
        self._neighbours = neighbours
        self._rules: list[int] = []
        self._pieces: list[tuple[str, bool, bool]] = []
        self._asked = ""
        self._at: tuple[Element, _Style] | None = None

    def walk(self, element: Element, style: _Style, depth: int) -> None:
        name = element.tag if isinstance(element.tag, str) else ""
        if name == "br":
            self._part("\n")
            return
        if name == "hr":
            self.flush()
            self._rules.append(len(self.laid.lines))
        if not name or is_silent(element, name) or depth > DEEPEST or len(self.laid.lines) >= _MOST_LINES:
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
        if whole and (name in _RANGES or "-" in name):
            self.laid.ranges.append(Range(element, start, len(self.laid.lines) + bool(self._pieces)))

    def part(self, body: Element) -> None:
        """Add what lies between drawn lines as boxes: on old pages nothing else parts the ad from the rest."""
        drawn = [place for place, line in enumerate(self.laid.lines) if _is_drawn(line.text)]
        cuts = sorted({0, len(self.laid.lines), *self._rules, *drawn, *(place + 1 for place in drawn)})
        if 2 < len(cuts) <= _MOST_RULES:
            self.laid.ranges += [Range(body, start, end) for start, end in pairwise(cuts) if end > start]

    def _styled(self, element: Element, name: str, style: _Style) -> _Style:
        if name == "a" and element.get("href") and not is_contact(element.get("href")):
            style = _Style(True, style.bold, style.rank, style.aside)
        rank = _HEADINGS.get(name, 0) or _told_rank(element)
        if rank or name in _BOLD or (name == "font" and (element.get("size") or "") in ("4", "5", "6", "7", "+1", "+2")):  # fmt: skip
            style = _Style(style.linked, True, rank or style.rank, style.aside)
        beside = element in self._neighbours or is_noise(element)
        return _aside(style) if beside and not style.aside else style

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


def _told_rank(element: Element) -> int:
    if element.get("role") != "heading":
        return 0
    level = element.get("aria-level") or ""
    return int(level) if level in ("1", "2", "3", "4", "5", "6") else 2


def _is_drawn(text: str) -> bool:
    """Whether a line is drawn with signs ("-----")."""
    return len(text) > _FEW_SIGNS and not any(letter.isalnum() for letter in text)


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
