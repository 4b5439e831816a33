from itertools import islice

import pytest

from models.entities.facts import facts
from models.entities.telling import told_by
from models.normalise.fold import Folded, fold_characters
from pipeline.sampleboard.ads import sample_ads
from tests.unit.models.hostile_text import hostile_texts


@pytest.mark.parametrize(
    ("word", "runs"),
    [
        ("salary", ("salary",)),
        ("hyderabad", ("hyderabad",)),
        ("25yrs", ("yrs",)),
        ("nineeight", ("nineeight",)),
        ("\u0938\u093e\u0932", ("\u0938\u093e\u0932",)),
        ("wonderful", ()),
        ("9876543210", ()),
    ],
)
def test_a_word_tells_what_some_reader_asks_about(word: str, runs: tuple[str, ...]) -> None:
    assert told_by(word) == runs


def telling(folded: Folded) -> Folded:
    return folded.knowing(frozenset(run for word in folded.pieces[1::2] for run in told_by(word)))


def test_readers_find_by_the_telling_words_what_they_find_by_all() -> None:
    texts = [
        *(f"{ad.title}. {ad.text}" for ad in islice(sample_ads(), 400)),
        *hostile_texts(seed=3, count=400),
    ]
    for text in texts:
        folded = fold_characters(text)
        assert facts("text", text, telling(folded)) == facts("text", text, folded)
