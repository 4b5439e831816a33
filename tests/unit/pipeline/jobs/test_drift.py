from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.errors import Refused
from models.training.watching import EVERYWHERE
from pipeline import bootstrap
from pipeline.clock import now_us
from pipeline.jobs.drift import Times, drift_of_index, look_for_drift, told
from pipeline.settings import Settings
from search.index.document import AdDocument
from tests.contract.documents import ad

DAY = 24 * 3_600_000_000
NOW = 1_800 * DAY


def document(number: int, *, at: int, score: float = 0.01, template: str | None = None) -> AdDocument:
    return replace(
        ad(f"a{number}"),
        captured_at=at,
        first_seen=at,
        source="board",
        score=score + number % 7 / 1000,
        tokens=f"cook wanted {'day' if number % 2 else 'night'} shift",
        languages=("en",),
        indicators=(),
        contact_keys=(),
        template_key=f"t{number}" if template is None else template,
        model="m1",
    )


def settings_with(home: Path, documents: list[AdDocument]) -> Settings:
    settings = Settings(home=home)
    with closing(bootstrap.open_index(settings)) as index:
        index.put(documents)
    return settings


def field(*, now: int, lately: float) -> list[AdDocument]:
    before = [document(i, at=now - 10 * DAY) for i in range(100)]
    return before + [document(i, at=now - DAY, score=lately) for i in range(100, 200)]


def test_the_last_week_is_compared_with_the_weeks_before(tmp_path: Path) -> None:
    long_ago = [document(i, at=NOW - 40 * DAY, score=0.9) for i in range(500, 600)]
    settings = settings_with(tmp_path, [*field(now=NOW, lately=0.01), *long_ago])
    found = drift_of_index(settings, Times(), now=NOW)
    assert {(one.then, one.now) for one in found.watched} == {(100, 100)}
    assert found.alarms == ()
    assert drift_of_index(settings, Times(days=1, against=1), now=NOW).watched == ()


def test_scores_that_moved_alarm_in_words_and_in_an_orchestrator(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, field(now=now_us(), lately=0.3))
    (alarm,) = drift_of_index(settings, Times()).alarms
    assert (alarm.source, alarm.what) == (EVERYWHERE, "score")
    assert told(alarm).startswith("all sources\tscore\t")
    assert told(alarm).endswith("ads 100, 100\tALARM")
    with pytest.raises(Refused, match="do not look like those before: score of all sources"):
        look_for_drift(settings)


def test_a_template_posted_a_hundred_times_is_one_ad(tmp_path: Path) -> None:
    copies = [document(i, at=NOW - DAY, score=0.5, template="one") for i in range(300, 400)]
    settings = settings_with(tmp_path, [*field(now=NOW, lately=0.01), *copies])
    found = drift_of_index(settings, Times(), now=NOW)
    assert {one.now for one in found.watched} == {101}
    assert found.alarms == ()
