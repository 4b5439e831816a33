"""A typed query in Elasticsearch's words, without a server."""

import pytest

from models.domain.errors import WrongUsage
from search.index.elastic_query import condition, counting, order, ranked
from search.query.parse import parse
from search.query.query import And, Expression, Facet, Filters, Not, Or, Query, Sort, Term


def phrase(words: str) -> dict[str, object]:
    return {"match_phrase": {"tokens": words}}


CONDITIONS = [
    ("", {"match_all": {}}, "no condition"),
    ("maid", phrase("maid"), "a word"),
    ('"no leave"', phrase("no leave"), "words side by side"),
    ("part-time", phrase("part time"), "one typed word that is two"),
    ("maid garden", {"bool": {"filter": [phrase("maid"), phrase("garden")]}}, "both"),
    (
        "maid OR garden",
        {"bool": {"should": [phrase("maid"), phrase("garden")], "minimum_should_match": 1}},
        "either",
    ),
    ("-maid", {"bool": {"must_not": [phrase("maid")]}}, "not this"),
    ("NOT -maid", phrase("maid"), "a double negation is none"),
]


@pytest.mark.parametrize(("text", "clause", "reason"), CONDITIONS, ids=[text for text, _, _ in CONDITIONS])
def test_words_are_said_as_clauses(text: str, clause: object, reason: str) -> None:
    assert condition(Query(match=parse(text))) == clause, reason


@pytest.mark.parametrize(
    ("expression", "clause"),
    [
        (Term("…"), {"match_none": {}}),
        (And(()), {"match_all": {}}),
        (Or(()), {"match_none": {}}),
        (And((Term("maid"),)), phrase("maid")),
    ],
)
def test_all_of_nothing_is_everything_and_any_of_nothing_is_nothing(
    expression: Expression, clause: object
) -> None:
    assert condition(Query(match=expression)) == clause


def test_times_are_half_open() -> None:
    query = Query(filters=Filters(captured_from=5, captured_to=9))
    assert condition(query) == {"range": {"captured_at": {"gte": 5, "lt": 9}}}


def test_a_long_list_is_cut_into_what_an_index_takes() -> None:
    query = Query(filters=Filters(ad_ids=frozenset(f"a{number}" for number in range(70_000))))
    lists = [clause["terms"]["ad_id"] for clause in condition(query)["bool"]["should"]]
    assert [len(some) for some in lists] == [65_536, 4_464]


SORTS = [
    (Query(sort=Sort.SCORE), [{"score": "desc"}, {"ad_id": "asc"}]),
    (Query(sort=Sort.NEWEST), [{"captured_at": "desc"}, {"ad_id": "asc"}]),
    (Query(sort=Sort.OLDEST), [{"captured_at": "asc"}, {"ad_id": "asc"}]),
    (Query(match=Term("maid"), sort=Sort.RELEVANCE), [{"_score": "desc"}, {"ad_id": "asc"}]),
    (Query(match=Not(Term("maid")), sort=Sort.RELEVANCE), [{"score": "desc"}, {"ad_id": "asc"}]),
    (Query(sort=Sort.RELEVANCE), [{"score": "desc"}, {"ad_id": "asc"}]),
]


@pytest.mark.parametrize(("query", "expected"), SORTS)
def test_ties_fall_to_the_ad_id_and_relevance_without_words_is_the_score(
    query: Query, expected: object
) -> None:
    assert order(query) == expected


def test_relevance_scores_the_words_and_changes_no_set() -> None:
    query = Query(match=parse("maid OR -garden"), sort=Sort.RELEVANCE)
    assert ranked(query) == {"bool": {"filter": [condition(query)], "should": [phrase("maid")]}}
    assert ranked(Query(match=Term("maid"))) == condition(Query(match=Term("maid")))


def test_only_facets_that_are_asked_for_are_counted() -> None:
    assert counting(frozenset()) == {}
    assert counting({Facet.PLACE}) == {"place": {"terms": {"field": "places", "size": 10_000}}}


def test_what_no_node_takes_is_refused_before_it_is_asked() -> None:
    expression: Expression = Term("maid")
    for level in range(200):
        expression = And((expression, Term("garden"))) if level % 2 else Or((expression, Term("garden")))
    with pytest.raises(WrongUsage, match="nested too deeply"):
        condition(Query(match=expression))
