from hypothesis import given
from hypothesis import strategies as st

from models.indicators.runs import Run, Runs

WORDS = st.lists(st.sampled_from("abc"), min_size=1, max_size=12)


def test_a_run_is_found_under_each_of_its_names() -> None:
    runs = Runs({("work", "visa"): ["<visa>", "GU02"]})
    assert runs.find(["a", "work", "visa"], [0, 0, 0]) == {"<visa>": [(1, 3)], "GU02": [(1, 3)]}


def test_a_run_that_begins_another_is_found_as_well() -> None:
    runs = Runs({("free",): ["A"], ("free", "visa"): ["B"], ("visa",): ["A"]})
    assert runs.find(["free", "visa"], [0, 0]) == {"A": [(0, 1), (1, 2)], "B": [(0, 2)]}


def test_no_run_reaches_over_the_end_of_a_sentence() -> None:
    assert Runs({("free", "visa"): ["B"]}).find(["free", "visa"], [0, 1]) == {}


def test_a_run_that_breaks_off_is_none() -> None:
    assert Runs({("free", "visa", "now"): ["B"]}).find(["free", "visa"], [0, 0]) == {}


@given(st.sets(WORDS.map(tuple), max_size=6), WORDS)
def test_every_run_is_found_wherever_it_stands(runs: set[Run], words: list[str]) -> None:
    found = Runs({run: ["".join(run)] for run in runs}).find(words, [0] * len(words))
    expected = {
        "".join(run): places
        for run in runs
        if (
            places := [
                (at, at + len(run)) for at in range(len(words)) if tuple(words[at : at + len(run)]) == run
            ]
        )
    }
    assert found == expected
