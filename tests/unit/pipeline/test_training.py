import json
from pathlib import Path

import pytest

from models.domain.ad import RawAd
from models.domain.errors import WrongUsage
from models.domain.judgement import Band
from models.screening import Reader
from models.training.reading import read_for_training
from pipeline.training import (
    labelled_from_files,
    labelled_with_contacts,
    licence_of,
    sample_labelled,
)

GOOD = {
    "id": "a-1",
    "title": "Driver wanted",
    "text": "School bus, day shift.",
    "labels": {"kinds": [], "ad_class": "ordinary_job"},
}


def file_of(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), "utf-8")
    return path


def test_each_file_is_a_data_set_named_after_itself(tmp_path: Path) -> None:
    found = labelled_from_files([file_of(tmp_path / "ours.jsonl", GOOD, "", GOOD | {"id": "a-2"})])
    assert [(one.origin, one.family) for one in found] == [("ours.jsonl", "a-1"), ("ours.jsonl", "a-2")]


def test_lines_marked_as_a_child_sign_are_passed_over(tmp_path: Path) -> None:
    marked = GOOD | {"labels": {"kinds": [], "ad_class": "lead", "child_sign": True}}
    assert labelled_from_files([file_of(tmp_path / "x.jsonl", marked)]) == []


def test_every_bad_line_is_named_and_none_is_quoted(tmp_path: Path) -> None:
    path = file_of(tmp_path / "x.jsonl", GOOD, "{secret", GOOD | {"text": 7}, "[]", {"id": "secret"})
    with pytest.raises(WrongUsage) as caught:
        labelled_from_files([path])
    assert str(caught.value).split("\n") == [
        "Nothing was done; correct these lines:",
        "x.jsonl, line 2: not JSON; each line holds one whole object",
        "x.jsonl, line 3: `text` is missing or not a text",
        "x.jsonl, line 4: not a JSON object; a list of ads is to be written an object a line (JSON Lines)",
        "x.jsonl, line 5: `labels` is missing or not an object; it holds `kinds` and `ad_class`",
    ]


def test_of_many_bad_lines_twenty_are_told(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="and 5 more"):
        labelled_from_files([file_of(tmp_path / "x.jsonl", *["{"] * 25)])


def test_what_is_wrong_with_many_lines_is_said_once(tmp_path: Path) -> None:
    unanswered = GOOD | {"labels": {"kinds": [], "ad_class": ""}}
    with pytest.raises(WrongUsage) as caught:
        labelled_from_files([file_of(tmp_path / "x.jsonl", *[unanswered] * 3)])
    assert "x.jsonl, line 1: `labels.ad_class` must be one of lead, " in str(caught.value)
    assert str(caught.value).endswith("; the same in 2, 3")
    assert str(caught.value).count("independent_adult") == 1


def test_a_file_that_is_not_there_or_not_text_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot be read"):
        labelled_from_files([tmp_path / "none.jsonl"])
    (tmp_path / "x.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(WrongUsage, match="not UTF-8"):
        labelled_from_files([tmp_path / "x.jsonl"])


def raw_ad(text: str) -> RawAd:
    return RawAd("a1", "card", "job", "", "", text, 0, 0, {})


def test_an_ad_with_a_child_sign_is_never_learned_from() -> None:
    shown = read_for_training(
        [raw_ad("Boy of 13 wanted for tea stall."), raw_ad("Driver wanted for school bus.")],
        Reader.from_package(),
    )
    assert [one is None for one in shown] == [True, False]


def test_what_a_model_sees_holds_no_contact_and_comes_with_the_rules_caps() -> None:
    (seen,) = read_for_training([raw_ad("Driver wanted, call 98765 43210 today.")], Reader.from_package())
    assert seen is not None
    assert "43210" not in seen.features.masked
    assert {cap.band for cap in seen.caps.values()} <= {Band.NONE, Band.LOW}


def test_the_sample_ads_are_labelled_and_hold_no_child_sign() -> None:
    labelled = sample_labelled()
    assert len(labelled) > 200
    assert {one.origin for one in labelled} == {"sample ads written for the project"}
    assert 0.1 < sum(one.is_lead for one in labelled) / len(labelled) < 0.5


def test_placeholders_of_the_corpus_become_contacts_that_keep_a_poster_together(tmp_path: Path) -> None:
    rows = [
        GOOD | {"id": name, "text": f"Call {{phone:7316022:{form}}} {{now}}"}
        for name, form in (("a", "spaced"), ("b", "dots"))
    ]
    first, second = labelled_with_contacts([file_of(tmp_path / "x.jsonl", *rows)])
    assert "{phone" not in first.ad.text
    assert first.ad.text.endswith(" {now}")
    assert first.contact_keys == second.contact_keys != ()


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("\ufeff" + json.dumps(GOOD), "utf-8")
    assert [one.number for one in labelled_from_files([tmp_path / "x.jsonl"])] == ["a-1"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.jsonl", "", "There are no ads in .*x.jsonl; name a file that holds some"),
        ("x.txt", "id,text\n1,Cook", "x.txt is not JSON Lines; if it is a table, give it the ending .csv"),
        (
            "x.json",
            json.dumps([GOOD]),
            "line 1: not a JSON object; a list of ads is to be written an object a line",
        ),
    ],
)
def test_what_is_no_file_of_ads_is_told_with_what_to_do(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(WrongUsage, match=told):
        labelled_from_files([tmp_path / name])


def test_the_licence_of_a_file_stands_beside_it(tmp_path: Path) -> None:
    path = file_of(tmp_path / "x.jsonl", GOOD)
    assert licence_of(path) == "not stated"
    (tmp_path / "LICENCE").write_text("CC0-1.0; by their writers\nand more\n", "utf-8")
    assert licence_of(path) == "CC0-1.0; by their writers"
