"""This module answers queries over documents in a list, as plainly as can be: what every engine must agree with."""

from collections import Counter
from collections.abc import Iterable, Sequence

from search.index.document import AdDocument
from search.query.keys import keys
from search.query.query import (
    And,
    Expression,
    Facet,
    FacetCounts,
    Filters,
    Not,
    Or,
    Phrase,
    Query,
    Sort,
    Term,
)


def kept(documents: Iterable[AdDocument]) -> list[AdDocument]:
    """What remains of `documents` put one after another: of each ad the newest, ties to the larger hash."""
    newest: dict[str, AdDocument] = {}
    for document in documents:
        present = newest.get(document.ad_id)
        if present is None or _version(document) > _version(present):
            newest[document.ad_id] = document
    return list(newest.values())


def matches(query: Query, documents: Iterable[AdDocument]) -> list[AdDocument]:
    """Every match, in the order of `query.sort` (a field)."""
    found = [document for document in documents if _passes(query.filters, document)]
    if query.match is not None:
        found = [document for document in found if _matches(query.match, document.tokens.split())]
    return sorted(found, key=lambda document: (_sort_key(query.sort, document), document.ad_id))


def counts(query: Query, documents: Iterable[AdDocument]) -> FacetCounts:
    """How many matches have each value of the facets asked for."""
    found = matches(query, documents)
    return {
        facet: dict(Counter(value for document in found for value in _values(facet, document)))
        for facet in query.facets
    }


def _version(document: AdDocument) -> tuple[int, str]:
    return document.captured_at, document.content_hash


def _matches(expression: Expression, words: Sequence[str]) -> bool:
    match expression:
        case Term() | Phrase():
            phrase = list(keys(expression))
            places = range(len(words) - len(phrase) + 1)
            return bool(phrase) and any(list(words[at : at + len(phrase)]) == phrase for at in places)
        case And(parts):
            return all(_matches(part, words) for part in parts)
        case Or(parts):
            return any(_matches(part, words) for part in parts)
        case Not(part):
            return not _matches(part, words)


def _passes(filters: Filters, document: AdDocument) -> bool:
    wanted: list[tuple[frozenset[str], set[str]]] = [
        (filters.ad_ids, {document.ad_id}),
        (frozenset(filters.kinds), set(document.kinds)),
        (frozenset(filters.bands), {document.band}),
        (filters.sources, {document.source}),
        (filters.languages, set(document.languages)),
        (filters.places, set(document.places)),
        (filters.contact_keys, set(document.contact_keys)),
    ]
    start, end = filters.captured_from, filters.captured_to
    in_time = (start is None or document.captured_at >= start) and (end is None or document.captured_at < end)
    return in_time and all(not asked or asked & given for asked, given in wanted)


def _values(facet: Facet, document: AdDocument) -> set[str]:
    return {
        Facet.KIND: {str(kind) for kind in document.kinds},
        Facet.BAND: {str(document.band)},
        Facet.SOURCE: {document.source},
        Facet.LANGUAGE: set(document.languages),
        Facet.PLACE: set(document.places),
    }[facet]


def _sort_key(sort: Sort, document: AdDocument) -> float:
    return {
        Sort.SCORE: -document.score,
        Sort.NEWEST: -document.captured_at,
        Sort.OLDEST: document.captured_at,
        Sort.RELEVANCE: 0.0,  # its order is each engine's own
    }[sort]
