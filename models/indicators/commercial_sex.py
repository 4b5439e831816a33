"""This module reads the signs of third-party control in commercial sex (family SX).

The words of the trade say nothing of control, and many of them ("24 hours", "any time") are said of plumbers.
So the family is read only where the ad is of that trade, and the trade itself is no sign.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice

from models.domain.contact import ContactKind
from models.domain.finding import Finding, is_short_enough
from models.indicators.arranging import arrangements, is_arranged, names_others
from models.indicators.company import (
    is_of_another_section,
    is_of_company,
    names_a_woman,
    said_of_company,
)
from models.indicators.conditions import Condition, Found, both, in_none
from models.indicators.figures import several_offered
from models.indicators.handling import is_handled, wordings
from models.indicators.herself import OWN_TERMS, is_of_herself, speaks_of_others
from models.indicators.reading import AdReading
from models.indicators.saying import MOST_CITED, apart, is_told
from models.indicators.spelt_digits import disguised
from models.indicators.symbols import coded, shows_persons
from models.normalise.romanisation import search_key

_SEXUAL_SOURCES = frozenset({"adult", "escort", "escorts", "dating", "massage", "personals"})
_TELLING = ("SX01", "SX02", "SX03", "SX05", "SX14", "SX16", "SX23", "SX26", "JB21")
_PLAIN_NUMBER = re.compile(r"(?:\+|00)?[0-9]{2,12}(?:[ -]?[0-9]{2,8}){0,4}")
_SHE = frozenset(map(search_key, ("she", "her", "वह", "उसका", "उसकी", "उसको", "उससे")))
_TURNS = (("<speaks_as_i>", "<speaks_of_her>"), ("<woman_speaks_hi>", "<man_speaks_hi>"))
_TO_ONESELF = ("<money_to_me>", "<pays_whom>")
_BESIDE_PICTURES = ("<gents_know>", "<girls>", "<girl>", "<aged_other>")
_PICTURES = 2  # places
_IDS = tuple(f"SX{n:02}" for n in range(1, 27))


def is_of_the_trade(reading: AdReading) -> bool:
    """Whether the ad is of the sex or massage trade: by section, its own words, two telling signs, or how others are met."""
    if reading.ad.source_type.lower() in _SEXUAL_SOURCES or _names_the_trade(reading):
        return True
    return len(reading.named.intersection(_TELLING)) >= 2 or any(
        reads(reading) for reads in (is_of_company, is_arranged, is_handled, _hides_a_woman)
    )


def _names_the_trade(reading: AdReading) -> bool:
    """A word of it, which "escort" is not of a car, a guard or the police."""
    return any(
        not any(first <= start and end <= last for first, last in part.spans("<guard_or_convoy>"))
        for part, start, end in reading.each("<sexual_class>")
    )


def _hides_a_woman(reading: AdReading) -> bool:
    """Whether a classified ad names a grown woman with her age, and has a front or digits that no program reads."""
    if is_of_another_section(reading) or not names_a_woman(reading) or reading.has("<told_w>"):
        return False
    return reading.has("SX14") or any(True for part in reading.parts for _ in disguised(part.published))


def find(reading: AdReading) -> Iterator[Finding]:
    """What words alone do not show: contacts written so that programs miss them, emoji for words, two voices."""
    of_the_trade = is_of_the_trade(reading)
    if of_the_trade or is_of_herself(reading):
        yield from _own_terms(reading)
    if not of_the_trade:
        yield from _secret(reading)
        return
    yield from _obscured_contacts(reading)
    yield from several_offered(reading)
    yield from list(wordings(reading)) or arrangements(reading)
    yield from coded(reading)
    yield from _two_voices(reading)
    yield from said_of_company(reading)


def _obscured_contacts(reading: AdReading) -> Iterator[Finding]:
    for contact in reading.contacts:
        short = is_short_enough(contact.surface)
        if contact.kind is ContactKind.PHONE and short and not _PLAIN_NUMBER.fullmatch(contact.surface):
            yield Finding("SX10", contact.span, contact.surface)
    for part in reading.parts:
        yield from (part.cited("SX10", *span) for span in disguised(part.published))


def _secret(reading: AdReading) -> Iterator[Finding]:
    """SX24 in an ad that names no trade: pictures in two places, of persons or with a hint that they are to be understood."""
    if not is_of_another_section(reading) and (reading.has(*_BESIDE_PICTURES) or shows_persons(reading)):
        pictures = list(coded(reading))
        yield from pictures if len(pictures) >= _PICTURES else ()


def _own_terms(reading: AdReading) -> Iterator[Finding]:
    """CN07: who decides for herself. "I decide who comes" is said by those as well who have others met, so nobody else may."""
    if not speaks_of_others(reading):
        for part in reading.parts:
            told = apart(part.spans(OWN_TERMS), partial(is_told, part))
            yield from (part.finding("CN07", *span) for span in islice(told, MOST_CITED))


def _two_voices(reading: AdReading) -> Iterator[Finding]:
    """An ad that begins as "I" and goes on as "she": somebody else may be writing."""
    if reading.has("<two_people>"):
        return
    for part in reading.parts:
        own = [start for start, _ in part.spans("<first_person>")]
        other = [start for start, end in part.spans("<third_person>") if part.tokens[start].key in _SHE]
        if len(own) >= 2 and len(other) >= 2:
            yield part.finding("SX22", other[0], other[0] + 1)
            return
    turn = next((pair for pair in _TURNS if all(reading.has(name) for name in pair)), None)
    if turn is not None:
        yield from (part.finding("SX22", *span) for part, *span in islice(reading.each(turn[1]), 1))


def _of_the_trade(reading: AdReading, _: Found) -> bool:
    return is_of_the_trade(reading)


def _of_her_own(reading: AdReading, _: Found) -> bool:
    return is_of_the_trade(reading) or is_of_herself(reading)


def _of_her_alone(reading: AdReading, found: Found) -> bool:
    """CN08, CN09: who has others met asks for decent guests and a deposit as well."""
    return _of_her_own(reading, found) and not speaks_of_others(reading)


def _taken_by_another(reading: AdReading, found: Found) -> bool:
    """SX26: who works alone says "payment to me" as well; it tells of control where there is somebody else."""
    if not is_of_the_trade(reading):
        return False
    mine = {
        (part.part, part.tokens[start].start) for name in _TO_ONESELF for part, start, _ in reading.each(name)
    }
    if any((finding.span.part, finding.span.start) not in mine for finding in found["SX26"]):
        return True
    return names_others(reading) and not reading.has("CN07")


CONDITIONS: Mapping[str, Condition] = {
    **dict.fromkeys(_IDS, _of_the_trade),
    "SX14": both(_of_the_trade, in_none("<told_w>")),
    "SX24": lambda _reading, _found: True,  # found only where it is meant
    "SX26": _taken_by_another,
    "CN07": _of_her_own,
    **dict.fromkeys(("CN08", "CN09"), _of_her_alone),
}
