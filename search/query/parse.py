"""This module reads a typed query: words, "quoted words", AND, OR, NOT, -word, brackets, and filters as prefixes."""

from collections.abc import Iterable, Sequence

from models.entities.contacts import contacts
from search.query.filters import FIELDS, filters
from search.query.keys import keys
from search.query.lexemes import Lexeme, Sort, lexemes, wrong
from search.query.query import And, Expression, Not, Or, Phrase, Query, Term
from search.vault import Vault

_DEEPEST = 40


def parse(text: str) -> Expression | None:
    """The expression in `text`, None where it asks for nothing; words side by side must all be there.

    NOT binds closest, then AND, then OR. Words that fold to nothing, such as a lone dash, are passed over.
    Raises `WrongUsage`, which says at which character and what to do.
    """
    return _expression(list(lexemes(text)))


def parse_query(text: str, *, vault: Vault) -> Query:
    """The query in `text`, in which filters narrow the whole search: `kind: band: source: lang: place: from: to: contact:`.

    Contacts are read in any written form, with or without `contact:`, and leave here only as keyed hashes.
    Raises `WrongUsage` as `parse` does, and for a filter inside brackets, beside OR or under NOT.
    """
    pieces = _with_contacts(list(lexemes(text, fields=FIELDS)), text)
    narrowing = [piece for piece in pieces if piece.sort is Sort.FIELD]
    return Query(match=_expression(_without_filters(pieces)), filters=filters(narrowing, vault=vault))


def _with_contacts(pieces: Iterable[Lexeme], text: str) -> list[Lexeme]:
    """The pieces with each contact as one filter, also where it was typed as several words."""
    spans = [(contact.span.start, contact.span.end) for contact in contacts("text", text)]
    merged: list[Lexeme] = []
    for piece in pieces:
        own = piece.sort in {Sort.WORD, Sort.QUOTED} or piece.field == "contact"
        span = next((span for span in spans if span[0] < piece.end and piece.start < span[1]), None)
        if merged and merged[-1].field == "contact" and piece.start < merged[-1].end:
            continue
        if not own or span is None:
            merged.append(piece)
            continue
        start, end = min(span[0], piece.start), max(span[1], piece.end)
        merged.append(Lexeme(Sort.FIELD, text[span[0] : span[1]], start, end, "contact"))
    return merged


def _without_filters(pieces: Sequence[Lexeme]) -> list[Lexeme]:
    """The pieces that are no filter; an AND beside one has nothing to join and goes with it."""
    kept: list[Lexeme] = []
    depth = 0
    for number, piece in enumerate(pieces):
        depth += (piece.sort is Sort.OPEN) - (piece.sort is Sort.CLOSE)
        beside = {
            each.sort for each in (*pieces[max(number - 1, 0) : number], *pieces[number + 1 : number + 2])
        }
        if piece.sort is Sort.FIELD:
            _refuse_misplaced(
                piece, beside_or=Sort.OR in beside, negated=_is_negated(pieces, number), depth=depth
            )
        elif not (piece.sort is Sort.AND and Sort.FIELD in beside):
            kept.append(piece)
    return kept


def _is_negated(pieces: Sequence[Lexeme], number: int) -> bool:
    return number > 0 and pieces[number - 1].sort is Sort.NOT


def _refuse_misplaced(piece: Lexeme, *, beside_or: bool, negated: bool, depth: int) -> None:
    if depth > 0 or beside_or or negated:
        raise wrong(
            piece.start,
            f"{piece.field}: narrows the whole search, so it cannot stand in brackets, beside OR or under NOT; "
            "move it to the end",
        )


def _expression(pieces: Sequence[Lexeme]) -> Expression | None:
    reader = _Reader(pieces)
    found = reader.any_of(depth=0)
    left = reader.next()
    if left is not None:
        raise wrong(left.start, "this bracket was never opened; remove it or open one before it")
    return found


class _Reader:
    """A place in the pieces, read from left to right."""

    def __init__(self, pieces: Sequence[Lexeme]) -> None:
        self._pieces = pieces
        self._at = 0

    def next(self) -> Lexeme | None:
        """The piece at this place, None at the end."""
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def any_of(self, *, depth: int) -> Expression | None:
        """Parts joined by OR."""
        parts = [self._all_of(depth=depth)]
        while self._takes(Sort.OR):
            parts.append(self._all_of(depth=depth))
        return _joined(Or, parts)

    def _all_of(self, *, depth: int) -> Expression | None:
        """Parts joined by AND, written or not."""
        parts = [self._one(depth=depth)]
        while (piece := self.next()) and piece.sort not in {Sort.OR, Sort.CLOSE}:
            self._takes(Sort.AND)
            parts.append(self._one(depth=depth))
        return _joined(And, parts)

    def _one(self, *, depth: int) -> Expression | None:
        piece = self.next()
        if piece is None or piece.sort in {Sort.AND, Sort.OR, Sort.CLOSE}:
            self._refuse_lone_operator(piece)
            return None
        if depth > _DEEPEST:
            raise wrong(piece.start, f"brackets and NOT go deeper than {_DEEPEST} there; write it simpler")
        self._at += 1
        if piece.sort is Sort.NOT:
            part = self._one(depth=depth + 1)
            return part and Not(part)
        if piece.sort is Sort.OPEN:
            return self._bracket(piece, depth=depth + 1)
        return _leaf(piece)

    def _bracket(self, opened: Lexeme, *, depth: int) -> Expression | None:
        found = None if self._is_closing() else self.any_of(depth=depth)
        if not self._takes(Sort.CLOSE):
            raise wrong(opened.start, "the bracket there is never closed; close it or remove it")
        return found

    def _refuse_lone_operator(self, piece: Lexeme | None) -> None:
        """Raise where an operator has nothing to join; an empty query is none's fault."""
        before = self._pieces[self._at - 1] if self._at else None
        for operator in (before, piece):
            if operator and operator.sort in {Sort.AND, Sort.OR, Sort.NOT}:
                raise wrong(
                    operator.start,
                    f"{operator.text} joins nothing there; write a word beside it, or put it in quotes to search for it",
                )

    def _takes(self, sort: Sort) -> bool:
        piece = self.next()
        if piece is None or piece.sort is not sort:
            return False
        self._at += 1
        return True

    def _is_closing(self) -> bool:
        piece = self.next()
        return piece is not None and piece.sort is Sort.CLOSE


def _leaf(piece: Lexeme) -> Term | Phrase | None:
    words = tuple(piece.text.split())
    leaf = Term(words[0]) if len(words) == 1 else Phrase(words)
    return leaf if keys(leaf) else None


def _joined(kind: type[And] | type[Or], parts: Iterable[Expression | None]) -> Expression | None:
    known = tuple(part for part in parts if part is not None)
    if len(known) > 1:
        return kind(known)
    return known[0] if known else None
