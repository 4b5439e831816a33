"""This module tests that every indicator which one ad can show has golden cases enough, and names those that have not."""

import re

from models.indicators.catalogue import Catalogue, Indicator, Mode, Tier, Weight
from tests.unit.models.indicators.test_cases import golden

CATALOGUE = Catalogue.from_package()
CASES = golden()
WELL_TESTED = {Tier.A, Tier.B, Tier.S, Tier.P}
SCRIPTS = {
    "Latin": "[a-z]",
    "Devanagari": "[\u0900-\u097f]",
    "Bengali": "[\u0980-\u09ff]",
    "Telugu": "[\u0c00-\u0c7f]",
}
# Nothing an ad says shows these: a picture, a contradiction, a table of prices or pay, a history; or shown, never scored.
WITHOUT_CASES = {
    "SX04",
    "SX06",
    "SX08",
    "SX17",
    "SX18",
    "SX21",
    "SX25",
    "JB05",
    "JB28",
    "JB29",
    "CN10",
    "CN11",
    "CN12",
}
# Fewer cases than wished for, or in one script only. The list may only become shorter.
THIN: set[str] = set()


def shown_by_one_ad() -> list[Indicator]:
    return [
        sign
        for sign in CATALOGUE.values()
        if not sign.in_lane and sign.mode is not Mode.NETWORK and sign.id not in WITHOUT_CASES
    ]


def wished_for(sign: Indicator) -> int:
    return 6 if sign.tier in WELL_TESTED or sign.weight is Weight.HIGH else 3


def is_thin(sign: Indicator) -> bool:
    sides = CASES.get(sign.id, {"found": [], "absent": []})
    scripts = {
        name for name, letters in SCRIPTS.items() for case in sides["found"] if re.search(letters, case[0])
    }
    few = min(len(sides["found"]), len(sides["absent"])) < wished_for(sign)
    return few or len(scripts) < 2


def test_no_indicator_has_become_thin() -> None:
    assert {sign.id for sign in shown_by_one_ad() if is_thin(sign)} <= THIN


def test_what_is_left_out_is_in_the_catalogue() -> None:
    assert set(CATALOGUE) >= WITHOUT_CASES | THIN
