"""This module says when words are there but not meant: negated, quoted, asked, warned against, or told as news.

It is the one place for this, for all indicators and languages. A phrase whose own words hold the negation
("no phone", "छुट्टी नहीं") means what it says and is never taken for negated.
"""

import re
from bisect import bisect_right

from models.domain.contact import ContactKind
from models.indicators.reading import AdReading, PartReading

_NEAR, _FAR, _BEHIND = 3, 7, 4  # words that "no" reaches ahead, "never" ahead, and "nahi" back
_TELEPHONES = frozenset({ContactKind.PHONE, ContactKind.WHATSAPP})
_DEEDS = ("<told_by>", "<told_form>", "<told_if>", "<told_past>", "<told_do>", "<told_law>", "<about_strong>")
_GROUNDS = ("<told_by>", "<told_law>", "<about_strong>")  # somebody or something to turn to
_TALES = (
    "<told_form>",
    "<told_if>",
    "<told_past>",
)  # what an offer has no use for, whatever it says of the law
_ENOUGH, _ENOUGH_TOLD = 3, 6
_NEGATIONS = ("<no_before>", "<never>", "<no_after>", "<without>")
_COMMA = re.compile(r"[,:(\u2013\u2014]")


def is_meant(part: PartReading, start: int, end: int) -> bool:
    """Whether the tokens from `start` to before `end` are said of the ad's own offer."""
    first, last = part.sentence(start)
    if _is_warned(part, start, end) or part.stands("<hearsay>", first, last):
        return False
    if _is_question(part, first, last) or _is_quoted_speech(part, start, end):
        return False
    return not is_negated(part, start, end)


def _is_warned(part: PartReading, start: int, end: int) -> bool:
    """A warning in the sentence, not of the phrase's own words: "do not give cash to her" is the demand itself."""
    warnings = part.within("<warning>", *part.sentence(start))
    return any(begin < start or stop > end for begin, stop in warnings)


def is_negated(part: PartReading, start: int, end: int) -> bool:
    """Whether a negation outside the phrase reaches it; two of them cancel out ("no job without fee")."""
    if part.hits.keys().isdisjoint(_NEGATIONS):
        return False
    overlapping = [stop for name in _NEGATIONS for _, stop in part.within(name, start, end)]
    if overlapping:  # wholly inside: the phrase's own; running on behind it: "taka joma dite hobe na"
        return max(overlapping) > end
    denied = _before(part, "<no_before>", start, _NEAR) or _before(part, "<never>", start, _FAR)
    behind = _behind(part, end)
    if _before(part, "<without>", start, _NEAR):
        first = max(part.sentence(start)[0], start - _FAR)
        return not (behind or any(part.stands(name, first, start) for name in ("<no_before>", "<never>")))
    return denied != behind


def is_about_trafficking(reading: AdReading) -> bool:
    """Whether the ad is news, advice, a helpline or police text about the crime rather than an offer (rule 6).

    A helpline number alone is not enough: a recruiter could add one. Words of an offer count against, and so
    does a telephone number (a helpline is none).
    """
    strong = len(_distinct(reading, "<about_strong>"))
    weak = len(_distinct(reading, "<about_weak>"))
    offers = len(_distinct(reading, "<offer>"))
    offers += 2 * any(contact.kind in _TELEPHONES for contact in reading.contacts)
    return (
        (strong >= 1 and 2 * strong + weak - offers >= _ENOUGH)
        or _is_told(reading)
        or _is_rescue_told(reading)
    )


def _is_rescue_told(reading: AdReading) -> bool:
    """Whether an ad says who brought whom back or whom they help, and to tell of more; one word of an offer may stand in it."""
    if not (reading.has("<rescue_told>") and reading.has("<report_it>")):
        return False
    return len(_distinct(reading, "<offer>")) <= 1


def _is_told(reading: AdReading) -> bool:
    """Whether an ad does three of the things that only telling does, two where it tells of the past and in quotation marks.

    It says who speaks, what sort of text it is, what others say, what befell somebody, what to do, what the law is. To
    warn of others and to speak of the law is not enough, for who sells does so too: a tale must be told, and somebody
    named to turn to. One word of an offer may be told as well; each further one takes a deed away.
    """
    tales = sum(reading.has(name) for name in _TALES)
    if not tales or not (reading.has(*_GROUNDS) or tales == len(_TALES)):
        return False
    deeds = sum(reading.has(name) for name in _DEEDS) - max(0, len(_distinct(reading, "<offer>")) - 1)
    quoted = any(part.quotes for part in reading.parts)
    return 2 * deeds + reading.has("<told_then>") + quoted >= _ENOUGH_TOLD


def _distinct(reading: AdReading, name: str) -> set[tuple[str, ...]]:
    return {tuple(token.key for token in part.tokens[start:end]) for part, start, end in reading.each(name)}


def _is_question(part: PartReading, first: int, last: int) -> bool:
    """An enquiry ("is there any fee?"); a lure may be a question too ("In debt? Call us"), so a mark is not enough."""
    ending = part.gaps[last] if last < len(part.tokens) else part.published[part.tokens[-1].end :]
    return "?" in ending and part.stands("<asks>", first, last)


def _is_quoted_speech(part: PartReading, start: int, end: int) -> bool:
    """Touched by quotation marks, with a word for saying in the same or the sentence before."""
    if not part.quotes:
        return False
    begin, stop = part.tokens[start].start, part.tokens[end - 1].end
    at = bisect_right(part.quotes, (stop, 0)) - 1
    if at < 0 or part.quotes[at][1] <= begin:
        return False
    before = part.bounds[max(0, part.sentences[start] - 1)][0]
    return part.stands("<says>", before, part.sentence(start)[1])


def _before(part: PartReading, name: str, start: int, reach: int) -> bool:
    """Whether a hit of `name` reaches the words at `start`: near, in the same clause, not about something else."""
    first = part.sentence(start)[0]
    for _, stop in part.within(name, max(first, start - _FAR - 4), start):
        far = (
            _FAR if part.stands("<or>", stop, start) else reach
        )  # "no joining, security or registration fee"
        near = stop <= start <= stop + far
        if near and not _clause_ends(part, stop, start) and not part.stands("<undoes_no>", stop, start):
            return True
    return False


def _behind(part: PartReading, end: int) -> bool:
    last = part.sentence(end - 1)[1]
    for begin, _ in part.within("<no_after>", end, min(end + _BEHIND + 1, last)):
        if not _clause_ends(part, end, begin) and not part.stands("<undoes_no>", end, begin + 3):
            return True
    return False


def _clause_ends(part: PartReading, start: int, end: int) -> bool:
    """A comma ends the reach of a negation unless the list goes on with "or"."""
    if not any(_COMMA.search(gap) for gap in part.gaps[start : end + 1]):
        return False
    return not part.stands("<or>", start, end + 4)
