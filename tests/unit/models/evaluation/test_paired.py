import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from models.domain.judgement import Kind
from models.evaluation.paired import Difference, compared
from models.training.unseen import UnseenAnswer

LEADS, HARMLESS = 200, 300


def answers(*, slips: int = 0, seed: int = 1) -> list[UnseenAnswer]:
    """Leads above harmless ads in groups of one; the `slips` highest harmless ads stand above all leads."""
    chosen = random.Random(seed)
    made = []
    for number in range(LEADS + HARMLESS):
        lead = number < LEADS
        kind = list(Kind)[number % 8]
        height = chosen.random() + (1.0 if lead or number - LEADS < slips else 0.0)
        height += 2.0 if not lead and number - LEADS < slips else 0.0
        others = -1.0 if not lead and number - LEADS < slips else height - 1
        scores = tuple(height if one is kind else others for one in Kind)
        made.append(
            UnseenAnswer(
                f"ad{number:03}", number, number % 5, 1.0, frozenset({kind} if lead else ()), scores, height
            )
        )
    return made


def falls(ours: Sequence[UnseenAnswer], theirs: Sequence[UnseenAnswer]) -> dict[int, tuple[float, bool]]:
    return {top: (round(one.fall, 3), one.is_no_chance) for top, one in compared(ours, theirs).precision}


def test_a_model_beside_itself_differs_in_nothing() -> None:
    found = compared(answers(), answers())
    assert (found.ads, found.leads) == (500, 200)
    for one in (*(one for _, one in found.precision), found.recall, found.macro):
        assert one is not None
        assert (one.fall, one.low, one.high, one.is_no_chance) == (0, 0, 0, False)


@pytest.mark.parametrize(
    ("slips", "expected"),
    [
        (1, {10: (0.1, False), 50: (0.02, False), 100: (0.01, False)}),
        (8, {10: (0.8, True), 50: (0.16, True), 100: (0.08, True)}),
    ],
)
def test_one_slip_is_chance_and_eight_are_not(slips: int, expected: dict[int, tuple[float, bool]]) -> None:
    assert falls(answers(slips=slips), answers()) == expected
    assert falls(answers(), answers(slips=slips)) == {
        top: (-fall, False) for top, (fall, _) in expected.items()
    }


def test_copies_of_one_slip_are_one_slip() -> None:
    """Eight harmless ads of one group above all leads: whether that group is drawn decides, so it may be chance."""
    slipped = [
        replace(one, group=LEADS) if LEADS <= one.group < LEADS + 8 else one for one in answers(slips=8)
    ]
    assert not compared(slipped, answers()).precision[0][1].is_no_chance


def test_only_ads_that_both_judged_count_and_too_few_leads_fill_no_place() -> None:
    ours = [one for one in answers() if one.group >= 160]
    found = compared(ours, answers(seed=2))
    assert (found.ads, found.leads, [top for top, _ in found.precision]) == (340, 40, [10])


def test_the_challengers_labels_count() -> None:
    """What the newer labels call harmless is harmless for both."""
    ours = [replace(one, kinds=frozenset()) if one.group < 20 else one for one in answers()]
    assert compared(ours, answers()).leads == 180


def test_an_ad_that_stands_for_many_weighs_as_many() -> None:
    theirs, ours = answers(), answers(slips=1)
    alone = compared(ours, theirs).precision[2][1].ours
    heavy = [replace(one, weight=50.0) if one.group == LEADS else one for one in ours]
    assert alone == pytest.approx(0.99)
    assert compared(heavy, theirs).precision[2][1].ours == pytest.approx(0.5)


@pytest.mark.parametrize("kept", [range(LEADS), range(LEADS, LEADS + HARMLESS), range(0)])
def test_leads_alone_harmless_alone_and_nothing_tell_nothing(kept: range) -> None:
    found = compared([one for one in answers() if one.group in kept], answers())
    assert (found.precision, found.recall, found.macro) == ((), None, None)


def test_a_fall_that_nobody_would_notice_is_none() -> None:
    assert not Difference("mean", 0.883, 0.888, -0.010, -0.001).is_no_chance
    assert Difference("mean", 0.86, 0.888, -0.04, -0.015).is_no_chance
    assert not Difference("mean", 0.86, 0.888, -0.04, 0.001).is_no_chance
