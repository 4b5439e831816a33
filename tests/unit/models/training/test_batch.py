from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.judgement import AdClass, Kind
from models.scoring.ngrams import Floats
from models.training.batch import Drawn, Pool, Why, draw, inclusion, missed, unsureness
from models.training.labelled import Label, LabelledAd
from tests.unit.models.training.builders import raw_ad

KINDS = len(Kind)


def pool(count: int = 400, *, seed: int = 3) -> Pool:
    random = np.random.default_rng(seed)
    doubt = random.normal(-4.0, 2.0, size=(count, KINDS))
    return Pool(doubt, np.arange(count), [("en", "hi", "te")[i % 3] for i in range(count)])


def places(drawn: list[Drawn], why: Why) -> set[int]:
    return {one.place for one in drawn if one.why is why}


def test_a_batch_has_the_size_asked_for_and_five_in_a_hundred_from_below() -> None:
    drawn = draw(pool(), size=40, seed=1)
    assert len({one.place for one in drawn}) == 40
    assert len(places(drawn, Why.LOW)) == 2
    middle = float(np.median(pool().doubt.max(axis=1)))
    assert all(pool().doubt[place].max() <= middle for place in places(drawn, Why.LOW))
    assert all(pool().doubt[place].max() >= middle for place in places(drawn, Why.UNSURE))


def test_the_same_seed_draws_the_same_and_another_draws_others() -> None:
    assert draw(pool(), size=40, seed=1) == draw(pool(), size=40, seed=1)
    assert {one.place for one in draw(pool(), size=40, seed=1)} != {
        one.place for one in draw(pool(), size=40, seed=2)
    }


def test_how_often_an_ad_is_drawn_is_the_probability_it_is_told_to_have() -> None:
    own = pool(60)
    times: dict[int, int] = {}
    told: dict[int, float] = {}
    for seed in range(2000):
        for one in draw(own, size=12, seed=seed):
            times[one.place] = times.get(one.place, 0) + 1
            told[one.place] = one.probability
    worst = max(abs(times[place] / 2000 - told[place]) for place in times)
    assert worst < 0.05  # four standard errors of the least certain of 60


def test_weighing_by_the_probability_gives_back_how_many_ads_there_are() -> None:
    own = pool(300)
    sizes = [sum(1 / one.probability for one in draw(own, size=60, seed=seed)) for seed in range(300)]
    assert float(np.mean(sizes)) == pytest.approx(300, rel=0.05)


def test_of_ads_that_belong_together_one_is_drawn_and_stands_for_all() -> None:
    own = replace(pool(100), groups=np.arange(100) // 5)
    drawn = draw(own, size=20, seed=0)
    assert sorted(one.place // 5 for one in drawn) == list(range(20))
    assert {round(one.probability, 6) for one in drawn} <= {0.2, 0.1}


def test_a_batch_spreads_over_kinds_and_languages() -> None:
    own = pool(600)
    drawn = [one.place for one in draw(own, size=60, seed=5)]
    assert {int(own.doubt[place].argmax()) for place in drawn} == set(range(KINDS))
    assert {own.langs[place] for place in drawn} == {"en", "hi", "te"}


def test_ads_near_the_line_are_drawn_rather_than_those_far_from_it() -> None:
    doubt = np.full((200, KINDS), -20.0)
    doubt[100:150, 0] = 15.0
    doubt[150:, 0] = 0.0
    own = Pool(doubt, np.arange(200), ["en"] * 200)
    near = [one for one in draw(own, size=20, seed=0) if one.place >= 150]
    assert len(near) >= 15


@pytest.mark.parametrize("size", [0, -1])
def test_nothing_asked_for_is_nothing_drawn(size: int) -> None:
    assert draw(pool(), size=size, seed=0) == []
    assert draw(Pool(np.empty((0, KINDS)), np.empty(0, dtype=np.int64), []), size=5, seed=0) == []


@given(
    st.lists(st.sampled_from([0.0, 1e-9, 0.01, 0.5, 1.0, 3.0, 1e6]), min_size=1, max_size=40),
    st.integers(0, 60),
)
def test_chances_never_exceed_one_and_add_up_to_the_batch(strength: list[float], count: int) -> None:
    own = np.array(strength)
    chances = inclusion(own, count)
    assert (chances >= 0).all()
    assert (chances <= 1 + 1e-9).all()
    assert float(chances.sum()) == pytest.approx(min(count, int((own > 0).sum())), abs=1e-6)


def test_every_kind_gets_the_same_share_of_the_asking() -> None:
    doubt: Floats = np.array([[0.0, -9.0], [0.0, -9.0], [-9.0, 0.0]])
    strength = unsureness(doubt)
    assert strength[2] == pytest.approx(1.0, abs=0.01)
    assert strength[0] == pytest.approx(0.5, abs=0.01)


def labelled(number: int, *, lead: bool, probability: float, source: str = Why.LOW) -> LabelledAd:
    kinds = frozenset({Kind.FORCED_LABOUR}) if lead else frozenset()
    label = Label("asha", blind=True, source=source, probability=probability)
    return LabelledAd(raw_ad(number, f"text {number}"), kinds, AdClass.LEAD, f"f{number}", label=label)


def test_missed_leads_are_estimated_from_random_low_scores_alone() -> None:
    own = [labelled(i, lead=i < 2, probability=0.1) for i in range(100)]
    others = [labelled(i, lead=True, probability=0.5, source=Why.UNSURE) for i in range(100, 130)]
    found = missed([*own, *others])
    assert found.value == pytest.approx(0.02)
    assert (found.low, found.high) == pytest.approx(
        (0.0024, 0.0704), abs=1e-4
    )  # Clopper and Pearson, 2 of 100
    assert found.size == 100
    assert missed(others).value is None


def test_a_miss_that_stands_for_more_ads_counts_for_more() -> None:
    own = [labelled(0, lead=True, probability=0.1), labelled(1, lead=False, probability=0.5)]
    assert missed(own).value == pytest.approx(10 / 12)


def test_an_ad_that_two_people_labelled_counts_once() -> None:
    own = [labelled(i, lead=False, probability=0.1) for i in range(10)]
    again = [labelled(0, lead=True, probability=0.1), *own[1:]]
    found = missed([*own, *again])
    assert found.value == pytest.approx(0.05)
    assert found.size == 10
