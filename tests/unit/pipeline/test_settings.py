from pathlib import Path

import pytest

from models.domain.errors import WrongUsage
from pipeline.settings import load_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NIGAH_HOME", "NIGAH_SOURCES"):
        monkeypatch.delenv(name, raising=False)


def test_sources_lie_in_home_unless_said_otherwise(tmp_path: Path) -> None:
    assert load_settings(home=tmp_path).source_folder == tmp_path / "sources"
    assert load_settings(home=tmp_path, sources=Path("cards")).source_folder == Path("cards")


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("nigah.toml").write_text("batch_size = 5\nconsole_port = 9000\n", "utf-8")
    monkeypatch.setenv("NIGAH_BATCH_SIZE", "7")
    settings = load_settings()
    assert (settings.batch_size, settings.console_port) == (7, 9000)


def test_a_wrong_value_gives_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAH_BATCH_SIZE", "many")
    with pytest.raises(WrongUsage) as caught:
        load_settings()
    sentence = str(caught.value)
    assert sentence.startswith("Setting NIGAH_BATCH_SIZE is wrong: ")
    assert sentence.endswith("It is: messages a stage handles at once.")
    assert "\n" not in sentence


def test_a_wrong_value_in_the_file_is_told_with_the_files_place() -> None:
    Path("nigah.toml").write_text('batch_size = "many"\n', "utf-8")
    with pytest.raises(WrongUsage, match=r"Setting batch_size in /.*nigah\.toml is wrong: "):
        load_settings()


@pytest.mark.parametrize("name", ["NIGAH_HOME", "NIGAH_SOURCES", "NIGAH_RECORDS_URL", "NIGAH_BATCH_SIZE"])
@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_variable_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongUsage, match=f"{name} is empty. Give it a value, or unset it"):
        load_settings()


def test_an_empty_home_in_the_file_is_refused() -> None:
    Path("nigah.toml").write_text('home = ""\n', "utf-8")
    with pytest.raises(WrongUsage, match=r"Setting home in .*nigah\.toml is wrong: .*it is empty"):
        load_settings()


def test_a_prefix_may_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAH_KAFKA_PREFIX", "")
    assert load_settings().kafka_prefix == ""


@pytest.mark.parametrize(
    ("name", "value"), [("NIGAH_KAFKA_PREFIX", "two words"), ("NIGAH_ELASTIC_NAME", "Bad/Name")]
)
def test_a_name_that_a_server_would_not_take_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongUsage, match=rf"Setting {name} is wrong: .* letters, digits, \. _ -"):
        load_settings()


def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAH_BATCHSIZE", "7")
    with pytest.raises(WrongUsage, match=r"NIGAH_BATCHSIZE is no setting.*Perhaps NIGAH_BATCH_SIZE is meant"):
        load_settings()


def test_an_unknown_key_in_the_file_is_refused() -> None:
    Path("nigah.toml").write_text("colour = 1\n", "utf-8")
    with pytest.raises(WrongUsage, match=r"nigah\.toml says 'colour', which is no setting of Nigah"):
        load_settings()


def test_a_misspelt_key_in_the_file_is_told_with_what_may_be_meant() -> None:
    Path("nigah.toml").write_text('hme = "x"\n', "utf-8")
    with pytest.raises(WrongUsage, match=r"says 'hme', .*Perhaps home is meant"):
        load_settings()


@pytest.mark.parametrize("content", [b"batch_size = ", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_refused_with_its_path(content: bytes) -> None:
    Path("nigah.toml").write_bytes(content)
    with pytest.raises(WrongUsage, match=r"nigah\.toml is not valid TOML"):
        load_settings()


def test_the_password_in_a_database_address_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGAH_RECORDS_URL", "postgresql://nigah:secret@127.0.0.1/nigah")
    assert "secret" not in repr(load_settings())
    assert load_settings().records_address.endswith("secret@127.0.0.1/nigah")
