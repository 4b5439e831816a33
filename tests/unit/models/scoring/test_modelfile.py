import io
import zipfile
from dataclasses import replace

import pytest
import skops.io
from sklearn.linear_model import LogisticRegression

from models.domain.errors import WrongUsage
from models.scoring.modelfile import content_version, model_state, read_model
from models.training.modelfile import model_bytes
from tests.unit.models.training.builders import corpus, trained
from tests.unit.models.training.marked_ads import learned


def test_a_model_survives_its_file() -> None:
    batch = [seen for _, seen in corpus()]
    again = read_model(trained().file, name="m")
    assert list(again.assess(batch)) == list(trained().classifier.assess(batch))
    assert (again.version, again.thresholds) == (
        trained().classifier.version,
        trained().classifier.thresholds,
    )


def test_the_same_model_has_the_same_bytes() -> None:
    assert (
        model_bytes(trained().classifier)
        == model_bytes(read_model(trained().file, name="m"))
        == trained().file
    )


def test_a_model_file_is_small() -> None:
    assert len(trained().file) < 5_000_000


def test_the_content_decides_the_version_and_the_name_does_not() -> None:
    model = trained().classifier
    assert content_version(replace(model, version="other")) == content_version(model)
    assert content_version(replace(model, prevalence=0.02)) != content_version(model)
    assert len(content_version(model)) == 12


@pytest.mark.parametrize("keep", [0, 1, 100, 5000, -1, -30])
def test_a_truncated_file_gives_a_sentence(keep: int) -> None:
    with pytest.raises(WrongUsage, match="The model file m-1 cannot be read"):
        read_model(trained().file[:keep], name="m-1")


@pytest.mark.parametrize("place", range(40, 20_000, 997))
def test_a_damaged_file_gives_a_sentence_or_the_very_same_model(place: int) -> None:
    data = bytearray(trained().file)
    data[place % len(data)] ^= 0xFF
    assert read_or_sentence(bytes(data)) in {"a sentence", content_version(trained().classifier)}


@pytest.mark.parametrize("foreign", [b"PK", b"not a zip at all", b"\x80\x04K\x01."])
def test_bytes_that_are_no_model_give_a_sentence(foreign: bytes) -> None:
    with pytest.raises(WrongUsage, match="cannot be read"):
        read_model(foreign, name="m-1")


@pytest.mark.parametrize("foreign", [{"a": 1}, [1, 2], LogisticRegression(), {"format": 99, "kinds": []}])
def test_a_skops_file_of_something_else_gives_a_sentence(foreign: object) -> None:
    with pytest.raises(WrongUsage, match="model file"):
        read_model(skops.io.dumps(foreign), name="m-1")


def test_a_type_that_could_run_code_is_refused_by_name() -> None:
    with pytest.raises(WrongUsage, match="holds the type"):
        read_model(skops.io.dumps({"x": print, "y": Foreign()}), name="m-1")


def test_a_file_that_unpacks_to_much_more_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("schema.json", b"0" * 70_000_000)
    with pytest.raises(WrongUsage, match="64 MB"):
        read_model(out.getvalue(), name="m-1")


def test_members_carry_neither_time_nor_memory_addresses() -> None:
    with zipfile.ZipFile(io.BytesIO(trained().file)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist() == [*(f"array-{n}.npy" for n in range(15)), "schema.json"]
        assert b"__id__" not in packed.read("schema.json")


class Foreign:
    """A type that no model holds."""


def read_or_sentence(data: bytes) -> str:
    try:
        return content_version(read_model(data, name="m-1"))
    except WrongUsage:
        return "a sentence"


@pytest.mark.parametrize("number", [2, 3, 4, 5, 7])
def test_a_file_of_another_format_is_refused_and_it_is_said_what_to_do(number: int) -> None:
    state = model_state(trained().classifier) | {"format": number}
    with pytest.raises(
        WrongUsage, match="of another version of this program; train it again with `nigah train`"
    ):
        read_model(skops.io.dumps(state), name="m")


def test_lines_of_likeness_survive_their_file() -> None:
    model = replace(trained().classifier, likeness=learned())
    again = read_model(model_bytes(model), name="m").likeness
    assert (again.indicators, again.cuts.tolist()) == (learned().indicators, learned().cuts.tolist())
    assert (again.weights == learned().weights).all()
    assert (again.naming == learned().naming).all()


@pytest.mark.parametrize("damage", ["like_cues", "like_weights", "like_naming", "like_cuts"])
def test_lines_of_likeness_that_do_not_fit_each_other_give_a_sentence(damage: str) -> None:
    state = model_state(replace(trained().classifier, likeness=learned()))
    with pytest.raises(WrongUsage, match="cannot be read"):
        read_model(skops.io.dumps(state | {damage: state[damage][:-1]}), name="m")
