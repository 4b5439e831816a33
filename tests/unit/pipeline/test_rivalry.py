from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import Refused
from models.training.proof import TrainedModel
from models.training.unseen import UnseenAnswer, to_json
from pipeline.promotion import Contender
from pipeline.registry import Registry
from pipeline.rivalry import compare_answers
from tests.unit.models.evaluation.test_paired import LEADS, answers
from tests.unit.pipeline.test_registry import other, precise, trained, with_sections

CARD = {"metrics": {"precision_at_top": {"50": {"value": 1.0, "size": 100}}}}


def told(ours: Sequence[UnseenAnswer], theirs: Sequence[UnseenAnswer]) -> str:
    champion = Contender("linear-old", {}, to_json(theirs))
    return "; ".join(compare_answers(Contender("linear-new", {}, to_json(ours)), champion))


def turned(one: UnseenAnswer) -> UnseenAnswer:
    """As sure that it is a lead, and wrong about the kind."""
    return replace(one, scores=(*one.scores[1:], one.scores[0]))


def test_an_equal_or_better_model_is_not_worse() -> None:
    assert told(answers(), answers()) == ""
    assert told(answers(), answers(slips=8)) == ""


@pytest.mark.parametrize("slips", [1, 2])
def test_a_slip_or_two_under_a_flawless_champion_block_nothing_but_at_the_top_ten(slips: int) -> None:
    ours = answers(slips=slips)
    assert ("precision among the top 10 falls to 0.800" in told(ours, answers())) is (slips == 2)
    assert "top 50" not in told(ours, answers())


def test_a_fall_beyond_chance_is_told_with_its_interval_and_on_what() -> None:
    said = told(answers(slips=8), answers())
    assert said.startswith(
        "on 500 ads that both judged unseen, 200 of them leads, it is worse than linear-old: precision among the top 10 "
        "falls to 0.200 from 1.000 (by 0.800, 95 % interval 0."
    )
    assert "precision among the top 50 falls to 0.840 from 1.000 (by 0.160, 95 % interval 0.0" in said
    assert "recall at 5 alarms per 1,000 harmless ads falls to 0.000" in said


def test_a_large_fall_blocks_though_resampling_explains_it() -> None:
    """Copies of one text in one group: whether it is drawn decides, and half of the top is wrong."""
    copies = [
        replace(one, group=LEADS) if LEADS <= one.group < LEADS + 8 else one for one in answers(slips=8)
    ]
    assert "precision among the top 50 falls to 0.840" in told(copies, answers())


def test_a_model_that_finds_leads_but_mistakes_their_kinds_is_worse() -> None:
    said = told([turned(one) for one in answers()], answers())
    assert "than linear-old: the mean of the kinds' average precision falls to 0." in said
    assert "precision among" not in said


@pytest.mark.parametrize("leads", [0, 49])
def test_a_test_of_few_leads_is_refused_and_says_what_to_do(leads: int) -> None:
    few = [one for one in answers() if one.group < leads or one.group >= LEADS]
    assert told(few, answers()) == (
        f"only {leads} leads among {300 + leads} ads were judged unseen by it and by linear-old, too few to tell which is "
        "better (50 at least); train it on the champion's ads too"
    )


def test_a_group_that_was_cut_is_a_leak_whatever_the_card_says() -> None:
    cut = [replace(one, group=0) if one.group == 1 else one for one in answers()]
    assert told(cut, answers()).startswith("1 groups of ads that belong together lie in several folds")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(None, to_json(answers())), (to_json(answers()), None), (to_json(answers()), b"of an older program")],
)
def test_where_one_keeps_no_answers_the_cards_are_compared(ours: bytes | None, theirs: bytes | None) -> None:
    worse: dict[str, Any] = {"metrics": {"precision_at_top": {"50": {"value": 0.9, "size": 100}}}}
    found = list(compare_answers(Contender("new", worse, ours), Contender("old", CARD, theirs)))
    assert found == ["precision among the top 50 falls to 0.900, from 1.000 of old"]


def with_answers(model: TrainedModel, own: Sequence[UnseenAnswer]) -> TrainedModel:
    written = to_json(own)
    return replace(with_sections(model, unseen_sha256=sha256(written).hexdigest()), unseen=written)


def test_the_registry_refuses_by_the_answers_whatever_flawless_cards_say(tmp_path: Path) -> None:
    registry = Registry(tmp_path, compare=compare_answers)
    registry.crown(registry.add(with_answers(other(), answers())), None)
    with pytest.raises(Refused, match=r"precision among the top 50 falls to 0\.840"):
        registry.promote(registry.add(with_answers(trained(), answers(slips=8))))
    assert registry.champion_version() == other().classifier.version


def test_the_registry_takes_a_model_that_is_as_good_on_the_same_ads(tmp_path: Path) -> None:
    registry = Registry(tmp_path, compare=compare_answers)
    registry.crown(registry.add(with_answers(other(), answers())), None)
    worse_card = with_sections(
        trained(), metrics={"precision_at_top": precise(0.5)}
    )  # on harder ads of its own
    version = registry.add(with_answers(worse_card, answers(slips=1)))
    registry.promote(version)
    assert registry.champion_version() == version
