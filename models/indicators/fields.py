"""This module reads the short fields that a page keeps beside an ad as facts: yes or no, or one of a short list.

A source states such a field, says no, or leaves it open, and how often leads do each can be learned from. Only the
names below are read, and what a field says becomes a fact only where it is short: a sentence is for the phrase book. No
field that says who somebody is or where something lies is among them, and a value that names a person, a community or
a place is passed over (typology, rule 2). Facts come by name, so neither order nor formatting of the fields tells anything.
"""

from collections.abc import Iterator

from models.indicators.concepts import hidden_tokens
from models.indicators.reading import AdReading, PartReading

PREFIX = "field:"
# What an employer shows of itself on a board, and how the work is done.
_YES_OR_NO = frozenset({"company_logo", "company_profile", "screening_questions", "telecommuting"})
# Boards offer these as lists to choose from.
_ONE_OF_A_LIST = frozenset(
    {"employment_type", "function", "industry", "required_education", "required_experience"}
)
FIELDS = _YES_OR_NO | _ONE_OF_A_LIST
"""The names of the fields that are read as facts."""
FACT_PARTS = frozenset(f"fields.{name}" for name in FIELDS)
"""The parts of an ad that they are."""

_SAID = {"yes": 1.0, "true": 1.0, "1": 1.0, "no": -1.0, "false": -1.0, "0": -1.0}
_MOST_WORDS = 6


def field_facts(reading: AdReading) -> dict[str, float]:
    """The facts of `reading`'s fields: `field:NAME` is 1 for yes and -1 for no, `field:NAME=VALUE` is 1 for a value.

    What the source leaves open gives none. Values are in small letters, so that they can be read.
    """
    if not reading.ad.fields:
        return {}
    return dict(_told(reading))


def _told(reading: AdReading) -> Iterator[tuple[str, float]]:
    for part in reading.parts:
        name = part.part.removeprefix("fields.")
        if name in _YES_OR_NO and (said := _SAID.get(part.published.strip().casefold())):
            yield PREFIX + name, said
        elif name in _ONE_OF_A_LIST and (value := _value(part)):
            yield f"{PREFIX}{name}={value}", 1.0


def _value(part: PartReading) -> str:
    """What `part` says in a few words, or nothing."""
    if len(part.tokens) > _MOST_WORDS or hidden_tokens(part):
        return ""
    return " ".join(part.published.casefold().split())
