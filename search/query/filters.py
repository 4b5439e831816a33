"""This module reads the filters of a typed query, and says what each of them takes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from models.domain.evidence import IST
from models.domain.judgement import Band, Kind
from models.domain.place import Place
from models.entities.contacts import contacts
from models.entities.places import places
from search.query.lexemes import Lexeme, wrong
from search.query.query import Filters
from search.vault import Vault, contact_keys

_Choice = TypeVar("_Choice", bound=StrEnum)

_CODE = re.compile(r"IN(-\d+){0,2}", re.IGNORECASE)
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


def filters(pieces: Iterable[Lexeme], *, vault: Vault) -> Filters:
    """All of them as one; within a field any value fits, and of several dates the narrowest holds.

    Raises `WrongUsage` for a value that the field does not take; the sentence never repeats a contact.
    """
    found = Filters()
    for piece in pieces:
        if piece.field == "contact":
            found = replace(found, contact_keys=found.contact_keys | _contact_keys(piece, vault))
        else:
            found = FIELDS_BY_NAME[piece.field](found, piece)
    return found


def place_codes(place: Place) -> tuple[str, ...]:
    """What a place is found by: all that it lies in, then itself; abroad, its name in lower case."""
    if place.basis == "foreign":
        return (place.name.lower(),)
    codes = (place.state_lgd, place.district_lgd)
    known = codes[: codes.index(None)] if None in codes else codes
    return tuple("-".join(("IN", *map(str, known[:depth]))) for depth in range(len(known) + 1))


def typed_contact_keys(typed: str, *, vault: Vault) -> frozenset[str]:
    """The keys of every contact that a person typed, however it is written; empty where there is none."""
    return frozenset(key for contact in contacts("text", typed) for key in contact_keys(vault, contact))


def _with_kinds(found: Filters, piece: Lexeme) -> Filters:
    return replace(found, kinds=found.kinds | {_choice(Kind, each, piece) for each in _values(piece)})


def _with_bands(found: Filters, piece: Lexeme) -> Filters:
    bands = set(found.bands)
    for each in _values(piece):
        least = _choice(Band, each.removesuffix("+"), piece)
        bands |= {band for band in Band if band.rank >= least.rank} if each.endswith("+") else {least}
    return replace(found, bands=frozenset(bands))


def _with_sources(found: Filters, piece: Lexeme) -> Filters:
    return replace(found, sources=found.sources | set(_values(piece)))


def _with_languages(found: Filters, piece: Lexeme) -> Filters:
    return replace(found, languages=found.languages | {each.lower() for each in _values(piece)})


def _with_places(found: Filters, piece: Lexeme) -> Filters:
    return replace(found, places=found.places | {_place(each, piece) for each in _values(piece)})


def _from(found: Filters, piece: Lexeme) -> Filters:
    start = _midnight(_day(piece))
    return replace(found, captured_from=max(start, found.captured_from or start))


def _to(found: Filters, piece: Lexeme) -> Filters:
    day = _day(piece)
    if day == date.max:
        return found
    end = _midnight(day + timedelta(days=1))
    return replace(found, captured_to=min(end, found.captured_to or end))


FIELDS_BY_NAME: Mapping[str, Callable[[Filters, Lexeme], Filters]] = {
    "kind": _with_kinds,
    "band": _with_bands,
    "source": _with_sources,
    "lang": _with_languages,
    "language": _with_languages,
    "place": _with_places,
    "from": _from,
    "to": _to,
}
FIELDS = frozenset(FIELDS_BY_NAME) | {"contact"}


def _values(piece: Lexeme) -> list[str]:
    return [value for each in piece.text.split(",") if (value := each.strip())]


def _choice(kind: type[_Choice], text: str, piece: Lexeme) -> _Choice:
    try:
        return kind(text.lower().replace("-", "_").replace(" ", "_"))
    except ValueError:
        known = ", ".join(kind)
        raise wrong(piece.start, f"{piece.field}: takes one of {known}") from None


def _place(text: str, piece: Lexeme) -> str:
    if _CODE.fullmatch(text):
        return text.upper()
    for place in places("text", text):
        known = place_codes(place)[-1]
        if known != "IN":
            return known
    raise wrong(
        piece.start,
        "place: takes a name that fits one place (in quotes where it has several words), "
        "IN-<state code> or IN-<state code>-<district code>",
    )


def _day(piece: Lexeme) -> date:
    for form in _DATES:
        try:
            # A day as people in India count it; its midnight is given its zone below.
            return datetime.strptime(piece.text.strip(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise wrong(piece.start, f"{piece.field}: takes a day such as 2026-11-22 or 22/11/2026")


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=IST).timestamp()) * 1_000_000


def _contact_keys(piece: Lexeme, vault: Vault) -> frozenset[str]:
    keys = typed_contact_keys(piece.text, vault=vault)
    if not keys:
        raise wrong(
            piece.start,
            "contact: takes a phone number, WhatsApp or Telegram link, UPI id, e-mail address, handle or link",
        )
    return keys
