"""What `nigah migrate` says before anything is reached; the rest needs servers, in `tests/services/test_migrate.py`."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from models.domain.errors import WrongUsage
from pipeline.jobs.migrate import Way, migrate, settings_of
from pipeline.settings import BusEngine, IndexEngine, Settings


def given(home: Path, **other: object) -> Settings:
    return Settings(home=home, **other)  # type: ignore[arg-type]  # as the caller says


def test_the_distributed_way_needs_a_database_for_its_records(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"set NIGAH_RECORDS_URL.*NIGAH_KAFKA_SERVERS and NIGAH_ELASTIC_URL"):
        migrate(given(tmp_path), Way.DISTRIBUTED)


def test_an_empty_home_has_nothing_to_carry(tmp_path: Path) -> None:
    settings = given(tmp_path / "home", records_url=SecretStr("postgresql+psycopg://u@h/d"))
    with pytest.raises(WrongUsage, match=r"nothing to carry: .*home holds no records"):
        migrate(settings, Way.DISTRIBUTED)
    assert not (tmp_path / "home").exists()


def test_both_ways_are_named_by_the_same_settings_whatever_engines_are_set(tmp_path: Path) -> None:
    url = SecretStr("postgresql+psycopg://u@h/d")
    settings = given(tmp_path, records_url=url, bus=BusEngine.KAFKA, elastic_name="ours")
    small, large = settings_of(settings, Way.EMBEDDED), settings_of(settings, Way.DISTRIBUTED)
    assert (small.bus, small.index, small.records_address) == (
        BusEngine.EMBEDDED,
        IndexEngine.EMBEDDED,
        f"sqlite:///{tmp_path / 'records.sqlite3'}",
    )
    assert (large.bus, large.index, large.records_url, large.elastic_name) == (
        BusEngine.KAFKA,
        IndexEngine.ELASTICSEARCH,
        url,
        "ours",
    )
