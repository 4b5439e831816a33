"""This module reads child signs (rule 8): a person under 18 who is offered, sought, moved, married, sold or put to work.

A child who is a customer, pupil or dependant is none. Recall comes first: where a sentence leaves it open,
the ad goes to the lane. The sexual part knows facts only: an age under 18 beside an ad of that trade.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from models.domain.finding import Span
from models.entities.facts import Age
from models.indicators.commercial_sex import is_of_the_trade
from models.indicators.context import is_meant
from models.indicators.reading import AdReading, PartReading

_LEAST_WORKING_AGE = 6  # a younger child in an ad is somebody's child, not somebody's worker
_LEAST_MARRYING_AGE = 9
_GROWING_UP = 14
_BEHIND = 8  # words between a child and what it is said to do
_NEAR = 3  # words between a child and the word that seeks it


@dataclass(frozen=True, slots=True)
class _Person:
    """A mention of somebody who is or may be under 18, at tokens `start` to before `end`."""

    part: PartReading
    start: int
    end: int
    age: Age | None

    @property
    def span(self) -> Span:
        """Where it stands in the published text."""
        tokens = self.part.tokens
        return Span(self.part.part, tokens[self.start].start, tokens[self.end - 1].end)


def child_signs(reading: AdReading) -> tuple[tuple[str, Span], ...]:
    """Indicator and place of every child sign, in the order of the text; empty for an ordinary ad."""
    found = dict.fromkeys((*_mentioned(reading), *_promised(reading), *_sold(reading)))
    order = {part.part: number for number, part in enumerate(reading.parts)}
    return tuple(sorted(found, key=lambda sign: (order[sign[1].part], sign[1].start, sign[0])))


def _mentioned(reading: AdReading) -> Iterator[tuple[str, Span]]:
    trade = is_of_the_trade(reading)
    for person in (*_by_age(reading), *_by_word(reading)):
        if not is_meant(person.part, person.start, person.end):
            continue
        if trade and _may_be_minor(person):
            yield "SX07", person.span
        elif _is_to_marry(person, reading):
            yield "MB03", person.span
        elif _is_to_work(person, reading):
            yield _work_sign(person, reading), person.span


def _promised(reading: AdReading) -> Iterator[tuple[str, Span]]:
    """Free schooling with the request to send a child away, and talent calls that take children along."""
    for indicator, lure, beside in (
        ("CH06", "<send_child>", "<schooling>"),
        ("CH05", "<talent>", "<hotel_or_travel>"),
    ):
        if reading.has(beside):
            for part, start, end in reading.each(lure):
                if is_meant(part, start, end):
                    yield indicator, _Person(part, start, end, None).span


def _sold(reading: AdReading) -> Iterator[tuple[str, Span]]:
    """A baby offered or sought outside lawful adoption."""
    if reading.has("<lawful_adoption>", "<pet>"):
        return
    for part, start, end in reading.each("<baby>"):
        first, last = part.sentence(start)
        given = part.stands("<adoption>", first, last) or part.stands("<sell>", end, min(end + 3, last))
        if given and is_meant(part, start, end) and not _is_a_thing(part, end):
            yield "OB04", _Person(part, start, end, None).span


def _by_age(reading: AdReading) -> Iterator[_Person]:
    for part, age in reading.ages:
        inside = part.covering(age.start, age.end)
        if inside and age.low < 18 and _is_of_a_person(part, age, inside.start):
            yield _Person(part, inside.start, inside.stop, age)


def _is_of_a_person(part: PartReading, age: Age, token: int) -> bool:
    """A lower limit ("16+") is one only beside a word for age or people: "over 10 years" is most often a firm's."""
    if age.what == "limit":
        people = part.stands("<young_person>", token - 1, token) and part.gaps[token] == " "
        return people or part.stands("<age_word>", *part.sentence(token))
    return age.what in {"person", "unclear"}


def _by_word(reading: AdReading) -> Iterator[_Person]:
    for part in reading.parts:
        for name in ("<young_of_age>", "<child_word>", "<chhotu>", "<minor_word>"):
            for start, end in part.spans(name):
                if not _is_a_thing(part, end):
                    yield _Person(part, start, end, None)
        for start, end in part.spans("<little>"):
            for _, stop in part.within("<young_person>", end, end + 2):
                yield _Person(part, start, stop, None)


def _may_be_minor(person: _Person) -> bool:
    """An age from 6 to 17, or a word that can mean nothing else."""
    if person.age is not None:
        return person.age.low >= _LEAST_WORKING_AGE and person.age.what == "person"
    return (person.start, person.end) in person.part.spans("<minor_word>")


def _is_to_marry(person: _Person, reading: AdReading) -> bool:
    if person.age is None or person.age.low < _LEAST_MARRYING_AGE or person.age.what == "unclear":
        return False
    part = person.part
    first, last = part.sentence(person.start)
    wedding = part.stands("<groom>", first, last) or reading.ad.source_type == "matrimonial"
    return wedding and not part.stands("<dependant>", first, last) and not _is_own_child(person)


def _is_own_child(person: _Person) -> bool:
    """As "ek beta 10 saal ka" in a parent's own marriage ad; from 14 on it may be the one to marry."""
    if person.age is None or person.age.low >= _GROWING_UP:
        return False
    first, last = person.part.sentence(person.start)
    start, end = _noun_phrase(person, first, last)
    return any(person.part.stands(name, start, end) for name in ("<child_word>", "<offspring>"))


def _is_to_work(person: _Person, reading: AdReading) -> bool:
    if person.age is not None and person.age.low < _LEAST_WORKING_AGE:
        return False
    if not reading.has("<job>", "<work>", "<child_trade>") or reading.has("<rental>", "<pet>"):
        return False
    if _is_sought(person) or _is_offered(person):
        return True
    if reading.ad.source_type == "matrimonial" and _is_own_child(person):
        return False
    return person.age is not None and person.age.what != "unclear" and not _is_cared_for(person, reading)


def _is_sought(person: _Person) -> bool:
    """A word that seeks stands right behind or right before the child, with no "for", "ke liye" or tutor between."""
    part = person.part
    first, last = part.sentence(person.start)
    start, end = _noun_phrase(person, first, last)
    for begin, _ in part.within("<want>", end, min(end + _NEAR + 1, last)):
        if not _blocked(part, end, begin):
            return not _blocked_before(part, start, first)
    for _, stop in part.within("<seek>", max(first, start - _NEAR - 3), start):
        if stop <= start <= stop + _NEAR and not _blocked(part, stop, start):
            return not part.stands("<dative>", end, min(end + 2, last))
    return False


def _is_offered(person: _Person) -> bool:
    """Said to be able, or at hand, to work ("11 saal ki bachchi bhi chalegi"), with no tutor or nanny beside."""
    part = person.part
    first, last = part.sentence(person.start)
    if part.stands("<beneficiary>", first, last):
        return False
    _, end = _noun_phrase(person, first, last)
    return part.stands("<will_work>", person.end, min(end + _BEHIND, last))


def _noun_phrase(person: _Person, first: int, last: int) -> tuple[int, int]:
    """The mention with the noun it belongs to: "boy of 13 to 15", "13 se 15 saal ka ladka"."""
    start, end = person.start, person.end
    low, high = max(first, start - 5), min(last, end + 3)
    for name in ("<young_person>", "<child_word>"):
        for begin, stop in person.part.within(name, low, high):
            start, end = min(start, begin), max(end, stop)
    return start, end


def _blocked(part: PartReading, start: int, end: int) -> bool:
    if any("," in gap for gap in part.gaps[start : end + 1]):
        return True
    return any(part.stands(name, start, end) for name in ("<for_whom>", "<dative>", "<beneficiary>"))


def _blocked_before(part: PartReading, start: int, first: int) -> bool:
    """As in "tutor for a boy of 14 wanted": what is wanted stands before the child."""
    return part.stands("<for_whom>", max(first, start - 2), start) and part.stands(
        "<beneficiary>", first, start
    )


def _is_cared_for(person: _Person, reading: AdReading) -> bool:
    """An age of somebody's child, pupil or customer."""
    part = person.part
    first, last = part.sentence(person.start)
    if any(
        part.stands(name, first, last) for name in ("<beneficiary>", "<kinship>", "<dative>", "<dependant>")
    ):
        return True
    if any(
        other.stands("<beneficiary>", 0, len(other.tokens))
        for other in reading.parts
        if other.part == "title"
    ):
        return True
    start, end = _noun_phrase(person, first, last)
    return part.stands("<for_whom>", max(first, start - 2), start) and (start, end) != (
        person.start,
        person.end,
    )


def _is_a_thing(part: PartReading, end: int) -> bool:
    """As in "children's hospital", "kids wear", "बच्चों के कपड़े": no child is meant."""
    return part.stands("<child_thing>", end, end + 2)


def _work_sign(person: _Person, reading: AdReading) -> str:
    for indicator, name in (("CH04", "<begging>"), ("CH03", "<small_hands>"), ("DW02", "<house_work>")):
        if reading.has(name):
            return indicator
    aged = person.age is not None or person.part.stands("<young_of_age>", person.start, person.end)
    return "CH01" if aged else "CH02"
