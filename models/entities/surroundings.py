"""This module reads the words around a number, which say what the number is."""

import re
from enum import Enum
from functools import cache

from models.entities.tables import alternatives

_BEFORE, _AFTER = 48, 16
_SILENT = re.compile(r"[\d\s.,:;/()*_-]*")


class Said(Enum):
    """What the words around a number make of it."""

    PHONE = "phone"
    NOTHING = "nothing"
    OTHER = "other"


def said_of(text: str, start: int, end: int) -> Said:
    """What the words right before `start` and right after `end` in folded `text` say of the digits between."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if _SILENT.fullmatch(before) and _SILENT.fullmatch(after):
        return Said.NOTHING
    if _phone_before().search(before):
        return Said.PHONE
    if _other_before().search(before) or _unit_after().match(after):
        return Said.OTHER
    if _number_before().search(before) or _phone_after().match(after):
        return Said.PHONE
    return Said.NOTHING


def names_phone(letters: str) -> bool:
    """Whether letters written against digits announce a telephone number ("ph98…")."""
    return _phone_word().fullmatch(letters) is not None


@cache
def _phone_before() -> re.Pattern[str]:
    return _ending_in("phone")


@cache
def _number_before() -> re.Pattern[str]:
    return _ending_in("number")


@cache
def _other_before() -> re.Pattern[str]:
    return _ending_in("other_number", "money")


@cache
def _unit_after() -> re.Pattern[str]:
    return re.compile(rf"\s?{alternatives('unit')}(?!\w)")


@cache
def _phone_after() -> re.Pattern[str]:
    return re.compile(rf"[^\w\n]{{0,3}}{alternatives('phone')}(?!\w)")


@cache
def _phone_word() -> re.Pattern[str]:
    return re.compile(rf"{alternatives('phone', 'number')}{alternatives('number')}?")


def _ending_in(*groups: str) -> re.Pattern[str]:
    """One of the words of `groups`, then at most four words that may stand between, to the end."""
    between = rf"(?:[^\w\n]{{0,4}}{alternatives('between')}(?!\w)){{0,4}}"
    return re.compile(rf"(?:^|(?<!\w)){alternatives(*groups)}(?:(?!\w)|(?=\d)){between}[^\w]{{0,6}}\+?$")
