"""This module says a typed query in Elasticsearch's words, without a server."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from models.domain.errors import WrongUsage
from search.query.keys import asked_for, keys
from search.query.query import And, Expression, Facet, Filters, Not, Or, Phrase, Query, Sort, Term

Clause = Mapping[str, Any]

FACET_FIELDS: Mapping[Facet, str] = {
    Facet.KIND: "kind",
    Facet.BAND: "band",
    Facet.SOURCE: "source",
    Facet.LANGUAGE: "languages",
    Facet.PLACE: "places",
}

_EVERY: Clause = {"match_all": {}}
_NONE: Clause = {"match_none": {}}
_MOST_TERMS = 65_536  # what an index takes in one clause, unless told otherwise
_MOST_VALUES = 10_000  # of one facet: India's 800 districts and the places abroad are far fewer
_MOST_NESTED = 26  # a node takes 30 in each other, and two are around these
_ORDERS: Mapping[Sort, Clause] = {
    Sort.SCORE: {"score": "desc"},
    Sort.NEWEST: {"captured_at": "desc"},
    Sort.OLDEST: {"captured_at": "asc"},
}


def condition(query: Query) -> Clause:
    """What documents must fulfil; no clause of it is scored."""
    parts = list(_filters(query.filters))
    if query.match is not None:
        parts.append(_matching(query.match))
    return _all(parts)


def ranked(query: Query) -> Clause:
    """The same documents, each with the relevance of its words where the query is sorted by it."""
    wanted = _wanted(query)
    return {"bool": {"filter": [condition(query)], "should": wanted}} if wanted else condition(query)


def order(query: Query) -> Sequence[Clause]:
    """How the hits are sorted; relevance without a word to measure it by is the score. Ties fall to the ad id."""
    first = {"_score": "desc"} if _wanted(query) else _ORDERS.get(query.sort, _ORDERS[Sort.SCORE])
    return [first, {"ad_id": "asc"}]


def counting(facets: Collection[Facet]) -> Mapping[str, Clause]:
    """How many matches have each value of these facets."""
    return {
        str(facet): {"terms": {"field": FACET_FIELDS[facet], "size": _MOST_VALUES}}
        for facet in sorted(facets)
    }


def _wanted(query: Query) -> Sequence[Clause]:
    if query.sort is not Sort.RELEVANCE:
        return []
    return [leaf for each in asked_for(query.match) if (leaf := _leaf(each)) is not _NONE]


def _filters(filters: Filters) -> Iterator[Clause]:
    columns: Mapping[str, Collection[str]] = {
        "ad_id": filters.ad_ids,
        "band": filters.bands,
        "source": filters.sources,
        "kind": filters.kinds,
        "languages": filters.languages,
        "places": filters.places,
        "contact_keys": filters.contact_keys,
    }
    for field, values in columns.items():
        if values:
            listed = sorted(map(str, values))
            starts = range(0, len(listed), _MOST_TERMS)
            yield _any([{"terms": {field: listed[start : start + _MOST_TERMS]}} for start in starts])
    times = {"gte": filters.captured_from, "lt": filters.captured_to}
    limits = {name: at for name, at in times.items() if at is not None}
    if limits:
        yield {"range": {"captured_at": limits}}


def _matching(expression: Expression, room: int = _MOST_NESTED) -> Clause:
    if room == 0:
        raise WrongUsage("This search is nested too deeply for Elasticsearch; use fewer brackets.")
    match expression:
        case Term() | Phrase():
            return _leaf(expression)
        case And(parts):
            return _all([_matching(part, room - 1) for part in parts])
        case Or(parts):
            return _any([_matching(part, room - 1) for part in parts])
        case Not(Not(part)):
            return _matching(part, room)
        case Not(part):
            return {"bool": {"must_not": [_matching(part, room - 1)]}}


def _leaf(leaf: Term | Phrase) -> Clause:
    found = keys(leaf)
    return {"match_phrase": {"tokens": " ".join(found)}} if found else _NONE


def _all(parts: Sequence[Clause]) -> Clause:
    if len(parts) == 1:
        return parts[0]
    return {"bool": {"filter": list(parts)}} if parts else _EVERY


def _any(parts: Sequence[Clause]) -> Clause:
    if len(parts) == 1:
        return parts[0]
    return {"bool": {"should": list(parts), "minimum_should_match": 1}} if parts else _NONE
