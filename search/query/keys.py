"""This module turns typed words into the keys that ads are searched by."""

from collections.abc import Iterator

from models.normalise.tokens import search_tokens
from search.query.query import And, Expression, Not, Or, Phrase, Term


def keys(leaf: Term | Phrase) -> tuple[str, ...]:
    """The keys of a word or phrase, folded as ads are; several stand next to each other, none match no ad."""
    words = (leaf.word,) if isinstance(leaf, Term) else leaf.words
    return tuple(token.key for token in search_tokens(" ".join(words)))


def asked_for(expression: Expression | None) -> Iterator[Term | Phrase]:
    """The words and phrases that an ad may match by, leaving out what stands under NOT."""
    match expression:
        case Term() | Phrase():
            yield expression
        case And(parts) | Or(parts):
            for part in parts:
                yield from asked_for(part)
        case Not() | None:
            return
