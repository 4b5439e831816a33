import json
from pathlib import Path

import pytest

from models.domain.ad import RawAd
from models.domain.errors import WrongUsage
from models.domain.judgement import Judgement
from models.screening import Reader
from pipeline.challenge import CurrentScreen, compare, shadowed
from pipeline.champions import Champion, write_champions
from pipeline.registry import Registry, shipped
from tests.unit.pipeline.test_registry import trained

ADS = [
    RawAd(f"a{number}", "card", "job", "", "", "Cook wanted, day shift.", number, 0, {})
    for number in range(3)
]


def models_of(answers: object) -> list[str]:
    assert isinstance(answers, list)
    return [one.model for one in answers if isinstance(one, Judgement)]


def test_a_running_screen_takes_the_new_champion_up_at_the_next_batch(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "models")
    screen = CurrentScreen(registry, Reader.from_package(), shadow_folder=tmp_path / "shadow")
    assert models_of(screen(ADS)) == [shipped().version] * 3
    version = registry.add(trained())
    registry.promote(shipped().version)
    registry.rollback()
    write_champions(tmp_path / "models", [Champion(version)])
    assert models_of(screen(ADS)) == [version] * 3
    registry.rollback()
    assert models_of(screen(ADS)) == [shipped().version] * 3


def test_a_champion_that_cannot_be_loaded_leaves_the_model_in_hand(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "models")
    screen = CurrentScreen(registry, Reader.from_package(), shadow_folder=tmp_path / "shadow")
    version = registry.add(trained())
    (tmp_path / "models" / version / "model.skops").write_bytes(b"damaged")
    write_champions(tmp_path / "models", [Champion(version)])
    assert models_of(screen(ADS)) == [shipped().version] * 3


def test_a_challenger_judges_beside_the_champion_and_changes_nothing(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "models")
    alone = CurrentScreen(registry, Reader.from_package(), shadow_folder=tmp_path / "shadow")(ADS)
    version = registry.add(trained())
    registry.set_shadow(version)
    screen = CurrentScreen(registry, Reader.from_package(), shadow_folder=tmp_path / "shadow")
    assert screen(ADS) == alone
    screen(ADS[:1])  # the same message again
    found = compare(tmp_path / "shadow", version)
    assert found.ads == 3
    assert "Cook" not in (tmp_path / "shadow" / f"{version}.jsonl").read_text("utf-8")
    registry.set_shadow(None)
    screen(ADS)
    assert compare(tmp_path / "shadow", version) == found


def test_bands_that_differ_are_counted_by_the_way_they_went(tmp_path: Path) -> None:
    rows = [
        ["a1", 1, "m", 0.01, "none", 0.21, "low"],
        ["a1", 1, "m", 0.01, "none", 0.21, "low"],
        ["a2", 1, "m", 0.4, "medium", 0.2, "low"],
        ["a3", 1, "m", 0.2, "low", 0.2, "low"],
    ]
    (tmp_path / "v.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + '\n["a4", 1', "utf-8")
    found = compare(tmp_path, "v")
    assert (found.champion, found.ads, found.raised, found.lowered) == ("m", 3, 1, 1)
    assert (shadowed(tmp_path, "v"), shadowed(tmp_path, "w")) == ((3, 1), (0, 0))
    assert found.moves == (("medium to low", 1), ("none to low", 1))
    assert found.mean_change == pytest.approx(0.1333, abs=1e-4)


def test_two_champions_are_not_mixed_and_days_are_those_of_the_captures(tmp_path: Path) -> None:
    day = 24 * 3_600_000_000
    rows = [
        ["a1", 1, "old", 0.01, "none", 0.21, "low"],
        ["a2", day, "new", 0.2, "low", 0.2, "low"],
        ["a3", 3 * day + 5, "new", 0.2, "low", 0.2, "low"],
    ]
    (tmp_path / "v.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = compare(tmp_path, "v")
    assert (found.champion, found.ads, found.days, found.raised) == ("new", 2, 2, 0)
    assert shadowed(tmp_path, "v") == (3, 3)


def test_a_challenger_that_became_the_champion_judges_in_nobodys_shadow(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "models")
    version = registry.add(trained())
    registry.set_shadow(version)
    screen = CurrentScreen(registry, Reader.from_package(), shadow_folder=tmp_path / "shadow")
    registry.promote(version)
    assert registry.shadow_version() is None
    assert models_of(screen(ADS)) == [version] * 3
    assert not (tmp_path / "shadow").exists()


def test_after_a_rollback_nobody_judges_beside_himself(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "models")
    registry.promote(registry.add(trained()))
    registry.set_shadow(shipped().version)
    registry.rollback()
    screen = CurrentScreen(registry, Reader.from_package(), shadow_folder=tmp_path / "shadow")
    assert models_of(screen(ADS)) == [shipped().version] * 3
    assert not (tmp_path / "shadow").exists()


def test_the_champion_is_no_challenger(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "models")
    with pytest.raises(WrongUsage, match="judges already; a challenger is another version"):
        registry.set_shadow(shipped().version)


def test_a_version_that_never_judged_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="has not judged beside a champion"):
        compare(tmp_path, "linear-x")
