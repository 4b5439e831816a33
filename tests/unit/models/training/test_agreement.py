from dataclasses import replace

import pytest

from models.domain.errors import Refused
from models.domain.judgement import AdClass, Kind
from models.training.agreement import agreements, alpha, differing, last_words, refuse_disagreement
from models.training.labelled import Label, LabelledAd
from tests.unit.models.training.builders import raw_ad

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), examples A, B and C, all nominal.
BINARY = ["01", "11", "01", "00", "00", "01", "00", "00", "10", "00"]
NAMES = ["ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "dd", "ad"]
WITH_GAPS = [
    "111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3",
]  # fmt: skip


@pytest.mark.parametrize(
    ("units", "published"), [(BINARY, 0.095), (NAMES, 0.692), (WITH_GAPS, 0.743)], ids=["A", "B", "C"]
)
def test_alpha_is_the_one_published(units: list[str], published: float) -> None:
    assert alpha(units) == pytest.approx(published, abs=5e-4)


def test_full_agreement_is_one_and_system_against_each_other_is_below_zero() -> None:
    assert alpha(["aa", "bb", "cc"]) == 1.0
    found = alpha(["ab", "ab", "ab"])
    assert found is not None
    assert found < 0


def test_where_nothing_can_be_compared_there_is_no_alpha() -> None:
    assert alpha([]) is None
    assert alpha(["a", "b"]) is None
    assert alpha(["aa", "aa"]) is None


def labelled(number: int, *, by: str, lead: bool, blind: bool | None = True) -> LabelledAd:
    kinds = frozenset({Kind.FORCED_LABOUR}) if lead else frozenset()
    ad_class = AdClass.LEAD if lead else AdClass.ORDINARY_JOB
    return LabelledAd(
        raw_ad(number, f"text {number}"), kinds, ad_class, f"f{number}", label=Label(by, blind=blind)
    )


def of_two(second: str, *, blind: bool | None = True) -> list[LabelledAd]:
    """Twenty ads that asha labelled by turns, and the same labelled by another as `second` says."""
    asha = [labelled(i, by="asha", lead=i % 2 == 0) for i in range(20)]
    return asha + [labelled(i, by="ravi", lead=answer == "y", blind=blind) for i, answer in enumerate(second)]


def test_labels_on_which_people_agree_may_be_learned_from() -> None:
    own = of_two("yn" * 9 + "yy")
    found = {one.field: one for one in agreements(own)}
    assert (found["forced_labour"].ads, found["forced_labour"].shown) == (20, 11)
    assert found["forced_labour"].alpha == pytest.approx(0.9023, abs=1e-4)
    assert found["organ_trade"].alpha is None
    refuse_disagreement(own)


def test_a_field_below_the_line_blocks_training_and_is_named() -> None:
    with pytest.raises(Refused, match=r"ad_class \(-?0\.\d\d over 20 ads\), forced_labour") as caught:
        refuse_disagreement(of_two("yyyynnnnyyyynnnnyyyy"))
    assert caught.value.exit_status == 4
    assert "organ_trade" not in str(caught.value)


def test_labels_given_in_sight_of_the_model_or_by_nobody_say_nothing_of_agreement() -> None:
    for own in (of_two("y" * 20, blind=False), [replace(one, label=Label()) for one in of_two("y" * 20)]):
        assert {one.ads for one in agreements(own)} == {0}
        refuse_disagreement(own)


def test_a_kind_that_hardly_anybody_saw_cannot_block() -> None:
    rare = [labelled(i, by="asha", lead=i < 4) for i in range(40)]
    rare += [labelled(i, by="ravi", lead=False) for i in range(40)]
    kind = {one.field: one for one in agreements(rare)}["forced_labour"]
    assert (kind.shown, kind.enough, kind.blocks) == (4, False, False)


def test_a_correction_replaces_ones_own_label() -> None:
    own = [*of_two("yn" * 10), *[labelled(i, by="ravi", lead=True) for i in range(20)]]
    assert {one.field: one.blocks for one in agreements(own)}["forced_labour"] is True


def test_of_ones_own_labels_of_an_ad_only_the_last_is_learned_from() -> None:
    first, second = labelled(1, by="ravi", lead=False), labelled(1, by="ravi", lead=True)
    of_another, copy = labelled(1, by="asha", lead=False), replace(first, number="posted again")
    assert last_words([first, of_another, copy, second]) == [of_another, copy, second]


def test_ads_that_people_answered_differently_are_named_with_what_each_said() -> None:
    ads = [(1, "asha", True), (1, "ravi", False), (2, "asha", False), (2, "ravi", False), (3, "asha", True)]
    own = [replace(labelled(i, by=by, lead=lead), number=f"n{i}") for i, by, lead in ads]
    assert differing(own) == [("n1", {"asha": "lead forced_labour", "ravi": "ordinary_job"})]


def test_labels_that_name_nobody_all_stay() -> None:
    unnamed = replace(labelled(1, by="x", lead=True), label=Label())
    assert last_words([unnamed, unnamed]) == [unnamed, unnamed]
