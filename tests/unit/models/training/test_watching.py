from dataclasses import replace

import numpy as np
import pytest

from models.training.watching import EVERYWHERE, Comparison, Sight, compared

RANDOM = np.random.default_rng(11)
WORDS = [f"word{number}" for number in range(3000)]
# As in any text, few words are common and most are rare.
COMMON = 1 / np.arange(1, len(WORDS) + 1)


def sight(source: str) -> Sight:
    count = int(RANDOM.poisson(25)) + 5
    return Sight(
        source=source,
        language=str(RANDOM.choice(["en", "hi", "te", "bn"], p=[0.6, 0.2, 0.15, 0.05])),
        ad_class=str(RANDOM.choice(["ordinary_job", "spa", "lead"], p=[0.9, 0.08, 0.02])),
        model="m1",
        score=float(RANDOM.beta(1, 30)),
        indicators=tuple(
            RANDOM.choice(["JB01", "JB02", "CS05", "FM01"], size=RANDOM.poisson(0.4)).astype(str)
        ),
        words=tuple(RANDOM.choice(WORDS, size=count, p=COMMON / COMMON.sum()).astype(str)),
        contacts=int(RANDOM.poisson(1.2)),
    )


FIELD = [sight("board" if number % 2 else "feed") for number in range(1500)]


def drawn(seed: int, size: int) -> list[Sight]:
    return [FIELD[int(i)] for i in np.random.default_rng(seed).integers(len(FIELD), size=size)]


def alarms(comparison: Comparison) -> set[tuple[str, str]]:
    return {(one.source, one.what) for one in comparison.alarms}


def runs_of_one_field(count: int) -> list[Comparison]:
    return [compared(drawn(seed, 300), drawn(1000 + seed, 150)) for seed in range(count)]


def test_two_draws_of_one_field_are_silent() -> None:
    runs = runs_of_one_field(40)
    false = [alarms(run) for run in runs if run.alarms]
    assert len(false) <= 1
    assert {one.source for one in runs[0].watched} == {EVERYWHERE, "board", "feed"}


SHIFTS = {
    "score": lambda one: replace(one, score=min(1.0, one.score + 0.04)),
    "words per ad": lambda one: replace(one, words=one.words[:12]),
    "contacts per ad": lambda one: replace(one, contacts=one.contacts + 2),
    "indicators per ad": lambda one: replace(one, indicators=(*one.indicators, "JB01", "JB02")),
    "indicators": lambda one: replace(one, indicators=tuple("SC01" for _ in one.indicators)),
    "language": lambda one: replace(one, language="ta" if len(one.words) % 2 else one.language),
    "class": lambda one: replace(one, ad_class="spam" if len(one.words) % 3 == 0 else one.ad_class),
    "new words": lambda one: replace(
        one, words=(*one.words[:-4], *(f"new{word}" for word in one.words[-4:]))
    ),
}


@pytest.mark.parametrize("what", SHIFTS)
def test_an_injected_shift_fires_where_it_was_injected(what: str) -> None:
    for seed in range(5):
        now = [SHIFTS[what](one) if one.source == "feed" else one for one in drawn(1000 + seed, 300)]
        found = alarms(compared(drawn(seed, 600), now))
        assert ("feed", what) in found
        assert not [one for one in found if one[0] == "board"]


def test_a_source_that_came_up_fires_once_and_too_few_ads_are_said() -> None:
    then = [one for one in drawn(1, 400) if one.source == "board"]
    found = compared(then, [*drawn(2, 200), *[replace(one, source="new") for one in drawn(3, 9)]])
    assert (EVERYWHERE, "source") in alarms(found)
    assert found.too_few == ("feed", "new")


def test_scores_of_different_models_are_not_compared() -> None:
    now = [replace(one, model="m2", score=0.9) for one in drawn(2, 300)]
    found = compared(drawn(1, 300), now)
    assert not [one for one in found.watched if one.what == "score"]
    assert found.alarms == ()


def test_nothing_is_compared_with_nothing() -> None:
    assert compared([], []) == Comparison((), (EVERYWHERE,))
