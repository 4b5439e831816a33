from models.entities.number_words import number_words, repeat_words, run_together


def test_a_new_folder_of_a_language_needs_no_python() -> None:
    assert {word: number_words()[word].value for word in ("nine", "nau", "तीन", "తొమ్మిది", "পাঁচ", "ஏழு", "نو")} == {
        "nine": 9, "nau": 9, "तीन": 3, "తొమ్మిది": 9, "পাঁচ": 5, "ஏழு": 7, "نو": 9,
    }  # fmt: skip


def test_double_says_the_next_digit_twice() -> None:
    assert repeat_words()["double"] == 2


def test_words_run_together_are_cut_where_all_of_them_are_numbers() -> None:
    assert run_together("nineeight") == ("nine", "eight")
    assert run_together("ninety") == ("ninety",)
    assert run_together("ninelives") is None
    assert run_together("") is None
