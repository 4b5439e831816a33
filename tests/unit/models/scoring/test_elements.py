from models.scoring.reasons import elements
from tests.unit.models.indicators.builders import evidence, reader
from tests.unit.models.indicators.test_voice import cases


def shown(text: str, source_type: str) -> set[str]:
    found = elements(evidence(text, source_type=source_type).scoring, reader().catalogue)
    return {name for name in ("act", "means", "purpose") if getattr(found, name)}


def test_three_of_four_ads_show_the_elements_that_their_words_speak_to() -> None:
    """27 before the acts of those who send, bring and see to papers were read; the rest say what no sign names."""
    right = [
        text
        for source_type, text, _, _, _, expected in cases()
        if shown(text, source_type) == set(expected.split())
    ]
    assert len(right) >= 33


def test_who_works_alone_shows_no_element() -> None:
    alone = [(one[1], one[0]) for one in cases() if one[2] == "independent_adult"]
    assert len(alone) == 5
    assert [shown(text, source_type) for text, source_type in alone] == [set()] * 5
