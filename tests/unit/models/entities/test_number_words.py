from importlib import resources

import yaml

from models.entities.number_words import number_words, repeat_words, run_together


def test_a_new_folder_of_a_language_needs_no_python() -> None:
    assert {word: number_words()[word].value for word in ("nine", "nau", "तीन", "తొమ్మిది", "পাঁচ", "ஏழு", "نو")} == {
        "nine": 9, "nau": 9, "तीन": 3, "తొమ్మిది": 9, "পাঁচ": 5, "ஏழு": 7, "نو": 9,
    }  # fmt: skip


def test_every_number_below_100_has_a_word_in_hindi_and_bengali_and_every_ten_in_the_others() -> None:
    folder = resources.files("models") / "data"
    known = {
        language: {
            int(value)
            for value in yaml.safe_load((folder / language / "number_words.yaml").read_text("utf-8"))[
                "numbers"
            ]
        }
        for language in ("hi", "bn", "te", "mr", "ta", "en")
    }
    assert known["hi"] == known["bn"] == set(range(100))
    assert all(known[language] >= {*range(20), *range(20, 100, 10)} for language in ("te", "mr", "ta", "en"))


def test_double_says_the_next_digit_twice() -> None:
    assert repeat_words()["double"] == 2


def test_words_run_together_are_cut_where_all_of_them_are_numbers() -> None:
    assert run_together("nineeight") == ("nine", "eight")
    assert run_together("ninety") == ("ninety",)
    assert run_together("ninelives") is None
    assert run_together("") is None
