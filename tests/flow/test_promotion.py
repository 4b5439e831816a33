"""The classifier's life through the commands: refused with the reason, promoted, judged by, gone back from."""

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from models.domain.events import AdScored
from pipeline.bus.embedded import EmbeddedBus
from pipeline.bus.port import Topic
from pipeline.registry import Registry, shipped
from tests.flow.shell import Shell, Started, start
from tests.unit.pipeline.builders import ad, collected_message, events_on
from tests.unit.pipeline.test_registry import other, precise, trained, with_sections

MOVED = {"region": {"within_0.05": {"value": 0.9, "size": 200}, "largest_change": 0.2}}
WORSE = dict(trained().card.sections["metrics"]) | {"precision_at_top": precise(0.5)}
PATIENCE = 60.0  # seconds


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "home")


def registry_of(shell: Shell) -> Registry:
    return Registry(shell.home / "models")


def promoting(version: str) -> list[str]:
    return ["models", "promote", version, "--by", "asha", "--reason", "fewer slips"]


def test_a_damaged_card_is_listed_after_the_others(shell: Shell) -> None:
    version = registry_of(shell).add(trained())
    (shell.home / "models" / "x").mkdir()
    (shell.home / "models" / "x" / "card.json").write_text("{", "utf-8")
    answer = shell.nigah("models", "list")
    assert answer.status == 1, answer.err
    shown = [line.split("\t")[0] for line in answer.out.splitlines()]
    assert shown == [f"* {shipped().version}", f"  {version}", "  x"]
    assert (
        answer.out.splitlines()[-1] == "  x\tdamaged: The card of model x is not JSON; train the model again."
    )


@pytest.mark.parametrize(
    ("sections", "why"),
    [
        ({"metrics": WORSE}, "precision among the top 50 falls to 0.500, from 1.000"),
        ({"bias": MOVED}, "swapping the region of an ad moves its score by more than 0.05 in 10.0% of 200"),
        ({"intended_use": ""}, "its card says nothing under intended_use"),
        ({"split": {"leaks": 3}}, "the split that its figures rest on leaks 3 pairs of ads"),
    ],
    ids=["precision", "bias", "card", "leak"],
)
def test_promote_refuses_and_says_why(shell: Shell, sections: dict[str, Any], why: str) -> None:
    registry = registry_of(shell)
    registry.promote(registry.add(other()))
    version = registry.add(with_sections(trained(), **sections))
    answer = shell.nigah(*promoting(version))
    assert answer.status == 4
    assert f"Model {version} was not promoted:" in answer.err
    assert why in answer.err
    assert registry.champion_version() == other().classifier.version


def test_promote_and_rollback_change_who_judges(shell: Shell) -> None:
    version = registry_of(shell).add(trained())
    promoted = shell.nigah(*promoting(version))
    assert promoted.out == f"{version} judges from the next batch on\n"
    assert "its scores were moved by swapping: given name by 0.0 at most in 50 pairs\n" in promoted.err
    listed = shell.nigah("models", "list").out
    assert f"* {version}\t" in listed
    assert re.search(r"signed by asha on \d{4}-\d\d-\d\d: fewer slips\n", listed)
    back = shell.nigah("models", "rollback")
    assert back.out == f"{shipped().version} judges from the next batch on\n"
    assert shell.nigah("models", "rollback").status == 4
    assert shell.nigah("evidence", "verify").out == "2 rows, the chain is whole\n"


@pytest.mark.parametrize(
    "said", [(), ("--by", "asha"), ("--reason", "why"), ("--by", " ", "--reason", "why")]
)
def test_nobody_promotes_without_a_name_and_a_reason(shell: Shell, said: tuple[str, ...]) -> None:
    version = registry_of(shell).add(trained())
    answer = shell.nigah("models", "promote", version, *said)
    assert answer.status == 2
    assert f"nigah models promote {version} --by NAME --reason 'WHY'" in answer.err
    assert registry_of(shell).champion_version() == shipped().version


@pytest.fixture
def bus(shell: Shell) -> Iterator[EmbeddedBus]:
    assert shell.nigah("work", "screen", "--drain").status == 0  # makes keys and files
    with closing(EmbeddedBus(shell.home / "bus.sqlite3")) as opened:
        yield opened


def worker(shell: Shell, *, batch: int = 200) -> Started:
    settings = {"NIGAH_HOME": str(shell.home), "NIGAH_BATCH_SIZE": str(batch)}
    return start("pipeline.cli", ["work", "screen"], folder=shell.home.parent, environment=settings)


def publish(bus: EmbeddedBus, numbers: range) -> None:
    bus.publish([collected_message(ad(number, text=f"Work in shop {number}")) for number in numbers])


def judged(bus: EmbeddedBus) -> list[AdScored]:
    return [event for event in events_on(bus, Topic.SCORED) if isinstance(event, AdScored)]


def wait_until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def count(bus: EmbeddedBus) -> int:
    return bus.lag(Topic.SCORED, group="nobody")


def models_by_ad(events: list[AdScored]) -> dict[str, str]:
    assert set(Counter(one.ad.ad_id for one in events).values()) == {1}  # none twice
    return {one.ad.ad_id: one.judgement.model for one in events}


def test_a_running_worker_takes_the_new_champion_up_and_no_message_is_lost_or_doubled(
    shell: Shell, bus: EmbeddedBus
) -> None:
    version = registry_of(shell).add(trained())
    running = worker(shell)
    publish(bus, range(40))
    wait_until(lambda: count(bus) == 40)
    assert shell.nigah(*promoting(version)).status == 0
    publish(bus, range(40, 80))
    wait_until(lambda: count(bus) == 80)
    os.kill(running.pid, 15)
    assert running.answer().status == 0
    found = models_by_ad(judged(bus))
    assert len(found) == 80
    assert {found[ad(number).ad_id] for number in range(40)} == {shipped().version}
    assert {found[ad(number).ad_id] for number in range(40, 80)} == {version}


@pytest.mark.long
@pytest.mark.parametrize("after", [1, 37, 90])
def test_a_kill_amid_promotions_loses_and_doubles_nothing(shell: Shell, bus: EmbeddedBus, after: int) -> None:
    version = registry_of(shell).add(trained())
    publish(bus, range(120))
    running = worker(shell, batch=4)
    wait_until(lambda: count(bus) >= after)
    asked = start("pipeline.cli", promoting(version), environment={"NIGAH_HOME": str(shell.home)})
    running.kill()
    asked.kill()  # before, within or after its write: the old champion or the new one, never neither
    assert registry_of(shell).champion_version() in {shipped().version, version}
    assert shell.nigah(*promoting(version)).status == 0
    assert shell.nigah("work", "screen", "--drain", NIGAH_BATCH_SIZE="4").status == 0
    found = models_by_ad(judged(bus))
    assert set(found) == {ad(number).ad_id for number in range(120)}
    assert set(found.values()) <= {shipped().version, version}
    assert found[ad(119).ad_id] == version


def test_a_challenger_judges_in_the_shadow_and_is_compared(shell: Shell, bus: EmbeddedBus) -> None:
    version = registry_of(shell).add(trained())
    assert shell.nigah("models", "shadow", version).status == 0
    publish(bus, range(30))
    assert shell.nigah("work", "screen", "--drain").status == 0
    assert set(models_by_ad(judged(bus)).values()) == {shipped().version}
    told = shell.nigah("models", "compare", version)
    assert told.out.startswith("30 ads of ")
    assert f" days beside {shipped().version}: " in told.out
    assert "Work in shop" not in told.out
