from hypothesis import given
from hypothesis import strategies as st

from models.phrases.runs import Run, Runs

WORDS = st.lists(st.sampled_from("abc"), min_size=1, max_size=12)


def found(runs: dict[Run, list[str]], words: list[str]) -> list[tuple[tuple[int, int], tuple[str, ...]]]:
    """What is found in `words`; about names no more is known than they are."""
    held = Runs(runs, tuple)
    known = [held.word(word) for word in words]
    return held.find([word.about for word in known], [word.number for word in known])


def test_a_run_is_found_under_each_of_its_names() -> None:
    runs: dict[Run, list[str]] = {("work", "visa"): ["<visa>", "GU02"]}
    assert found(runs, ["a", "work", "visa"]) == [((1, 3), ("<visa>", "GU02"))]


def test_a_run_that_begins_another_is_found_as_well() -> None:
    runs = {("free",): ["A"], ("free", "visa"): ["BB"], ("visa",): ["A"]}
    assert found(runs, ["free", "visa"]) == [
        ((0, 1), ("A",)),
        ((0, 2), ("BB",)),
        ((1, 2), ("A",)),
    ]


def test_a_run_that_breaks_off_is_none() -> None:
    assert found({("free", "visa", "now"): ["B"]}, ["free", "visa"]) == []


def test_spellings_of_a_word_are_one_word_in_runs_of_several() -> None:
    held = Runs({("nahi", "milega"): ["A"], ("nahi",): ["B"]}, tuple, one_word={"nhi": "nahi"})
    known = [held.word(word) for word in ("nhi", "milega")]
    assert [word.about for word in known] == [None, None]
    assert held.find([word.about for word in known], [word.number for word in known]) == [((0, 2), ("A",))]


@given(st.sets(WORDS.map(tuple), max_size=6), WORDS)
def test_every_run_is_found_wherever_it_stands(runs: set[Run], words: list[str]) -> None:
    expected = [
        ((at, at + size), ("".join(run),))
        for at in range(len(words))
        for size in range(1, len(words) - at + 1)
        if (run := tuple(words[at : at + size])) in runs
    ]
    assert found({run: ["".join(run)] for run in runs}, words) == expected
