"""This module finds the ad's own text on a page that nobody described: the element whose lines are prose, not the site's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from crawlers.blocks import Element
from crawlers.hints import only_place
from crawlers.label_words import label_of, opens_description, pair_of
from crawlers.laid_out import LaidOut, Line, Range, text_of_lines
from crawlers.moment import is_dateline
from crawlers.prose import is_title, letters_of, only_leads_on, worth_of

_BODY_NAME = re.compile(
    r"desc(?:ription)?(?:$|[^a-z])|(?:post(?:ing)?|entry|article|ad|job|item|user|message)[ _-]?(?:body|content|text|details?)|articlebody|inner-?html"
    r"|^(?:content|body|text|matter|message|details?|about)$|(?:^|[ _-])(?:matter|vivar\w+|message|jd|userbody|postbody|usertext)(?:$|[ _-])",
    re.IGNORECASE,
)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MOST_OF_A_LINE: Final = 400  # letters beyond which a line says no more surely that it is prose
_PIECES: Final = frozenset(("p", "ul", "ol", "blockquote", "pre", "div"))
_NAMED: Final = (
    150.0  # what a telling name, a heading or the page's own summary are worth, in letters of prose
)
_HEADED: Final = 120.0
_SUMMED_UP: Final = 250.0
_OWN_HEADING: Final = 120.0
_UNDER_A_HEADING: Final = 30.0  # of unknown words: the ad's text has none, or one that says so
_BEHIND_PROSE: Final = 60.0  # at most, for what other prose parts from the title
_NEAR: Final = 80.0  # for the text right behind the title, less with each line in between
_SHORT_PLACE: Final = 40
_A_SENTENCE: Final = 60
_NO_PROSE: Final = -3.0
_PARTED: Final = 5.0
_LEAST: Final = 20.0
_MOST_LABELS: Final = 8
_ABOUT_THE_PAGE: Final = ("posted_at", "number", "views", "city")
_LITTLE: Final = 0.4  # of what follows: so much may stand before the heading of the text


@dataclass(frozen=True, slots=True)
class MainText:
    """The text, and the lines of the page that it was taken from."""

    text: str
    start: int
    end: int


def main_text(page: LaidOut, *, title: str, summary: str, sites: Sequence[str] = ()) -> MainText | None:
    """The text of the ad called `title`; `summary` is what the page says of itself, often how the text begins.

    What names one of the `sites` (in small letters) praises it, and is seldom the ad's.
    """
    worths = [worth_of(line, title, sites) for line in page.lines]
    sums = list(accumulate(worths, initial=0.0))
    hint = letters_of(_without(summary, title))[:50]
    heading = next((place for place, line in enumerate(page.lines) if is_title(line, title)), len(page.lines))
    best = _best(page, worths, sums, hint, heading, parted=_PARTED) or _best(
        page, worths, sums, hint, heading, parted=0.5
    )
    if best is None:
        return None
    best = _spread(page, worths, best)
    start = _beginning(page.lines, sums, best, title)
    start, end = _trimmed(page.lines, start, best.end, title)
    kept = [line for line in page.lines[start:end] if not line.aside and not only_leads_on(line)]
    return MainText(text_of_lines(kept), start, end)


def _best(
    page: LaidOut,
    worths: Sequence[float],
    sums: Sequence[float],
    hint: str,
    heading: int,
    *,
    parted: float,
) -> Range | None:
    """The element that is most surely the text, where one is sure enough."""
    best: tuple[float, Range] | None = None
    prose = list(accumulate((max(0.0, worth) / 2 for worth in worths), initial=0.0))
    for found in page.ranges:
        if found.end > len(page.lines) or not _speaks(page.lines[found.start : found.end]):
            continue
        if sums[found.end] - sums[found.start] <= -_LEAST:
            continue
        score = _compact(worths[found.start : found.end], parted)
        if max(worths[found.start : found.end], default=0.0) > 0:
            score += _bonus(found, page.lines, hint)
        behind = found.start - heading
        if behind > 0:
            score += max(0.0, _NEAR - 4.0 * behind) - min(
                _BEHIND_PROSE, prose[found.start] - prose[heading + 1]
            )
        # Of equals the inner one: elements are met from the inside out.
        if best is None or score > best[0] + 1e-6:
            best = score, found
    return best[1] if best and best[0] >= _LEAST else None


def _spread(page: LaidOut, worths: Sequence[float], best: Range) -> Range:
    """`best` with the paragraphs before and behind it that go on in the same manner."""
    known = {found.element: found for found in page.ranges}
    element = best.element
    while element.tag not in _PIECES and (box := known.get(element.getparent())) is not None:
        if (box.start, box.end) != (best.start, best.end):
            break
        element = box.element
    if element.tag not in _PIECES:
        return best
    start = min(found.start for found in (best, *_going_on(page, element, worths, back=True)))
    end = max(found.end for found in (best, *_going_on(page, element, worths, back=False)))
    return Range(best.element, start, end)


def _going_on(page: LaidOut, element: Element, worths: Sequence[float], *, back: bool) -> Iterator[Range]:
    known = {found.element: found for found in page.ranges}
    for following in element.itersiblings(preceding=back):
        found = known.get(following)
        if following.tag not in _PIECES or following.get("class") != element.get("class"):
            return
        if found is not None:
            if not _goes_on(page.lines[found.start : found.end], worths[found.start : found.end]):
                return
            yield found


def _goes_on(lines: Sequence[Line], worths: Sequence[float]) -> bool:
    """Whether lines may be more of a text: nothing that parts it, and no prose that is the site's."""
    return all(
        worth >= _NO_PROSE
        and (len(line.text) <= _A_SENTENCE or 2 * worth >= min(len(line.text), _MOST_OF_A_LINE))
        for line, worth in zip(lines, worths, strict=True)
    )


def _compact(worths: Sequence[float], parted: float) -> float:
    """The prose of an element less what stands in between: what is no prose costs the more, the more prose it parts."""
    told = sum(worth for worth in worths if worth > 0)
    other = -sum(worth for worth in worths if worth < 0)
    return told - parted * other


def _speaks(lines: Sequence[Line]) -> bool:
    size = 0
    for line in lines:
        if not line.aside and not only_leads_on(line):
            size += len(line.text)
            if size >= _LEAST:
                return True
    return False


def _beginning(lines: Sequence[Line], sums: Sequence[float], found: Range, title: str) -> int:
    """Where the text begins in an element that holds more: behind the title and a heading such as "Description"."""
    begin = found.start
    for place in range(found.start, found.end - 1):
        line = lines[place]
        if (line.rank == 1 or is_title(line, title) or opens_description(line.text)) and not line.aside:
            before, after = sums[place] - sums[begin], sums[found.end] - sums[place + 1]
            if before < (_LITTLE if not opens_description(line.text) else _LITTLE / 3) * after:
                begin = place + 1
    return begin


def _bonus(found: Range, lines: Sequence[Line], hint: str) -> float:
    bonus = _NAMED if _is_called_body(_name(found.element)) else 0.0
    before = lines[found.start - 1].text if found.start else ""
    if opens_description(before) or opens_description(lines[found.start].text):
        bonus += _HEADED
    elif 1 < lines[found.start].rank < 5 and not lines[found.start].aside:
        bonus -= _OWN_HEADING
    elif found.start and lines[found.start - 1].rank > 1:
        bonus -= _UNDER_A_HEADING
    if len(hint) > 12 and hint in letters_of(" ".join(_some(lines[found.start : found.end]))):
        bonus += _SUMMED_UP
    return bonus


def _some(lines: Sequence[Line]) -> Iterator[str]:
    size = 0
    for line in lines:
        size += len(line.text)
        yield line.text
        if size > 4000:
            return


def _name(element: Element) -> str:
    told = (
        element.get(name) for name in ("id", "class", "itemprop", "data-aut-id", "data-testid", "data-qa")
    )
    return " ".join(word for word in told if word)


@lru_cache(maxsize=1 << 12)
def _is_called_body(name: str) -> bool:
    words = _HUMPS.sub("-", name)
    if re.search(r"(?:site|meta|short|company|category)[ _-]?desc", words, re.IGNORECASE):
        return False
    return any(_BODY_NAME.search(word) for word in words.split())


def _trimmed(lines: Sequence[Line], start: int, end: int, title: str) -> tuple[int, int]:
    """The range without what is no prose at its two ends: the title, labels with values, links, buttons."""
    while start < end:
        labels = _leading_labels(lines[start:end])
        if not labels and not _is_edge(lines[start], title):
            break
        start += labels or 1
    while start < end and _is_edge(lines[end - 1], title, at_end=True):
        end -= 1
    return start, end


def _leading_labels(lines: Sequence[Line]) -> int:
    """How many lines at the beginning are labels with values, up to the last that tells place, date or number."""
    last = 0
    for place, line in enumerate(lines[:_MOST_LABELS]):
        if len(line.text) > 80 or pair_of(line.text) is None:
            break
        last = place + 1 if label_of(line.text) in _ABOUT_THE_PAGE else last
    return last


def _is_edge(line: Line, title: str, *, at_end: bool = False) -> bool:
    if line.aside or only_leads_on(line) or is_title(line, title) or opens_description(line.text):
        return True
    if not any(letter.isalnum() for letter in line.text) or (not at_end and _is_stamp(line.text)):
        return True
    return at_end and (line.rank > 0 or (len(line.text) < 80 and label_of(line.text) in _ABOUT_THE_PAGE[:3]))


def _without(summary: str, title: str) -> str:
    return summary[len(title) :] if title and summary.casefold().startswith(title.casefold()) else summary


def _is_stamp(line: str) -> bool:
    """Whether a line is a date, or a place alone: above a text these are the page's."""
    return is_dateline(line) or (len(line) <= _SHORT_PLACE and only_place(line) is not None)
