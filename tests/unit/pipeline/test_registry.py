import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from models.domain.errors import Refused, WrongUsage
from models.training.card import Card
from models.training.proof import TrainedModel
from models.training.train import Recipe, train
from models.training.unseen import to_json
from pipeline.promotion import Contender, SignOff
from pipeline.registry import Registry, shipped, write_model
from tests.unit.models.training import builders
from tests.unit.models.training.builders import all_signs, corpus, read_from_corpus

UNMOVED = {"given name": {"within_0.05": {"value": 1.0, "size": 50}, "largest_change": 0.0}}


@cache
def trained() -> TrainedModel:
    """Tested on 30 leads alone; its card says, as if on more, that it is as precise as can be."""
    model = builders.trained()
    metrics = dict(model.card.sections["metrics"]) | {"precision_at_top": precise(1.0)}
    return with_sections(model, bias=UNMOVED, metrics=metrics)


@cache
def other() -> TrainedModel:
    ads = [one for one, _ in corpus()[:100]]
    model = train(ads, read_from_corpus, Recipe(all_signs()), made_on="2026-11-23")
    metrics = dict(model.card.sections["metrics"]) | {"precision_at_top": precise(1.0)}
    return with_sections(model, bias=UNMOVED, metrics=metrics)


def with_sections(model: TrainedModel, **sections: Any) -> TrainedModel:
    return replace(model, card=Card(dict(model.card.sections) | sections))


def precise(value: float | None) -> dict[str, Any]:
    return {top: {"value": value} for top in ("10", "50", "100")}


def measured_on(leads: int) -> dict[str, Any]:
    one = {"value": 1.0, "low": 1.0, "high": 1.0, "size": leads}
    return dict.fromkeys(("10", "50", "100"), one)


def test_what_was_added_and_promoted_judges(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "models")
    version = registry.add(trained())
    registry.promote(version)
    batch = [seen for _, seen in corpus()[:5]]
    assert list(registry.champion().assess(batch)) == list(trained().classifier.assess(batch))
    assert registry.champion_version() == version == trained().classifier.version


def test_adding_alone_changes_no_judgement(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    before = registry.champion_version()
    registry.add(trained())
    assert registry.champion_version() == before


def test_adding_twice_keeps_one(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    assert registry.add(trained()) == registry.add(trained())
    assert [line.version for line in registry.versions() if not line.shipped] == [
        trained().classifier.version
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [trained().classifier.version]


def test_rollback_goes_back_one_champion_at_a_time(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    none_promoted = registry.champion_version()
    first, second = registry.add(trained()), registry.add(other())
    registry.promote(first)
    registry.promote(second)
    registry.promote(second)
    assert registry.rollback() == first
    assert registry.rollback() == none_promoted
    with pytest.raises(Refused, match="nothing to go back from"):
        registry.rollback()


def test_the_list_names_the_champion(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    first, second = registry.add(trained()), registry.add(other())
    registry.promote(first)
    own = [(line.version, line.champion) for line in registry.versions() if not line.shipped]
    assert own == [(first, True), (second, False)]


def test_an_unknown_version_gives_a_sentence(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    for ask in (registry.promote, registry.load, registry.card):
        with pytest.raises(WrongUsage, match=r"There is no model '\.\./x'"):
            ask("../x")


def test_a_card_with_an_empty_section_is_not_promoted(tmp_path: Path) -> None:
    model = trained()
    poorer = with_sections(model, not_for="")
    registry = Registry(tmp_path)
    with pytest.raises(Refused, match="says nothing under not_for"):
        registry.promote(registry.add(poorer))


@pytest.mark.parametrize("damage", [b"", b"PK damaged", None])
def test_a_damaged_champion_gives_a_sentence_and_rollback_helps(tmp_path: Path, damage: bytes | None) -> None:
    registry = Registry(tmp_path)
    first, second = registry.add(trained()), registry.add(other())
    registry.promote(first)
    registry.promote(second)
    path = tmp_path / second / "model.skops"
    path.write_bytes(trained().file if damage is None else damage)
    with pytest.raises(WrongUsage, match="nigah models rollback"):
        registry.champion()
    registry.rollback()
    assert registry.champion().version == first


@pytest.mark.parametrize(
    "damage",
    [
        "[",
        "{}",
        '""',
        '[{"version": 5, "signed": null}]',
        '{"champions": ["linear-1"]}',
        "{}x",
        '["linear-1"]',
        '[{"version": "linear-1"}]',
        "[1]",
        "1",
    ],
)
def test_a_damaged_list_of_champions_gives_a_sentence(tmp_path: Path, damage: str) -> None:
    (tmp_path / "champions.json").write_text(damage, "utf-8")
    with pytest.raises(WrongUsage, match=r"is not a list of champions in JSON; restore it, or remove it"):
        Registry(tmp_path).champion()


def test_a_kill_between_model_and_card_leaves_no_version(tmp_path: Path) -> None:
    write_model(trained(), tmp_path / "half")
    (tmp_path / "half" / "card.json").unlink()
    assert [line for line in Registry(tmp_path).versions() if not line.shipped] == []


@pytest.mark.parametrize(
    ("card", "why"),
    [
        (b"{", "The card of model x is not JSON"),
        (b"\xff", "The card of model x is not JSON"),
        (b"[]", "The card of model x names no version"),
        (None, "The card of model x is missing"),
    ],
)
def test_a_damaged_card_hides_no_other_version(tmp_path: Path, card: bytes | None, why: str) -> None:
    registry = Registry(tmp_path)
    whole = registry.add(trained())
    (tmp_path / "x").mkdir()
    if card is not None:
        (tmp_path / "x" / "card.json").write_bytes(card)
    assert [line.version for line in registry.versions() if not line.shipped] == [whole]
    ((name, told),) = registry.damaged().items()
    assert name == "x"
    assert told.startswith(why)


def test_a_card_whose_figures_are_none_is_listed(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "card.json").write_text('{"version": "x", "metrics": [1]}', "utf-8")
    (line,) = [line for line in Registry(tmp_path).versions() if not line.shipped]
    assert (line.version, line.made_on, line.macro_average_precision) == ("x", "", None)


def test_a_champion_that_is_not_there_is_told(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    registry.promote(registry.add(trained()))
    shutil.rmtree(tmp_path / trained().classifier.version)
    assert registry.damaged() == {
        trained().classifier.version: "It is to judge and is not there; go back with `nigah models rollback`."
    }


def test_the_shipped_model_judges_while_nothing_was_promoted(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "none")
    assert registry.champion().version == registry.champion_version() == shipped().version
    (line,) = registry.versions()
    assert (line.version, line.champion, line.shipped) == (shipped().version, True, True)


def test_the_shipped_model_can_be_promoted_over_another(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    registry.promote(registry.add(trained()))
    registry.promote(shipped().version)
    assert registry.champion().version == shipped().version


def test_every_reason_against_a_promotion_is_told(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    registry.promote(registry.add(other()))
    moved = {"region": {"within_0.05": {"value": 0.94, "size": 100}, "largest_change": 0.07}}
    metrics = dict(trained().card.sections["metrics"]) | {"precision_at_top": precise(0.5)}
    worse = with_sections(trained(), bias=moved, metrics=metrics, split={"leaks": 2}, not_for="")
    with pytest.raises(Refused) as caught:
        registry.promote(registry.add(worse))
    assert caught.value.exit_status == 4
    for told in (
        "says nothing under not_for",
        "leaks 2 pairs",
        "swapping the region of an ad moves its score by more than 0.05 in 6.0% of 100 pairs",
        "precision among the top 50 falls to 0.500, from 1.000",
    ):
        assert told in str(caught.value)
    assert registry.champion_version() == other().classifier.version


def test_a_model_whose_bias_or_leaks_nobody_measured_is_not_promoted(tmp_path: Path) -> None:
    unmeasured = with_sections(builders.trained(), split={"folds": 5})
    with pytest.raises(Refused, match=r"whether it leaks.*bias was not measured"):
        Registry(tmp_path).promote(Registry(tmp_path).add(unmeasured))


def test_a_model_that_does_not_say_how_precise_it_is_does_not_replace_one_that_does(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    registry.promote(registry.add(other()))
    silent = with_sections(trained(), metrics={"precision_at_top": precise(None)})
    with pytest.raises(Refused, match="top 10 is not measured"):
        registry.promote(registry.add(silent))


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        ({"bias": {}}, "no ad of its data names a community, person or place to swap"),
        (
            {"bias": {"region": {"within_0.05": {"value": 1.0, "size": 9}, "largest_change": 0.0}}},
            "swapping the region was tried in 9 pairs of ads, too few to tell",
        ),
        (
            {"metrics": {"precision_at_top": measured_on(12)}},
            "its test holds 12 leads, too few to tell the precision among the top 50",
        ),
    ],
    ids=["no twins", "few twins", "few leads"],
)
def test_what_was_measured_on_too_little_is_no_pass(
    tmp_path: Path, sections: dict[str, Any], told: str
) -> None:
    registry = Registry(tmp_path)
    registry.promote(registry.add(other()))
    with pytest.raises(Refused, match=told):
        registry.promote(registry.add(with_sections(trained(), **sections)))


def test_by_cards_alone_one_slip_under_a_flawless_champion_blocks_nothing(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    registry.promote(registry.add(other()))
    slipped = {"10": {"value": 0.9}, "50": {"value": 0.98}, "100": {"value": 0.99}}
    version = registry.add(with_sections(trained(), metrics={"precision_at_top": slipped}))
    registry.promote(version)
    assert registry.champion_version() == version


def test_by_cards_alone_intervals_that_do_not_meet_block_a_small_fall(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    sure = measured_on(200) | {"100": {"value": 1.0, "low": 0.99, "high": 1.0, "size": 200}}
    registry.promote(registry.add(with_sections(other(), metrics={"precision_at_top": sure})))
    lower = measured_on(200) | {"100": {"value": 0.96, "low": 0.94, "high": 0.98, "size": 200}}
    with pytest.raises(Refused, match=r"top 100 falls to 0\.960, from 1\.000"):
        registry.promote(registry.add(with_sections(trained(), metrics={"precision_at_top": lower})))


def test_who_signed_stands_beside_the_champion(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    first, second = registry.add(other()), registry.add(trained())
    registry.crown(first, None)
    signed = SignOff("asha", "fewer slips at the top", "2026-11-23T02:00:00+00:00")
    registry.promote(second, signed)
    assert {line.version: line.signed for line in registry.versions() if line.champion} == {second: signed}
    assert registry.rollback() == first


def test_the_answers_kept_beside_a_model_are_those_of_its_card(tmp_path: Path) -> None:
    seen: list[bytes | None] = []

    def look(challenger: Contender, champion: Contender) -> Iterator[str]:
        seen.append(challenger.answers)
        yield from ()

    answers = to_json(())
    sound = replace(with_sections(trained(), unseen_sha256=sha256(answers).hexdigest()), unseen=answers)
    registry = Registry(tmp_path, compare=look)
    version = registry.add(sound)
    registry.check(version)
    (tmp_path / version / "unseen.jsonl").write_bytes(b"exchanged")
    registry.check(version)
    assert seen == [answers, None]


@pytest.mark.parametrize("verdict", ["within", "outside", "insufficient data"])
def test_a_language_that_is_surely_flagged_more_often_blocks_and_nothing_else_does(
    tmp_path: Path, verdict: str
) -> None:
    rate = {"flagged": 40, "size": 200, "ratio": 2.1, "low": 1.6, "high": 2.8, "verdict": verdict}
    registry = Registry(tmp_path)
    version = registry.add(with_sections(trained(), flag_rates={"te": rate}))
    if verdict != "outside":
        registry.check(version)
        return
    with pytest.raises(Refused, match=r"harmless ads in te are flagged 2\.1 times as often .*1\.6 to 2\.8"):
        registry.check(version)
