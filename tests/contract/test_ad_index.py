"""What every adapter of the ad index promises; a further engine joins as one more parameter of `fresh`."""

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.domain.errors import WrongUsage
from models.domain.judgement import Band, Kind
from search.index.document import AdDocument
from search.index.elastic import ElasticIndex
from search.index.elastic_cluster import ElasticCluster
from search.index.embedded import EmbeddedIndex
from search.index.port import AdIndex, Page, PutOutcome
from search.query.parse import parse
from search.query.query import And, Expression, Facet, Filters, Not, Or, Phrase, Query, Sort, Term
from tests.contract.documents import TEXTS, ad, documents, some_of
from tests.contract.reference_index import counts, kept, matches

Fresh = Callable[[], AbstractContextManager[AdIndex]]


def in_files(folder: Path) -> Fresh:
    numbers = count()

    @contextmanager
    def make() -> Iterator[AdIndex]:
        own = folder / str(next(numbers))
        own.mkdir()
        with closing(EmbeddedIndex(own / "ads.db")) as index:
            yield index

    return make


def in_elasticsearch(url: str) -> Fresh:
    @contextmanager
    def make() -> Iterator[AdIndex]:
        # That its files let go too takes it half a minute; `tests/services/test_elastic.py` waits for it once.
        cluster = ElasticCluster(url, name=f"t{uuid4().hex}", letting_go=0)
        with closing(ElasticIndex(cluster)) as index:
            yield index
        with closing(cluster.client()) as client:
            client.indices.delete(index=f"{cluster.name}-v1")

    return make


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.services)])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Fresh:
    """Makes an empty index at each call, closed when its block ends."""
    if request.param == "embedded":
        return in_files(tmp_path)
    return in_elasticsearch(request.getfixturevalue("elastic_server"))


@pytest.fixture
def index(fresh: Fresh) -> Iterator[AdIndex]:
    with fresh() as made:
        yield made


def ids(index: AdIndex, query: Query) -> list[str]:
    return [document.ad_id for document in index.search(query, page=Page(size=100)).documents]


def asked(text: str) -> Query:
    return Query(match=parse(text))


def fill(index: AdIndex, *ads: AdDocument) -> None:
    index.put(ads)
    index.refresh()


def test_what_was_put_comes_back_whole(index: AdIndex) -> None:
    document = ad(
        "a1",
        "नौकरी in Dubai",
        kinds={Kind.FORCED_LABOUR: 0.1 + 0.2},
        languages=("hi", "en"),
        places=("IN", "dubai"),
        contact_keys=("k.2", "k.1"),
        sealed=b"\x00\xff",
    )
    fill(index, document)
    assert index.get("a1") == document
    assert index.get("a2") is None


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    document=documents,
    text=texts,
    several=st.lists(texts, max_size=3),
    number=st.integers(-(2**63), 2**63 - 1),
)
def test_a_document_survives_the_index_whatever_is_in_it(
    fresh: Fresh, document: AdDocument, text: str, several: list[str], number: int
) -> None:
    document = replace(
        document,
        tokens=text,
        source=text,
        languages=tuple(several),
        contact_keys=tuple(several),
        captured_at=number,
    )
    with fresh() as index:
        fill(index, document)
        assert index.get(document.ad_id) == document
        assert index.search(Query(), page=Page()).documents == (document,)


def test_a_new_ad_is_indexed_and_its_second_put_changes_nothing(index: AdIndex) -> None:
    assert list(index.put([ad("a1"), ad("a2")])) == [PutOutcome.INDEXED, PutOutcome.INDEXED]
    assert list(index.put([ad("a1")])) == [PutOutcome.UNCHANGED]


def test_a_newer_capture_of_other_content_replaces_the_older(index: AdIndex) -> None:
    fill(index, ad("a1", "maid", captured_at=1, content_hash="h1"))
    assert list(index.put([ad("a1", "cook", captured_at=2, content_hash="h0")])) == [PutOutcome.INDEXED]
    index.refresh()
    assert ids(index, asked("cook")) == ["a1"]
    assert ids(index, asked("maid")) == []


def test_a_newer_capture_of_the_same_content_only_moves_the_time(index: AdIndex) -> None:
    fill(index, ad("a1", captured_at=1))
    assert list(index.put([ad("a1", captured_at=2)])) == [PutOutcome.DUPLICATE]
    assert index.get("a1") == ad("a1", captured_at=2)


def test_an_older_capture_never_overwrites_a_newer(index: AdIndex) -> None:
    fill(index, ad("a1", "cook", captured_at=2))
    assert list(index.put([ad("a1", "maid", captured_at=1, content_hash="h9")])) == [PutOutcome.SUPERSEDED]
    assert index.get("a1") == ad("a1", "cook", captured_at=2)


def test_of_two_captures_at_one_moment_the_larger_hash_stays_in_either_order(fresh: Fresh) -> None:
    small, large = ad("a1", "maid", content_hash="ha"), ad("a1", "cook", content_hash="hb")
    for order in ([small, large], [large, small]):
        with fresh() as index:
            index.put(order)
            assert index.get("a1") == large


def test_one_batch_may_hold_several_captures_of_one_ad(index: AdIndex) -> None:
    batch = [ad("a1", captured_at=1), ad("a1", captured_at=3, content_hash="h2"), ad("a1", captured_at=2)]
    assert list(index.put(batch)) == [PutOutcome.INDEXED, PutOutcome.INDEXED, PutOutcome.SUPERSEDED]


@pytest.mark.parametrize(
    "bad",
    [
        ad("bad", score=math.nan),
        ad("bad", kinds={Kind.ORGAN_TRADE: math.inf}),
        ad("bad", source="\ud800"),
        ad("bad", captured_at=2**63),
    ],
    ids=["score", "kind", "surrogate", "time"],
)
def test_one_document_that_cannot_be_kept_does_not_stop_the_others(index: AdIndex, bad: AdDocument) -> None:
    outcomes = index.put([ad("a1"), bad, ad("a2")])
    index.refresh()
    assert list(outcomes) == [PutOutcome.INDEXED, PutOutcome.REJECTED, PutOutcome.INDEXED]
    assert ids(index, Query()) == ["a1", "a2"]


WORDS = [
    ("naukri", ["hindi", "latin"], "one key for one word in two scripts"),
    ("नौकरी", ["hindi", "latin"], "and typed in the other"),
    ("150000", ["latin"], "digit groups are one number"),
    ("1,50,000", ["latin"], "and typed as a group"),
    ("पान", [], "a part of a word is not the word: vowel signs do not split it"),
    ('"no leave"', ["rule"], "words that other engines drop as stop words"),
    ('"leave no"', [], "a phrase keeps its order"),
    ('"phone leave"', [], "and its neighbours"),
    ("phone leave", ["other", "rule"], "words side by side must both be there"),
    ("part-time", ["hyphen"], "one typed word may be several"),
    ("time part", ["hyphen"], "and each of them is findable"),
    ('"time part"', [], "in their own order"),
    ("maid OR NOT phone", ["hindi", "hyphen", "latin", "maid"], "NOT inside OR"),
    ("-phone -naukri", ["hyphen", "maid"], "NOT alone asks for all others"),
    ("NOT (phone OR naukri) maid", ["maid"], "a bracket under NOT"),
    ("MAID", ["maid"], "letter case does not matter"),
    ("zzzz", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), WORDS, ids=[text for text, _, _ in WORDS])
def test_words_are_found_as_the_query_says(
    index: AdIndex, text: str, expected: list[str], reason: str
) -> None:
    fill(
        index,
        ad("maid", "Maid needed"),
        ad("rule", "no phone, no leave"),
        ad("other", "phone no problem leave"),
        ad("hindi", "नौकरी पानी"),
        ad("latin", "naukri, salary 1,50,000"),
        ad("hyphen", "part-time job"),
    )
    assert sorted(ids(index, asked(text))) == expected, reason


def test_a_token_is_one_word_whatever_it_is_made_of(index: AdIndex) -> None:
    fill(index, replace(ad("a1"), tokens="maid <part> cook"), ad("a2", "maid cook"))
    assert ids(index, asked('"maid cook"')) == ["a2"]
    assert ids(index, asked("part")) == []


FILTERS = [
    (Filters(), ["a1", "a2", "a3"]),
    (Filters(ad_ids=frozenset({"a1", "a3", "zz"})), ["a1", "a3"]),
    (Filters(kinds=frozenset({Kind.ORGAN_TRADE, Kind.SCAM_COMPOUND})), ["a1", "a2"]),
    (Filters(bands=frozenset({Band.HIGH})), ["a2"]),
    (Filters(sources=frozenset({"two"})), ["a2", "a3"]),
    (Filters(languages=frozenset({"te"})), ["a1"]),
    (Filters(places=frozenset({"IN-36"})), ["a1", "a2"]),
    (Filters(contact_keys=frozenset({"k.1", "k.9"})), ["a1", "a3"]),
    (Filters(captured_from=2), ["a2", "a3"]),
    (Filters(captured_to=2), ["a1"]),
    (Filters(captured_from=2, captured_to=3, sources=frozenset({"two"})), ["a2"]),
    (Filters(sources=frozenset({"one"}), bands=frozenset({Band.HIGH})), []),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filters_narrow_the_search(index: AdIndex, filters: Filters, expected: list[str]) -> None:
    telangana = ("IN", "IN-36")
    fill(
        index,
        ad(
            "a1",
            captured_at=1,
            source="one",
            kinds={Kind.ORGAN_TRADE: 0.9},
            languages=("te", "en"),
            places=(*telangana, "IN-36-507"),
            contact_keys=("k.1",),
        ),
        ad(
            "a2",
            captured_at=2,
            source="two",
            band=Band.HIGH,
            kinds={Kind.SCAM_COMPOUND: 0.8},
            places=telangana,
        ),
        ad("a3", captured_at=3, source="two", languages=("en",), contact_keys=("k.2", "k.1")),
    )
    query = Query(filters=filters, sort=Sort.OLDEST)
    assert ids(index, query) == expected
    assert index.count(query) == len(expected)


def test_facets_count_matches_and_a_place_counts_in_all_that_it_lies_in(index: AdIndex) -> None:
    fill(
        index,
        ad(
            "a1",
            "maid",
            places=("IN", "IN-36", "IN-36-507"),
            kinds={Kind.ORGAN_TRADE: 1.0},
            languages=("en", "hi"),
        ),
        ad("a2", "maid", places=("IN", "IN-36"), band=Band.HIGH, languages=("en",)),
        ad("a3", "cook", places=("IN",)),
    )
    hits = index.search(Query(match=parse("maid"), facets=frozenset(Facet)), page=Page())
    assert hits.total == 2
    assert hits.facets == {
        Facet.KIND: {"organ_trade": 1},
        Facet.BAND: {"low": 1, "high": 1},
        Facet.SOURCE: {"board": 2},
        Facet.LANGUAGE: {"en": 2, "hi": 1},
        Facet.PLACE: {"IN": 2, "IN-36": 2, "IN-36-507": 1},
    }
    assert index.search(Query(), page=Page()).facets == {}


ORDERS = [
    (Sort.SCORE, ["a2", "a3", "a1", "a4"]),
    (Sort.NEWEST, ["a4", "a1", "a2", "a3"]),
    (Sort.OLDEST, ["a3", "a1", "a2", "a4"]),
]


@pytest.mark.parametrize(("sort", "expected"), ORDERS)
def test_sorts_break_their_ties_by_ad_id(index: AdIndex, sort: Sort, expected: list[str]) -> None:
    fill(
        index,
        ad("a4", score=0.1, captured_at=3),
        ad("a2", score=0.9, captured_at=2),
        ad("a1", score=0.1, captured_at=2),
        ad("a3", score=0.5, captured_at=1),
    )
    assert ids(index, Query(sort=sort)) == expected


def test_relevance_puts_the_ad_that_says_it_more_often_first(index: AdIndex) -> None:
    fill(
        index,
        ad("a1", "cook and driver and gardener and maid"),
        ad("a2", "maid maid maid"),
        ad("a3", "cook driver"),
        ad("a4", "gardener driver"),
    )
    assert ids(index, Query(match=parse("maid"), sort=Sort.RELEVANCE)) == ["a2", "a1"]


@pytest.mark.parametrize("sort", Sort)
def test_pages_show_every_ad_once(index: AdIndex, sort: Sort) -> None:
    fill(
        index,
        *[
            ad(f"a{n:02}", "maid" + " cook" * (n % 3), score=(n % 4) / 3, captured_at=n % 5)
            for n in range(45)
        ],
    )
    query = Query(match=parse("maid"), sort=sort)
    found: list[str] = []
    after = None
    for expected in (20, 20, 5):
        hits = index.search(query, page=Page(size=20, after=after))
        assert (len(hits.documents), hits.total) == (expected, 45)
        found += [document.ad_id for document in hits.documents]
        after = hits.next
    assert after is None
    assert sorted(found) == [f"a{n:02}" for n in range(45)]
    assert found == ids(index, query)


def test_a_page_of_the_last_hits_has_no_next(index: AdIndex) -> None:
    fill(index, ad("a1"), ad("a2"))
    assert index.search(Query(), page=Page(size=2)).next is None


@pytest.mark.parametrize("cursor", ["", "x", "e30=", "\ud800", "WzEsMiwzXQ=="])
def test_a_cursor_that_is_none_is_refused(index: AdIndex, cursor: str) -> None:
    with pytest.raises(WrongUsage, match="first page"):
        index.search(Query(), page=Page(after=cursor))


def test_a_cursor_of_another_query_is_refused(index: AdIndex) -> None:
    fill(index, ad("a1"), ad("a2"))
    cursor = index.search(Query(sort=Sort.NEWEST), page=Page(size=1)).next
    with pytest.raises(WrongUsage, match="first page"):
        index.search(Query(sort=Sort.OLDEST), page=Page(after=cursor))


def test_a_scan_yields_every_match_once_however_many(index: AdIndex) -> None:
    fill(index, *[ad(f"a{n}", "maid" if n % 2 else "cook") for n in range(1_500)])
    found = [document.ad_id for document in index.scan(asked("maid"))]
    assert len(found) == 750
    assert set(found) == {f"a{n}" for n in range(1_500) if n % 2}


def test_a_scan_survives_puts_and_forgetting_on_its_way(index: AdIndex) -> None:
    fill(index, *[ad(f"a{n:04}") for n in range(1_200)])
    scan = index.scan(Query())
    first = next(scan)
    fill(index, ad("new"))
    index.forget(["a1100"])
    found = [first.ad_id, *(document.ad_id for document in scan)]
    assert len(found) == len(set(found)) == 1_199
    assert "new" not in found


def test_a_forgotten_ad_is_gone_from_every_answer(index: AdIndex) -> None:
    fill(index, ad("a1", "maid", languages=("hi",)), ad("a2", "maid", languages=("hi",)))
    assert index.forget(["a1", "a1", "unknown"]) == 1
    index.refresh()
    hits = index.search(Query(match=parse("maid"), facets=frozenset({Facet.LANGUAGE})), page=Page())
    assert [document.ad_id for document in hits.documents] == ["a2"]
    assert hits.facets == {Facet.LANGUAGE: {"hi": 1}}
    assert index.get("a1") is None
    assert index.forget(["a1"]) == 0


def test_a_forgotten_ad_may_come_again(index: AdIndex) -> None:
    fill(index, ad("a1", captured_at=9))
    index.forget(["a1"])
    assert list(index.put([ad("a1", captured_at=1)])) == [PutOutcome.INDEXED]


def test_closing_twice_is_allowed(index: AdIndex) -> None:
    index.close()
    index.close()


leaves = st.one_of(
    st.sampled_from(["maid", "no", "phone", "naukri", "काम", "পনি", "150000", "पनी", "part-time", "…"]).map(
        Term
    ),
    st.sampled_from(TEXTS[:-1]).map(lambda text: Phrase(tuple(text.split()[:2]))),
)
expressions: st.SearchStrategy[Expression] = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda some: And(tuple(some))),
        st.lists(parts, min_size=1, max_size=3).map(lambda some: Or(tuple(some))),
        parts.map(Not),
    ),
    max_leaves=6,
)
queries = st.builds(
    Query,
    match=st.none() | expressions,
    filters=st.builds(
        Filters,
        ad_ids=some_of("a1", "a2", "a3").map(frozenset) | st.just(frozenset()),
        kinds=st.frozensets(st.sampled_from(list(Kind)[:3]), max_size=1),
        bands=st.frozensets(st.sampled_from(Band), max_size=3),
        sources=some_of("one", "two").map(frozenset),
        languages=st.frozensets(st.sampled_from(["en", "hi"]), max_size=1),
        places=st.frozensets(st.sampled_from(["IN", "IN-36", "dubai"]), max_size=1),
        contact_keys=st.frozensets(st.sampled_from(["k.1", "k.2"]), max_size=1),
        captured_from=st.none() | st.integers(0, 5),
        captured_to=st.none() | st.integers(0, 5),
    ),
    sort=st.sampled_from([Sort.SCORE, Sort.NEWEST, Sort.OLDEST]),
    facets=st.frozensets(st.sampled_from(Facet)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(put=st.lists(documents, max_size=25), asked=st.lists(queries, min_size=1, max_size=8))
def test_every_engine_agrees_with_the_plain_reference(
    fresh: Fresh, put: list[AdDocument], asked: list[Query]
) -> None:
    expected = kept(put)
    with fresh() as index:
        fill(index, *put)
        for query in asked:
            found = matches(query, expected)
            hits = index.search(query, page=Page(size=100))
            assert list(hits.documents) == found
            assert (hits.total, hits.facets) == (len(found), counts(query, expected))
            assert index.count(query) == len(found)
            assert sorted(document.ad_id for document in index.scan(query)) == sorted(
                document.ad_id for document in found
            )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(put=st.lists(documents, max_size=15), seed=st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(fresh: Fresh, put: list[AdDocument], seed: Random) -> None:
    # Two events of one capture are the same bytes; make the generated ones so.
    put = list(
        {(document.ad_id, document.captured_at, document.content_hash): document for document in put}.values()
    )
    shuffled = list(put)
    seed.shuffle(shuffled)
    with fresh() as one, fresh() as other:
        fill(one, *put)
        fill(other, *shuffled)
        assert one.search(Query(), page=Page(size=100)) == other.search(Query(), page=Page(size=100))
