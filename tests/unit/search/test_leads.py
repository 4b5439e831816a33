from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models.domain.judgement import Band
from models.domain.lead import Lead, lead_id
from search.leads import leads
from search.records.port import Edge
from tests.contract.documents import ad


def edge(one: str, other: str) -> Edge:
    return Edge(min(one, other), max(one, other), "contact", "k")


def test_an_ad_alone_is_a_lead() -> None:
    alone = ad("a1", band=Band.HIGH, score=0.9, first_seen=3, captured_at=7)
    assert leads([alone], [], frozenset()) == (
        Lead(lead_id([(3, "a1")]), ("a1",), Band.HIGH, 0.9, 3, 7, read_by_person=False),
    )


def test_linked_ads_are_one_lead_with_the_band_and_score_of_the_strongest() -> None:
    found = leads(
        [
            ad("a1", band=Band.LOW, score=0.9, first_seen=1, captured_at=9),
            ad("a2", band=Band.HIGH, score=0.4, first_seen=2, captured_at=5),
            ad("a3", band=Band.MEDIUM, first_seen=3, captured_at=3),
        ],
        [edge("a1", "a2"), edge("a2", "a3")],
        frozenset(),
    )
    assert found == (
        Lead(lead_id([(1, "a1")]), ("a2", "a3", "a1"), Band.HIGH, 0.4, 1, 9, read_by_person=False),
    )


def test_a_link_over_an_ad_that_is_not_given_holds() -> None:
    found = leads([ad("a1"), ad("a3")], [edge("a1", "a2"), edge("a2", "a3")], frozenset())
    assert [lead.ad_ids for lead in found] == [("a1", "a3")]


def test_an_edge_between_ads_that_are_not_given_makes_no_lead() -> None:
    assert leads([], [edge("a1", "a2")], frozenset()) == ()


def test_a_lead_is_read_when_its_strongest_ad_was() -> None:
    ads, edges = [ad("a1", band=Band.HIGH), ad("a2", band=Band.LOW)], [edge("a1", "a2")]
    assert leads(ads, edges, {"a1"})[0].read_by_person
    assert not leads(ads, edges, {"a2"})[0].read_by_person


def test_leads_are_ordered_by_band_then_score_then_newest() -> None:
    found = leads(
        [
            ad("a1", band=Band.LOW, score=0.9),
            ad("a2", band=Band.HIGH, score=0.2, captured_at=1),
            ad("a3", band=Band.HIGH, score=0.2, captured_at=2),
            ad("a4", band=Band.URGENT, score=0.1),
            ad("a5", band=Band.HIGH, score=0.3),
        ],
        [],
        frozenset(),
    )
    assert [lead.ad_ids[0] for lead in found] == ["a4", "a5", "a3", "a2", "a1"]


def test_a_very_long_row_of_links_is_one_lead() -> None:
    ads = [ad(f"a{number:05}") for number in range(20_000)]
    edges = [edge(f"a{number:05}", f"a{number + 1:05}") for number in range(19_999)]
    assert len(leads(ads, edges, frozenset())) == 1
    assert len(leads(ads, edges[::-1], frozenset())) == 1


numbers = st.integers(0, 14)
pairs = st.lists(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]), max_size=25)


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_ads_and_edges_does_not_matter_and_no_ad_is_lost(
    linked: list[tuple[int, int]], random: Random
) -> None:
    ads = [ad(f"a{number:02}", score=number % 3 / 2, band=list(Band)[number % 5]) for number in range(15)]
    edges = [edge(f"a{one:02}", f"a{other:02}") for one, other in linked]
    found = leads(ads, edges, frozenset())
    random.shuffle(ads)
    random.shuffle(edges)
    assert leads(ads, edges, frozenset()) == found
    assert sorted(ad_id for lead in found for ad_id in lead.ad_ids) == [
        f"a{number:02}" for number in range(15)
    ]
    by_ad = {ad_id: lead.lead_id for lead in found for ad_id in lead.ad_ids}
    assert all(by_ad[edge.ad_a] == by_ad[edge.ad_b] for edge in edges)
