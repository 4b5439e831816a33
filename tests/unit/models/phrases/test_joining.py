from collections.abc import Mapping

import pytest

from models.phrases.joining import DENIED, Hits, Join, Pattern, Step

PASSPORT, KEPT = Step(0, "<passport>", None), Step(3, "<kept>", None)


def joined(hits: Hits, *steps: Step, numbers: Mapping[int, int] | None = None) -> list[tuple[int, int]]:
    return list(Join(hits, numbers or {}, [0] * 40).spans(Pattern.of("JB11", steps)))


@pytest.mark.parametrize(("kept_at", "found"), [(1, [(0, 2)]), (4, [(0, 5)]), (5, [])])
def test_a_step_stands_within_the_gap_of_the_one_before(kept_at: int, found: list[tuple[int, int]]) -> None:
    assert joined({"<passport>": [(0, 1)], "<kept>": [(kept_at, kept_at + 1)]}, PASSPORT, KEPT) == found


def test_a_later_place_counts_where_an_earlier_one_leads_nowhere() -> None:
    hits = {"<passport>": [(0, 1), (20, 21)], "<kept>": [(22, 23)]}
    assert joined(hits, PASSPORT, KEPT) == [(20, 23)]


@pytest.mark.parametrize(
    ("denied", "found"),
    [((2, 3), []), ((1, 2), []), ((0, 3), [(0, 4)]), ((4, 5), [(0, 4)])],
)
def test_not_right_before_the_next_step_denies_only_from_within_the_gap(
    denied: tuple[int, int], found: list[tuple[int, int]]
) -> None:
    hits = {"<passport>": [(0, 1)], "<kept>": [(3, 4)], DENIED: [denied]}
    assert joined(hits, PASSPORT, KEPT) == found


def test_a_long_denial_does_not_hide_a_short_one_that_ends_with_it() -> None:
    hits = {"<passport>": [(1, 2)], "<kept>": [(4, 5)], DENIED: [(0, 4), (3, 4)]}
    assert joined(hits, PASSPORT, KEPT) == []


def test_hits_that_are_new_are_read_once_the_old_ones_are_forgotten() -> None:
    hits: Hits = {"<passport>": [(0, 1)], "<kept>": [(9, 10)]}
    join, pattern = Join(hits, {}, [0] * 40), Pattern.of("JB11", (PASSPORT, KEPT))
    assert join.spans(pattern) == []
    hits["<kept>"] += [(1, 2)]
    join.forget("<kept>")
    assert join.spans(pattern) == [(0, 2)]


def test_a_number_is_a_step_where_it_lies_in_the_range() -> None:
    ages = Step(0, "{12-17}", (12, 17))
    assert joined({"<kept>": [(1, 2)]}, ages, KEPT, numbers={0: 16}) == [(0, 2)]
    assert joined({"<kept>": [(1, 2)]}, ages, KEPT, numbers={0: 18}) == []


def test_many_places_of_a_step_are_joined_as_few_are() -> None:
    hits = {"<passport>": [(at, at + 1) for at in range(0, 400, 10)], "<kept>": [(322, 323), (338, 339)]}
    assert Join(hits, {}, [0] * 400).spans(Pattern.of("JB11", (PASSPORT, KEPT))) == [(320, 323)]
