import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.indicators.passages import passages
from models.scoring.windows import sums, windows
from tests.unit.models.indicators.builders import ad, reader

WORDS = st.lists(st.sampled_from(["lamp", "rope", "passport", "kept", "mill", "."]), min_size=1, max_size=30)


def test_windows_have_two_to_twelve_words_of_one_sentence() -> None:
    (passage,) = passages(reader().read(ad("Lamp rope mill. Bead hall.")))
    assert windows(passage).tolist() == [[0, 2], [1, 3], [3, 5], [0, 3]]
    (long,) = passages(reader().read(ad(" ".join(["lamp"] * 40))))
    assert max(end - start for start, end in windows(long).tolist()) == 12


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_a_window_weighs_what_stands_wholly_in_it(words: list[str]) -> None:
    for passage in passages(reader().read(ad(" ".join(words)))):
        of = windows(passage)
        values = np.arange(1.0, len(passage.cues) + 1)[:, None]
        found = sums(passage.cues, values, of, tokens=len(passage.part.tokens))[:, 0]
        for (start, end), total in zip(of.tolist(), found.tolist(), strict=True):
            inside = [n + 1.0 for n, cue in enumerate(passage.cues) if start <= cue.start and cue.end <= end]
            assert total == pytest.approx(sum(inside) / (end - start) ** 0.4)
