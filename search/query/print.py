"""This module writes an expression as a person would type it; reading that gives the same expression."""

import re

from search.query.filters import FIELDS
from search.query.lexemes import OPERATORS, QUOTES
from search.query.query import And, Expression, Not, Or, Phrase, Term

_BARE = re.compile(rf"(?!-)[^\s(){QUOTES}]+")
_QUOTES = re.compile(f"[{QUOTES}]")


def to_text(expression: Expression) -> str:
    """The text of `expression`. Quotation marks inside a word are left out: folding drops them anyway."""
    match expression:
        case Term(word):
            return _quoted((word,)) if _needs_quotes(word) else word
        case Phrase(words):
            return _quoted(words)
        case Not(part):
            return f"NOT {_bracketed(part)}"
        case And(parts):
            return " ".join(map(_bracketed, parts))
        case Or(parts):
            return " OR ".join(map(_bracketed, parts))


def _bracketed(part: Expression) -> str:
    text = to_text(part)
    return f"({text})" if isinstance(part, And | Or) else text


def _needs_quotes(word: str) -> bool:
    field, colon, _ = word.partition(":")
    return not _BARE.fullmatch(word) or word in OPERATORS or (bool(colon) and field.lower() in FIELDS)


def _quoted(words: tuple[str, ...]) -> str:
    return '"' + _QUOTES.sub("", " ".join(words)) + '"'
