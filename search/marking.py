"""This module cuts published text into pieces, each with what is to be shown of it: a finding, a hit, a language."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.redaction import Cover, show

# Enough for any reader; a hostile ad could otherwise make a page cost the square of its length.
_MOST = 500
_LONGEST_WORD = 25


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A half-open range of published code points; `note` is the sentence that explains it, empty for a hit.

    `against`: it speaks against a closer look.
    """

    start: int
    end: int
    note: str = ""
    against: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch shown in one way. `notes` are the sentences of the findings on it, `hit` a searched word."""

    text: str
    notes: tuple[str, ...] = ()
    against: bool = False
    hit: bool = False
    lang: str = ""


def cut(
    published: str,
    *,
    findings: Sequence[Mark] = (),
    hits: Sequence[Mark] = (),
    languages: Sequence[Mark] = (),
    covering: Sequence[Cover] = (),
    start: int = 0,
    end: int | None = None,
) -> tuple[Piece, ...]:
    """`published[start:end]` as pieces in order. A cover is one piece with its own text, never cut through.

    A mark in `languages` carries the language tag as its note. Marks outside the range are ignored, and
    of each sort those after the 500th.
    """
    findings, hits, languages = findings[:_MOST], hits[:_MOST], languages[:_MOST]
    end = len(published) if end is None else end
    for cover in covering:  # an end that falls into a hidden contact moves out of it
        start = cover.start if cover.start < start < cover.end else start
        end = cover.end if cover.start < end < cover.end else end
    pieces = []
    for left, right, text in _stretches(
        published, start, end, marks=(*findings, *hits, *languages), covering=covering
    ):
        marks = _over(findings, left, right)
        notes = tuple(dict.fromkeys(mark.note for mark in marks))
        against = bool(marks) and all(mark.against for mark in marks)
        lang = next((mark.note for mark in _over(languages, left, right)), "")
        pieces.append(Piece(show(text), notes, against, bool(_over(hits, left, right)), lang))
    return tuple(pieces)


def window(published: str, focus: Sequence[Mark], *, size: int) -> tuple[int, int]:
    """Where a snippet of about `size` characters begins and ends: around the first mark, else at the beginning."""
    first = min((mark.start for mark in focus), default=0)
    start = max(0, min(first - size // 4, len(published) - size))
    space = published.find(" ", start, min(start + _LONGEST_WORD, first)) if start else -1
    start = start if space < 0 else space + 1
    end = min(len(published), start + size)
    space = published.rfind(" ", end - _LONGEST_WORD, end) if end < len(published) else -1
    return start, end if space < 0 else space


def _stretches(
    published: str, start: int, end: int, *, marks: Iterable[Mark], covering: Sequence[Cover]
) -> Iterable[tuple[int, int, str]]:
    hidden = [cover for cover in covering if cover.end > start and cover.start < end]
    edges = {start, end}
    edges |= {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    edges = {edge for edge in edges if not any(c.start < edge < c.end for c in hidden)}
    edges |= {edge for cover in hidden for edge in (cover.start, cover.end)}
    instead = {cover.start: cover.shown for cover in hidden}
    ordered = sorted(edges)
    for left, right in itertools.pairwise(ordered):
        yield left, right, instead.get(left, published[left:right])


def _over(marks: Iterable[Mark], left: int, right: int) -> list[Mark]:
    return [mark for mark in marks if mark.start < right and mark.end > left]
