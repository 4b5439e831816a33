import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from models.screening import child_signal
from tests.unit.models.indicators.builders import ad, cited, reader

CASES = Path(__file__).parents[3] / "cases"
WEIGHTY = ("JB01", "JB02", "JB13", "JB22", "JB24", "JB25", "JB26", "SX01", "CS04", "CS05", "GU02", "GU03")
WEIGHTY_TOO = ("DW03", "DW04", "BL01", "MB01", "OB01")


def golden() -> dict[str, dict[str, list[list[str]]]]:
    tables: dict[str, dict[str, list[list[str]]]] = {}
    for path in sorted((CASES / "indicators").glob("*.yaml")):
        for indicator, sides in yaml.safe_load(path.read_text("utf-8")).items():
            joined = tables.setdefault(indicator, {"found": [], "absent": []})
            joined["found"] += sides.get("found", [])
            joined["absent"] += sides.get("absent", [])
    return tables


def rows(side: str) -> list[tuple[str, str, str]]:
    return [
        (indicator, case[0], case[2] if len(case) > 2 else "job")
        for indicator, sides in golden().items()
        for case in sides[side]
    ]


@pytest.mark.parametrize(("indicator", "text", "source_type"), rows("found"))
def test_a_golden_ad_is_cited_exactly(indicator: str, text: str, source_type: str) -> None:
    expected = re.findall(r"\[\[(.*?)\]\]", text)
    assert expected
    plain = text.replace("[[", "").replace("]]", "")
    assert set(expected) <= set(cited(plain, indicator, source_type=source_type))


@pytest.mark.parametrize(("indicator", "text", "source_type"), rows("absent"))
def test_a_look_alike_is_not_cited(indicator: str, text: str, source_type: str) -> None:
    assert cited(text, indicator, source_type=source_type) == []


def test_the_weighty_indicators_have_six_cases_for_and_four_against() -> None:
    tables = golden()
    for indicator in WEIGHTY + WEIGHTY_TOO:
        assert len(tables[indicator]["found"]) >= 6, indicator
        assert len(tables[indicator]["absent"]) >= 4, indicator


def test_every_table_has_two_cases_for_and_two_against_and_a_reason_each() -> None:
    for indicator, sides in golden().items():
        assert len(sides["found"]) >= 2, indicator
        assert len(sides["absent"]) >= 2, indicator
        assert all(len(case) >= 2 and case[1] for case in sides["found"] + sides["absent"]), indicator


def children(side: str) -> list[tuple[str, str]]:
    table = yaml.safe_load((CASES / "children.yaml").read_text("utf-8"))
    return [(text, note) for text, note in table[side]]


@pytest.mark.parametrize(("text", "indicator"), children("signs"))
def test_a_child_offered_sought_or_put_to_work_is_a_sign(text: str, indicator: str) -> None:
    sign = child_signal(ad(text), reader())
    assert sign is not None
    assert indicator in sign.indicators


@pytest.mark.parametrize(("text", "why"), children("lookalikes"))
def test_a_child_who_is_a_pupil_customer_or_dependant_is_no_sign(text: str, why: str) -> None:
    assert child_signal(ad(text), reader()) is None


def test_the_gate_is_tested_on_enough_of_both() -> None:
    assert len(children("signs")) >= 30
    assert len(children("lookalikes")) >= 40


def test_few_golden_cases_are_near_copies_of_another() -> None:
    texts = [
        text.replace("[[", "").replace("]]", "").lower()
        for side in ("found", "absent")
        for _, text, _ in rows(side)
    ]
    grams = [{text[at : at + 4] for at in range(len(text) - 3)} for text in texts]
    holders: dict[str, list[int]] = {}
    for number, one in enumerate(grams):
        for gram in one:
            holders.setdefault(gram, []).append(number)
    near = sum(_has_a_near_copy(number, grams, holders) for number in range(len(texts)))
    assert near / len(texts) <= 0.05


def _has_a_near_copy(number: int, grams: list[set[str]], holders: dict[str, list[int]]) -> bool:
    shared = Counter(other for gram in grams[number] for other in holders[gram] if other != number)
    return any(
        common > 0.6 * (len(grams[number]) + len(grams[other]) - common) for other, common in shared.items()
    )
