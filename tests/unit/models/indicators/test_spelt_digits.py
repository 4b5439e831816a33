"""Digits that no program reads as a number to call."""

import pytest

from models.indicators.spelt_digits import disguised


@pytest.mark.parametrize(
    "written",
    [
        "sev3n zer0 ate / two tw0",
        "aTTh-shunnya-teeen-do",
        "सा.त / शू-न्य / पाँ..च / ती-न",
        "7️⃣ তারপর ☀️শূন্য, তারপর তি★ন, তারপর 6️⃣",
        "6 . o . n.o.y . S4t",
    ],
)
def test_digits_broken_by_marks_or_mixed_with_figures_are_found(written: str) -> None:
    text = f"Number: {written} (join them)"
    assert [text[start:end] for start, end in disguised(text)] == [written]


@pytest.mark.parametrize(
    "written",
    [
        "three or four days, two-three guests",
        "नौ-आठ-सात",  # counted down
        "ek-do-teen",
        "4.5 to 7 LPA, 1-on-1, 24-7",
        "2bhk 3 rooms, 1-2 floor",
    ],
)
def test_plain_numbers_and_counting_are_not(written: str) -> None:
    assert list(disguised(written)) == []


@pytest.mark.parametrize("written", ["²", "①", "call ⁹⁸⁷", "𑁒"])
def test_a_figure_that_is_no_decimal_is_a_digit_too(written: str) -> None:
    assert list(disguised(written)) == []
