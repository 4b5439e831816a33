import numpy as np
import pytest

from models.training import copies
from models.training.copies import Copies, copies_across
from models.training.splits import groups
from tests.unit.models.training.test_splits import TEXT, ads, unlike

COPY = TEXT.replace("school", "skool").replace("wanted", "vanted")
OTHER = "rooms to let near the station with water and light from the first of june ask at the shop"


def test_a_near_copy_in_another_fold_is_counted() -> None:
    assert copies_across([TEXT, OTHER, COPY], np.array([0, 0, 1])) == Copies(1, 3, (0, 2))


def test_a_near_copy_in_the_same_fold_is_none() -> None:
    assert copies_across([TEXT, OTHER, COPY], np.array([0, 1, 0])) == Copies(0, 3)


def test_it_finds_what_the_groups_missed() -> None:
    """A letter added here and there: few runs of four words are left, and most letters."""
    long = f"{TEXT} {OTHER}"
    respelt = " ".join(f"{word}s" if place % 5 == 4 else word for place, word in enumerate(long.split()))
    texts = [long, respelt, *unlike(8)]
    assert len(set(groups(ads(10), texts).tolist())) == 10
    assert copies_across(texts, np.arange(10)) == Copies(1, 10, (0, 1))


def test_the_likest_pair_is_named() -> None:
    found = copies_across([TEXT, COPY, OTHER, OTHER], np.array([0, 1, 0, 1]))
    assert found == Copies(2, 4, (2, 3))
    assert found.told(["a", "b", "c", "d"]) == {"leaks": 2, "compared": 4, "likest": ["c", "d"]}


@pytest.mark.parametrize("texts", [[], [""], ["call _phone_", "call _phone_"], [" " * 60] * 2])
def test_what_says_next_to_nothing_is_not_compared(texts: list[str]) -> None:
    assert copies_across(texts, np.arange(len(texts))) == Copies(0, 0)


def test_of_very_many_ads_some_are_compared_and_it_is_said_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_MOST_ADS", 4)
    assert copies_across([TEXT] * 40, np.arange(40)) == Copies(6, 4, (0, 13))
