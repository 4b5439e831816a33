"""This module reads children whom an ad gives away, sells or sends: promises that take them along, babies without a court."""

from collections.abc import Iterator

from models.domain.finding import Span
from models.indicators.context import is_meant
from models.indicators.minors import Minor, is_a_thing
from models.indicators.reading import AdReading, PartReading
from models.indicators.wording import next_end

_NEAR = 5  # words between an infant's age and whose it is
_ANIMAL_REACH = 2  # words of "baby of goat" before the baby itself


def promised(reading: AdReading) -> Iterator[tuple[str, Span]]:
    """Free schooling with the request to send a child away, and talent calls that take children along."""
    for indicator, lure, beside in (
        ("CH06", "<send_child>", "<schooling>"),
        ("CH05", "<talent>", "<hotel_or_travel>"),
    ):
        if reading.has(beside):
            for part, start, end in reading.each(lure):
                if is_meant(part, start, end):
                    yield indicator, Minor(part, start, end, None).span


def sold(reading: AdReading) -> Iterator[tuple[str, Span]]:
    """A baby offered or sought outside lawful adoption."""
    if reading.has("<lawful_adoption>", "<pet>"):
        return
    for part, start, end in reading.each("<baby>"):
        first, last = part.sentence(start)
        given = part.stands("<adoption>", first, last) or part.stands("<sell>", end, min(end + 3, last))
        if given and is_meant(part, start, end) and not _is_no_child(part, start, end):
            yield "OB04", Minor(part, start, end, None).span
    for part, start, end in reading.each("<infant_age>"):
        if _is_given_away(part, start, end) and is_meant(part, start, end):
            yield "OB04", Minor(part, start, end, None).span


def _is_given_away(part: PartReading, start: int, end: int) -> bool:
    """As "Boy, 7 days old, want to give to a couple": the age of somebody's infant, and the wish behind it."""
    first, last = part.sentence(start)
    low, high = max(first, start - _NEAR), min(last, end + _NEAR)
    if not any(part.stands(name, low, high) for name in ("<young_person>", "<child_word>", "<baby>")):
        return False
    behind = next_end(part, last)
    return part.stands("<give_child>", first, behind) and not part.stands("<beneficiary>", first, behind)


def _is_no_child(part: PartReading, start: int, end: int) -> bool:
    """A baby's cot, or the young of an animal: "baby goat", "बकरी का बच्चा"."""
    animals = part.within("<young_animal>", start - _ANIMAL_REACH, end)
    return is_a_thing(part, end) or any(stop > start for _, stop in animals)
