"""This module says a typed query in SQL over the tables of the embedded index."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.index.sqlite_schema import word
from search.query.keys import asked_for, keys
from search.query.query import And, Expression, Facet, Filters, Not, Or, Phrase, Query, Sort, Term

Condition = tuple[str, list[object]]


@dataclass(frozen=True, slots=True)
class Order:
    """The SQL of a sort key, which way it runs, and what must be joined to `ads` for it; ties fall to the ad id."""

    key: str
    direction: str
    join: str = ""
    parameters: tuple[str, ...] = ()


_EVERY: Condition = ("1", [])
_NONE: Condition = ("0", [])
_ORDERS = {
    Sort.SCORE: Order("ads.score", "DESC"),
    Sort.NEWEST: Order("ads.captured_at", "DESC"),
    Sort.OLDEST: Order("ads.captured_at", "ASC"),
}
_AMONG = "IN (SELECT value FROM json_each(?))"


def condition(query: Query) -> Condition:
    """What rows of `ads` must fulfil, with its parameters."""
    return _all([*_filters(query.filters), _matching(query.match) if query.match else _EVERY])


def order(query: Query) -> Order:
    """How the hits are sorted; relevance without a word to measure it by is the score."""
    if query.sort is Sort.RELEVANCE:
        phrases = [text for leaf in asked_for(query.match) if (text := _phrase(leaf))]
        return _by_relevance(" OR ".join(phrases)) if phrases else _ORDERS[Sort.SCORE]
    return _ORDERS[query.sort]


def counting(facet: Facet) -> str:
    """The statement that counts a facet's values over the rows of `matched`."""
    if facet in {Facet.BAND, Facet.SOURCE}:
        return f"SELECT {facet.value}, count(*) FROM matched JOIN ads USING (id) GROUP BY 1"  # noqa: S608  a name of ours
    return (
        f"SELECT value, count(*) FROM matched JOIN labels USING (id) WHERE field = '{facet.value}' GROUP BY 1"  # noqa: S608  a name of ours
    )


def _by_relevance(words: str) -> Order:
    # Materialised: asked row by row, FTS5 would read its lists anew for each match.
    ranks = "SELECT rowid AS id, -bm25(words) AS relevance FROM words WHERE words MATCH ?"
    join = f"LEFT JOIN ({ranks} LIMIT -1) USING (id)"
    return Order("coalesce(relevance, 0.0)", "DESC", join, (words,))


def _filters(filters: Filters) -> Iterable[Condition]:
    columns = {"ads.ad_id": filters.ad_ids, "ads.band": filters.bands, "ads.source": filters.sources}
    several = {
        str(Facet.KIND): filters.kinds,
        str(Facet.LANGUAGE): filters.languages,
        str(Facet.PLACE): filters.places,
        "contact": filters.contact_keys,
    }
    for column, values in columns.items():
        if values:
            yield f"{column} {_AMONG}", [json.dumps(sorted(values))]
    for field, values in several.items():
        if values:
            labelled = f"SELECT id FROM labels WHERE field = '{field}' AND value {_AMONG}"  # noqa: S608  a name of ours
            yield f"ads.id IN ({labelled})", [json.dumps(sorted(values))]
    if filters.captured_from is not None:
        yield "ads.captured_at >= ?", [filters.captured_from]
    if filters.captured_to is not None:
        yield "ads.captured_at < ?", [filters.captured_to]


def _matching(expression: Expression) -> Condition:
    text = _in_words(expression)
    if text is not None:
        return "ads.id IN (SELECT rowid FROM words WHERE words MATCH ?)", [text]
    match expression:
        case Term() | Phrase():
            return _NONE
        case And(parts):
            return _all(map(_matching, parts))
        case Or(parts):
            return _joined(map(_matching, parts), " OR ", none=_NONE)
        case Not(part):
            inner, parameters = _matching(part)
            return f"NOT ({inner})", parameters


def _in_words(expression: Expression) -> str | None:
    """FTS5's own text where it can say all of it, which one look-up answers; None where it cannot."""
    match expression:
        case Term() | Phrase():
            return _phrase(expression)
        case And(parts):
            return _joined_words(parts, " AND ")
        case Or(parts):
            return _joined_words(parts, " OR ")
        case Not():
            return None


def _joined_words(parts: Iterable[Expression], by: str) -> str | None:
    texts = [_in_words(part) for part in parts]
    known = [text for text in texts if text is not None]
    return _tree(known, by) if known and len(known) == len(texts) else None


def _phrase(leaf: Term | Phrase) -> str | None:
    found = keys(leaf)
    return '"' + " ".join(map(word, found)) + '"' if found else None


def _all(conditions: Iterable[Condition]) -> Condition:
    return _joined(conditions, " AND ", none=_EVERY)


def _joined(conditions: Iterable[Condition], by: str, *, none: Condition) -> Condition:
    listed = list(conditions)
    if not listed:
        return none
    return _tree([sql for sql, _ in listed], by), [each for _, some in listed for each in some]


def _tree(texts: Sequence[str], by: str) -> str:
    """All of them joined in pairs of pairs: SQLite takes wide conditions only when they are not deep."""
    if len(texts) == 1:
        return texts[0]
    middle = len(texts) // 2
    return f"({_tree(texts[:middle], by)}{by}{_tree(texts[middle:], by)})"
