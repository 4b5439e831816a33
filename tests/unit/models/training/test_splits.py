from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.judgement import AdClass
from models.training.labelled import LabelledAd
from models.training.splits import folds, groups
from tests.unit.models.training.builders import raw_ad

TEXT = "wanted driver for a school bus in the old town pay monthly call after six"


def ads(count: int) -> list[LabelledAd]:
    return [
        LabelledAd(raw_ad(i, ""), frozenset(), AdClass.ORDINARY_JOB, family=f"f{i}") for i in range(count)
    ]


def unlike(count: int) -> list[str]:
    return [" ".join(f"word{chr(97 + i)}{chr(97 + j)}" for j in range(12)) for i in range(count)]


def test_a_family_stays_together() -> None:
    own = ads(4)
    own[3] = replace(own[3], family="f0")
    assert groups(own, unlike(4)).tolist() == [0, 1, 2, 0]


def test_a_shared_contact_keeps_ads_together() -> None:
    own = ads(3)
    own[0], own[2] = (replace(own[i], contact_keys=("k1", f"k{i + 5}")) for i in (0, 2))
    assert groups(own, unlike(3)).tolist() == [0, 1, 0]


def test_groups_grow_through_a_chain() -> None:
    own = ads(4)
    own[1] = replace(own[1], family="f0", contact_keys=("k",))
    own[3] = replace(own[3], contact_keys=("k",))
    assert groups(own, unlike(4)).tolist() == [0, 0, 1, 0]


def test_copied_wording_keeps_ads_together_though_a_name_was_changed() -> None:
    texts = [TEXT, "something else altogether with six words", TEXT.replace("school", "company")]
    assert groups(ads(3), texts).tolist() == [0, 1, 0]


def test_short_identical_texts_are_together_and_short_different_ones_are_not() -> None:
    assert groups(ads(3), ["two rooms", "one room", "two rooms"]).tolist() == [0, 1, 0]


@given(
    st.lists(st.integers(0, 9), min_size=5, max_size=60).filter(lambda own: len(set(own)) > 1),
    st.integers(0, 5),
)
def test_no_group_is_ever_cut(numbers: list[int], seed: int) -> None:
    of, count = np.array(numbers), min(5, len(set(numbers)))
    assigned = folds(of, count=count, seed=seed)
    assert set(assigned.tolist()) == set(range(count))
    for group in set(numbers):
        assert len(set(assigned[of == group].tolist())) == 1


def test_the_same_seed_gives_the_same_folds() -> None:
    of = np.arange(50) // 2
    assert folds(of, count=5, seed=3).tolist() == folds(of, count=5, seed=3).tolist()
    assert sorted(set(folds(of, count=5, seed=3).tolist())) == [0, 1, 2, 3, 4]


HINDI = "दिल्ली में मसाज पार्लर के लिए लड़की चाहिए, उम्र १८ से २५ साल, वेतन २५,००० रुपये, रहना खाना साथ में, घर जाने की छुट्टी नहीं, ३० दिन काम"
ROMANISED = (
    "Dilli me masaj parlar ke liye ladki chahie, umar 18 se 25 sal, vetan 25,000 rupaye, rehna khaana saath mein, "
    "ghar jaane ki chutti nahi, 30 din kaam"
)
TRANSLATED = "Girl wanted, massage parlour, Delhi. Age 18-25, salary Rs 25000 and food and room. 30 days, no home leave."


@pytest.mark.parametrize("copy", [ROMANISED, TRANSLATED])
def test_a_copy_in_another_script_keeps_ads_together(copy: str) -> None:
    own = ads(4)
    own[1], own[3] = (
        replace(one, ad=replace(one.ad, text=text)) for one, text in ((own[1], HINDI), (own[3], copy))
    )
    assert groups(own, unlike(4)).tolist() == [0, 1, 2, 1]
