"""This module cuts a typed query into its pieces, each with its place, so that an error can point at it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.domain.errors import WrongUsage

QUOTES = '"“”„«»'  # what keyboards and phones make of a quotation mark
OPERATORS = ("AND", "OR", "NOT")

_LONGEST = 4_000
_BLANK = re.compile(r"\s+")
_WORD = re.compile(rf"[^\s(){QUOTES}]+")
_QUOTED = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]")
_FIELD = re.compile(r"([A-Za-z]+):\s*")


class Sort(StrEnum):
    """What a piece is."""

    WORD = "word"
    QUOTED = "quoted words"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    FIELD = "a filter"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece: `text` without quotes; `start` and `end` half-open; `field` names the filter it is the value of."""

    sort: Sort
    text: str
    start: int
    end: int
    field: str = ""


def lexemes(query: str, *, fields: Collection[str] = ()) -> Iterator[Lexeme]:
    """The pieces of `query`; `fields` are the prefixes that make a filter, others stay part of their word.

    Raises `WrongUsage` for a quote that is never closed, a filter without a value, or a text beyond 4,000 characters.
    """
    if len(query) > _LONGEST:
        raise WrongUsage(f"The query has {len(query)} characters; shorten it to at most {_LONGEST}.")
    at = 0
    while at < len(query):
        blank = _BLANK.match(query, at)
        if blank:
            at = blank.end()
            continue
        lexeme = _filter(query, at, fields) or _piece(query, at)
        yield lexeme
        at = lexeme.end


def wrong(at: int, what: str) -> WrongUsage:
    """An error that points at a place of the query, counted from 1, and repeats nothing of it."""
    return WrongUsage(f"The query cannot be read at character {at + 1}: {what}.")


def _filter(query: str, at: int, fields: Collection[str]) -> Lexeme | None:
    prefix = _FIELD.match(query, at)
    if not prefix or (field := prefix[1].lower()) not in fields:
        return None
    if prefix.end() == len(query) or query[prefix.end()] in "()":
        raise wrong(at, f"after {field}: a value is missing; write it there, or remove {field}:")
    value = _piece(query, prefix.end(), negates=False)
    return Lexeme(Sort.FIELD, value.text, at, value.end, field)


def _piece(query: str, at: int, *, negates: bool = True) -> Lexeme:
    letter = query[at]
    if letter in "()":
        return Lexeme(Sort.OPEN if letter == "(" else Sort.CLOSE, letter, at, at + 1)
    if letter in QUOTES:
        quoted = _QUOTED.match(query, at)
        if not quoted:
            raise wrong(at, "the quotation mark there is never closed; close it or remove it")
        return Lexeme(Sort.QUOTED, quoted[1], at, quoted.end())
    if negates and letter == "-" and at + 1 < len(query) and not query[at + 1].isspace():
        return Lexeme(Sort.NOT, letter, at, at + 1)
    word = _WORD.match(query, at)
    assert word
    sort = Sort(word[0]) if negates and word[0] in OPERATORS else Sort.WORD
    return Lexeme(sort, word[0], at, word.end())
