"""What comes back after a file was lost: the whole way in a home of the test's own, with a judgement that costs nothing."""

import threading
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from models.domain.errors import DependencyDown, WrongUsage
from models.domain.evidence import IST
from pipeline import bootstrap
from pipeline.bus.port import Topic
from pipeline.jobs.digest import build_digest
from pipeline.jobs.doctor import examine
from pipeline.jobs.forget import forget_ads
from pipeline.jobs.mend import Mended, give_up_the_bus, look, rebuild_index
from pipeline.settings import Settings, load_settings
from pipeline.stages.collect import BusSink
from pipeline.stages.index import IndexStage
from pipeline.stages.port import Stage
from pipeline.stages.screen import ScreenStage
from pipeline.worker import Worker
from search.index.build import document
from tests.unit.pipeline.builders import HOUR, NOON, ad, capture, judgement, states

STOP = threading.Event()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("NIGAH_HOME", raising=False)
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return load_settings(home=home)


def collect(settings: Settings, *numbers: int, at: int = NOON) -> None:
    with closing(bootstrap.open_bus(settings)) as bus, closing(bootstrap.open_records(settings)) as records:
        forgotten = bootstrap.open_forgotten(settings, records)
        sink = BusSink(bus, records, gate=lambda _: None, forgotten=forgotten)
        for number in numbers:
            sink.put(capture(ad(number, at=at)))


def work(settings: Settings) -> None:
    with (
        closing(bootstrap.open_bus(settings)) as bus,
        closing(bootstrap.open_index(settings)) as index,
        closing(bootstrap.open_records(settings)) as records,
    ):
        build = partial(document, vault=bootstrap.open_vault(settings))
        stages: dict[Topic, Stage] = {
            Topic.COLLECTED: ScreenStage(lambda ads: [judgement() for _ in ads]),
            Topic.SCORED: IndexStage(
                index, records, build=build, forgotten=bootstrap.open_forgotten(settings, records)
            ),
        }
        for topic, stage in stages.items():
            public = bootstrap.open_keyring(settings).quarantine_public
            Worker(bus, stage, topic=topic, records=records, quarantine_public=public).drain(STOP)


def lose(settings: Settings, name: str) -> None:
    for file in settings.home.glob(f"{name}.sqlite3*"):
        file.unlink()


def ledger(settings: Settings) -> dict[str, int]:
    with closing(bootstrap.open_records(settings)) as records:
        return states(records)


def troubles(settings: Settings) -> dict[str, int]:
    return {finding.what: finding.status for finding in examine(settings) if finding.status}


def test_a_lost_index_comes_back_from_the_bus_and_the_ledger_stays(settings: Settings) -> None:
    collect(settings, 1, 2, 3)
    work(settings)
    lose(settings, "index")
    assert look(settings).missing == 3
    assert troubles(settings) == {"whole": 1}
    assert rebuild_index(settings, STOP) == Mended(handled=3)
    assert (look(settings).missing, ledger(settings)) == (0, {"indexed": 3})
    assert troubles(settings) == {}


def test_what_the_bus_holds_no_more_is_erased_in_the_ledger_and_crawled_again(settings: Settings) -> None:
    collect(settings, 1, 2)
    work(settings)
    lose(settings, "index")
    lose(settings, "bus")
    assert rebuild_index(settings, STOP) == Mended(to_crawl=2)
    assert troubles(settings) == {}
    collect(settings, 1, 2, at=NOON + HOUR)
    work(settings)
    assert (look(settings).present, ledger(settings)) == (2, {"erased": 2, "indexed": 2})


def test_a_forgotten_ad_does_not_come_back_with_the_index(settings: Settings) -> None:
    collect(settings, 1, 2)
    work(settings)
    kept = (settings.home / "bus.sqlite3").read_bytes()
    forget_ads(settings, [ad(1).ad_id])
    (settings.home / "bus.sqlite3").write_bytes(kept)  # a backup is put back
    lose(settings, "index")
    assert rebuild_index(settings, STOP) == Mended(handled=2)
    assert (look(settings).present, ledger(settings)) == (1, {"erased": 1, "indexed": 1})


def test_captures_on_a_lost_bus_end_as_rejected_and_are_crawled_again(settings: Settings) -> None:
    collect(settings, 1, 2)
    assert give_up_the_bus(settings) == Mended()
    lose(settings, "bus")
    assert look(settings).lost == 2
    assert give_up_the_bus(settings) == Mended(to_crawl=2)
    collect(settings, 1, 2, at=NOON + HOUR)
    work(settings)
    assert ledger(settings) == {"rejected": 2, "indexed": 2}


def test_no_digest_is_written_of_an_index_that_was_lost(settings: Settings) -> None:
    from datetime import UTC, datetime

    today = datetime.now(UTC).astimezone(IST).date()
    assert build_digest(settings, today).ads_read == 0
    collect(settings, 1)
    work(settings)
    lose(settings, "index")
    with pytest.raises(DependencyDown, match="`nigah doctor` says what to do"):
        build_digest(settings, today)


def test_an_index_whose_worker_runs_is_not_rebuilt(settings: Settings) -> None:
    collect(settings, 1)
    work(settings)
    with closing(bootstrap.open_bus(settings)) as bus, bus.subscribe(Topic.SCORED, group="index") as worker:
        worker.poll(limit=1, timeout=0.1)
        with pytest.raises(WrongUsage, match="is at work; stop its worker, then replay"):
            rebuild_index(settings, STOP)


@pytest.mark.parametrize("wrong", ["", "a", "b" * 25, "a%" + "x" * 23, "../records", "a" * 26])
def test_what_is_no_id_of_an_ad_is_not_forgotten(settings: Settings, wrong: str) -> None:
    collect(settings, 1)
    with pytest.raises(WrongUsage, match="Id 2 is no id of an ad"):
        forget_ads(settings, [ad(1).ad_id, wrong])
    assert ledger(settings) == {"in_flight": 1}


def test_a_contact_that_cannot_be_read_is_told_without_repeating_it(settings: Settings) -> None:
    with pytest.raises(WrongUsage, match="--contact takes a phone number") as told:
        forget_ads(settings, [], contacts=["my neighbour"])
    assert "neighbour" not in str(told.value)


def test_to_forget_nothing_is_wrong_usage(settings: Settings) -> None:
    with pytest.raises(WrongUsage, match="Name what is to be forgotten"):
        forget_ads(settings, [])


def test_an_empty_home_stays_empty_under_examination(settings: Settings) -> None:
    assert troubles(settings) == {}
    assert list(settings.home.iterdir()) == []
    settings.home.rmdir()
    assert [finding.what for finding in examine(settings)] == ["home"]
    assert not settings.home.exists()


def test_lost_keys_and_damaged_files_are_found(settings: Settings) -> None:
    collect(settings, 1)
    (settings.home / "keys.json").rename(settings.home / "elsewhere.json")
    assert troubles(settings)["keys"] == 2
    (settings.home / "elsewhere.json").rename(settings.home / "keys.json")
    (settings.home / "records.sqlite3").write_bytes(b"words " * 3000)
    settings.home.chmod(0o755)
    assert troubles(settings) == {"home": 1, "records": 2}
