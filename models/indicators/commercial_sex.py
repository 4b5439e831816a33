"""This module reads the signs of third-party control in commercial sex (family SX).

The words of the trade say nothing of control, and many of them ("24 hours", "any time") are said of plumbers.
So the family is read only where the ad is of that trade, and the trade itself is no sign.
"""

import re
from collections.abc import Iterator, Mapping

from models.domain.contact import ContactKind
from models.domain.finding import Finding
from models.indicators.arranging import arrangements, is_arranged, names_others
from models.indicators.conditions import Condition, Found
from models.indicators.figures import several_offered
from models.indicators.handling import is_handled, wordings
from models.indicators.reading import AdReading
from models.normalise.romanisation import search_key

_SEXUAL_SOURCES = frozenset({"adult", "escort", "escorts", "dating", "massage", "personals"})
_TELLING = ("SX01", "SX02", "SX03", "SX05", "SX14", "SX16", "SX23", "SX26", "JB21")
_PLAIN_NUMBER = re.compile(r"(?:\+|00)?[0-9]{2,12}(?:[ -]?[0-9]{2,8}){0,4}")
_EMOJI_RUN = re.compile("(?:[🍑🍒🍌🌹👑✈💋🔥💦🍓😘💃🌶💎🌸]\ufe0f?\\s?){3,}")
_SHE = frozenset(map(search_key, ("she", "her", "वह", "उसका", "उसकी", "उसको", "उससे")))
_TO_ONESELF = ("<money_to_me>", "<pays_whom>")
_IDS = (*(f"SX{n:02}" for n in range(1, 27)), "CN07", "CN08", "CN09")


def is_of_the_trade(reading: AdReading) -> bool:
    """Whether the ad is of the sex or massage trade: by section, its own words, two telling signs, or how others are met."""
    if reading.ad.source_type.lower() in _SEXUAL_SOURCES or reading.has("<sexual_class>"):
        return True
    return len(reading.named.intersection(_TELLING)) >= 2 or is_arranged(reading) or is_handled(reading)


def find(reading: AdReading) -> Iterator[Finding]:
    """What words alone do not show: contacts written so that programs miss them, emoji for words, two voices."""
    if not is_of_the_trade(reading):
        return
    yield from _obscured_contacts(reading)
    yield from several_offered(reading)
    yield from list(wordings(reading)) or arrangements(reading)
    for part in reading.parts:
        for run in _EMOJI_RUN.finditer(part.published):
            yield part.cited("SX24", run.start(), run.start() + len(run[0].rstrip()))
    yield from _two_voices(reading)


def _obscured_contacts(reading: AdReading) -> Iterator[Finding]:
    for contact in reading.contacts:
        short = len(contact.surface.split()) <= 12  # words that a finding may cite
        if contact.kind is ContactKind.PHONE and short and not _PLAIN_NUMBER.fullmatch(contact.surface):
            yield Finding("SX10", contact.span, contact.surface)


def _two_voices(reading: AdReading) -> Iterator[Finding]:
    """An ad that begins as "I" and goes on as "she": somebody else may be writing."""
    for part in reading.parts:
        own = [start for start, _ in part.spans("<first_person>")]
        other = [start for start, end in part.spans("<third_person>") if part.tokens[start].key in _SHE]
        if len(own) >= 2 and len(other) >= 2:
            yield part.finding("SX22", other[0], other[0] + 1)


def _of_the_trade(reading: AdReading, _: Found) -> bool:
    return is_of_the_trade(reading)


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


CONDITIONS: Mapping[str, Condition] = {**dict.fromkeys(_IDS, _of_the_trade), "SX26": _taken_by_another}
