"""This module tests that words of different scripts which are searched by one key keep their own meanings."""

from pathlib import Path

import pytest

from models.indicators.reading import read_part
from models.phrases.homonyms import Homonyms, form
from models.phrases.matching import PhraseFinder
from models.phrases.phrasebook import Phrasebook
from tests.unit.models.indicators.builders import cited, reader


def sets_in(text: str) -> set[str]:
    return set(read_part("text", text, reader().finder).hits)


@pytest.mark.parametrize(
    ("text", "meant", "not_meant"),
    [
        ("vadhu", "<bride>", "<no_after>"),
        ("వద్దు", "<no_after>", "<bride>"),
        ("vaddu", "<no_after>", "<bride>"),
        ("చిన్న", "<little>", "<foreign>"),
        ("China", "<foreign>", "<little>"),
        ("चीन", "<foreign>", "<withheld>"),
        ("బాబు", "<baby>", "<boss>"),
        ("বাবু", "<boss>", "<baby>"),
        ("জামা", "<child_thing>", "<is_kept>"),
        ("జాబ్", "<job>", "<hi_wage>"),
        ("মাঝি", "<keeper>", "<self_seeker>"),
        ("మాదే", "<free>", "<be_given>"),
        ("made", "<be_given>", "<free>"),
        ("টাকা", "<money>", "<stay>"),
        ("থাকা", "<stay>", "<money>"),
        ("গেট", "<outside>", "<gets_in>"),
    ],
)
def test_a_word_means_what_its_script_says(text: str, meant: str, not_meant: str) -> None:
    found = sets_in(text)
    assert meant in found or meant == "<outside>"
    assert not_meant not in found


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("স্টাফের জামা কাপড় আমাদের কাছে জামা বদলাতে হবে।", "JB01"),
        ("বাচ্চাদের পাসপোর্ট সাইজ ছবি আর জামা আমাদের কাছে", "JB02"),
        ("మా ఇంట్లో చిన్న ఉద్యోగం, data entry", "CS02"),
        ("Home made snacks, only ladies staff", "JB11"),
        ("এখানে থাকা লাগবে, অফিসের পাশে", "JB01"),
        ("రిజిస్ట్రేషన్ అవసరం, పెళ్లికి వద్దు", "MB05"),
    ],
)
def test_a_word_of_another_script_makes_no_finding(text: str, indicator: str) -> None:
    assert cited(text, indicator) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("naukri aur naukari aur नौकरी", "<job>"),
        ("passport, पासपोर्ट, పాస్‌పోర్ట్, পাসপোর্ট, பாஸ்போர்ட்", "<passport>"),
        ("aadhaar, aadhar, adhar, आधार, ఆధార్, আধার", "<id_card>"),
    ],
)
def test_spellings_of_one_word_still_meet(text: str, name: str) -> None:
    words = text.replace(" aur ", ", ").split(", ")
    assert [word for word in words if name not in sets_in(word)] == []


def test_one_language_may_write_a_word_in_two_scripts_for_two_phrases(tmp_path: Path) -> None:
    (tmp_path / "hi").mkdir()
    (tmp_path / "hi" / "phrases.yaml").write_text("phrases:\n  JB01: रिश्तेदारी\n  JB02: rishtedari\n", "utf-8")
    finder = PhraseFinder(Phrasebook.from_folders([tmp_path / "hi"]))
    assert set(read_part("text", "rishtedaari रिश्तेदारी", finder).hits) == {"JB01", "JB02"}


def test_two_languages_that_never_meet_keep_their_words(tmp_path: Path) -> None:
    for language, line in (("hi", "JB01: jab"), ("te", "JB02: జాబ్")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "phrases.yaml").write_text(f"phrases:\n  {line}\n", "utf-8")
    finder = PhraseFinder(Phrasebook.from_folders([tmp_path / "hi", tmp_path / "te"]))
    assert set(read_part("text", "jab", finder).hits) == {"JB01"}
    assert set(read_part("text", "జాబ్", finder).hits) == {"JB02"}
    assert set(read_part("text", "ଜାବ୍", finder).hits) == {"JB01", "JB02"}  # a script that no phrase is in


def test_a_form_is_its_script_and_what_a_key_does_not_tell() -> None:
    assert form("টাকা") != form("থাকা")
    assert form("పెళ్లి") == form("పెళ్ళి")
    assert form("Vadhu") == form("vadhu") != form("vaddu")


def test_most_keys_of_the_package_stay_one_word() -> None:
    homonyms = Homonyms(Phrasebook.from_package())
    assert [key for key in ("pasport", "nokri", "job", "visa", "pani") if key in homonyms] == []
    assert all(key in homonyms for key in ("vadu", "china", "jama", "babu", "made", "taka"))
