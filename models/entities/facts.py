"""This module reads every contact and fact of one published string, whose characters are folded once for all."""

import re
from dataclasses import dataclass

from models.domain.contact import Contact
from models.entities.ages import Age, ages_in
from models.entities.contacts import contacts_in
from models.entities.hours import Hours, hours_in
from models.entities.pay import Pay, pay_in
from models.entities.persons import Persons, persons_in
from models.normalise.fold import Folded

__all__ = ["Age", "Facts", "Hours", "Pay", "Persons", "facts"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What one published string states, each list in order of appearance."""

    contacts: tuple[Contact, ...]
    ages: tuple[Age, ...]
    pay: tuple[Pay, ...]
    hours: tuple[Hours, ...]
    persons: tuple[Persons, ...]


_NOTHING = Facts((), (), (), (), ())
_SIGN = re.compile(r"[0-9@.:&]")  # of digits, of an address, of a link
_FEW_WORDS = 7  # fewer do not spell a telephone number by ear


def facts(part: str, published: str, folded: Folded) -> Facts:
    """The facts in `published`, called `part`; `folded` are its characters made plain."""
    if _says_nothing(folded):
        return _NOTHING
    return Facts(
        contacts=contacts_in(part, published, folded),
        ages=ages_in(folded),
        pay=pay_in(folded),
        hours=hours_in(folded),
        persons=persons_in(folded),
    )


def _says_nothing(folded: Folded) -> bool:
    """Whether a few words, as in most titles and fields, hold nothing that any reader begins with."""
    return not (folded.words or len(folded.pieces) > 2 * _FEW_WORDS or _SIGN.search(folded.text))
