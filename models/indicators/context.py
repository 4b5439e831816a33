"""This module says when words are there but not meant: negated, quoted, asked, warned against, or told as news.

It is the one place for this, for all indicators and languages. A phrase whose own words hold the negation
("no phone", "छुट्टी नहीं") means what it says and is never taken for negated.
"""

import re

from models.indicators.reading import AdReading, PartReading

_NEAR, _FAR, _BEHIND = 3, 7, 4  # words that "no" reaches ahead, "never" ahead, and "nahi" back
_QUOTED = re.compile(r"[“«\"„][^“”«»\"„\n]{3,200}[”»\"]")
_COMMA = re.compile(r"[,:(\u2013\u2014]")


def is_meant(part: PartReading, start: int, end: int) -> bool:
    """Whether the tokens from `start` to before `end` are said of the ad's own offer."""
    first, last = part.sentence(start)
    if _inside(part, "<warning>", first, last) or _inside(part, "<hearsay>", first, last):
        return False
    if _is_question(part, first, last) or _is_quoted_speech(part, start, end):
        return False
    return not is_negated(part, start, end)


def is_negated(part: PartReading, start: int, end: int) -> bool:
    """Whether a negation outside the phrase reaches it; two of them cancel out ("no job without fee")."""
    own = any(
        begin < end and stop > start
        for name in ("<no_before>", "<never>", "<no_after>")
        for begin, stop in part.spans(name)
    )
    if own:
        return False
    count = _before(part, "<no_before>", start, _NEAR) or _before(part, "<never>", start, _FAR)
    count += _before(part, "<without>", start, _NEAR)
    count += _behind(part, end)
    return count % 2 == 1


def is_about_trafficking(reading: AdReading) -> bool:
    """Whether the ad is news, advice, a helpline or police text about the crime rather than an offer (rule 6).

    A helpline number alone is not enough: a recruiter could add one. Words of an offer count against.
    """
    strong = sum(1 for _ in _distinct(reading, "<about_strong>"))
    weak = sum(1 for _ in _distinct(reading, "<about_weak>"))
    offers = sum(1 for _ in _distinct(reading, "<offer>"))
    return strong >= 1 and 2 * strong + weak - offers >= 3


def _distinct(reading: AdReading, name: str) -> set[tuple[str, ...]]:
    return {
        tuple(token.key for token in part.tokens[start:end]) for part, start, end in reading.each(name)
    }


def _inside(part: PartReading, name: str, first: int, last: int) -> bool:
    return any(first <= begin < last for begin, _ in part.spans(name))


def _is_question(part: PartReading, first: int, last: int) -> bool:
    """An enquiry ("is there any fee?"); a lure may be a question too ("In debt? Call us"), so a mark is not enough."""
    ending = part.gaps[last] if last < len(part.tokens) else part.published[part.tokens[-1].end :]
    return "?" in ending and _inside(part, "<asks>", first, last)


def _is_quoted_speech(part: PartReading, start: int, end: int) -> bool:
    """Inside quotation marks, with a word for saying in the same or the sentence before."""
    begin, stop = part.tokens[start].start, part.tokens[end - 1].end
    if not any(q.start() < begin and stop <= q.end() for q in _QUOTED.finditer(part.published)):
        return False
    number = part.sentences[start]
    return any(number - 1 <= part.sentences[said] <= number for said, _ in part.spans("<says>"))


def _before(part: PartReading, name: str, start: int, reach: int) -> int:
    """1 where a hit of `name` ends within `reach` words before `start`, in the same clause, and is not undone."""
    for begin, stop in part.spans(name):
        if not (stop <= start <= stop + reach and part.sentences[begin] == part.sentences[start]):
            continue
        if not _clause_ends(part, stop, start) and not _undone(part, stop, start):
            return 1
    return 0


def _behind(part: PartReading, end: int) -> int:
    for begin, _ in part.spans("<no_after>"):
        if not (end <= begin <= end + _BEHIND and part.sentences[begin] == part.sentences[end - 1]):
            continue
        if not _clause_ends(part, end, begin) and not _undone(part, end, begin + 2):
            return 1
    return 0


def _clause_ends(part: PartReading, start: int, end: int) -> bool:
    """A comma ends the reach of a negation unless the list goes on with "or"."""
    if not any(_COMMA.search(part.gaps[i]) for i in range(start, min(end + 1, len(part.gaps)))):
        return False
    return not _inside(part, "<or>", start, min(end + 3, len(part.tokens)))


def _undone(part: PartReading, start: int, end: int) -> bool:
    """"No refund of the fee", "fee not returned", "not only": the negation is about something else."""
    return _inside(part, "<undoes_no>", start, end)
