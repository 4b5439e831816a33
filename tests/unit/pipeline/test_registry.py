from pathlib import Path

import pytest

from models.domain.errors import Refused, WrongUsage
from models.training.card import Card
from models.training.train import TrainedModel, train
from pipeline.registry import Registry, shipped, write_model
from tests.unit.models.training.builders import all_signs, corpus, read_from_corpus, trained


def other() -> TrainedModel:
    ads = [one for one, _ in corpus()[:100]]
    return train(ads, read_from_corpus, signs=all_signs(), made_on="2026-11-23")


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
    poorer = TrainedModel(model.classifier, model.file, Card(dict(model.card.sections) | {"not_for": ""}))
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


def test_a_damaged_list_of_champions_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "champions.json").write_text("[", "utf-8")
    with pytest.raises(WrongUsage, match="is not JSON"):
        Registry(tmp_path).champion()


def test_a_kill_between_model_and_card_leaves_no_version(tmp_path: Path) -> None:
    write_model(trained(), tmp_path / "half")
    (tmp_path / "half" / "card.json").unlink()
    assert [line for line in Registry(tmp_path).versions() if not line.shipped] == []


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
