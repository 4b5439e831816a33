import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.indicators.passages import Passage, passages
from tests.unit.models.indicators.builders import ad, reader


def text_of(text: str) -> Passage:
    (passage,) = passages(reader().read(ad(text)))
    return passage


def names(text: str) -> set[str]:
    return {cue.name for cue in text_of(text).cues}


def test_words_and_pairs_are_cues_and_pairs_stay_in_a_sentence() -> None:
    told = names("Lamps burn. Ropes hang.")
    assert {"lamps", "burn", "lamps burn", "ropes hang"} <= told
    assert "burn ropes" not in told


@pytest.mark.parametrize("text", ["Passport needed", "पासपोर्ट चाहिए"])
def test_a_concept_is_the_same_cue_in_two_scripts(text: str) -> None:
    assert "<passport>" in names(text)


def test_who_somebody_is_and_where_from_gives_no_cue() -> None:
    told = names("Pooja, Bengali maid from Jharkhand for Dubai, call 98765 43210")
    assert "maid" in told or "<maid>" in told
    for word in ("pooja", "bengali", "jharkhand", "dubai", "9876543210", "<community>", "<gulf>"):
        assert word not in told


def test_digits_are_not_learned_from() -> None:
    told = names("Pay 450 or 7654321 rupees")
    assert {"000", "_number_"} <= told
    assert not {"450", "7654321"} & told


def test_no_stretch_holds_a_contact() -> None:
    passage = text_of("Lamps burn, call 98765 43210 and ropes hang")
    words = [" ".join(token.key for token in passage.part.tokens[a:b]) for a, b in passage.stretches]
    assert [word for word in words if "9876543210" in word] == []
    assert len(words) == 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_stretches_in_order_that_lie_in_one_sentence(text: str) -> None:
    for passage in passages(reader().read(ad(text))):
        ends = [place for stretch in passage.stretches for place in stretch]
        assert ends == sorted(ends)
        for start, end in passage.stretches:
            assert passage.part.sentences[start] == passage.part.sentences[end - 1]
