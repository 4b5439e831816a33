"""This module tests that every indicator which one ad can show has golden cases enough, and names those that have not."""

import re

import pytest

from models.indicators.catalogue import Catalogue, Indicator, Mode, Tier, Weight
from tests.unit.models.indicators.builders import ad, reader
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
# What no text shows: refused groups (never read, a protected attribute), a picture, a contradiction, a history.
# CN11 and CN12 take an ad out and are never cited; `test_an_ad_that_is_taken_out_is_seen` has their cases.
WITHOUT_CASES = {"SX18", "SX25", "JB29", "CN10", "CN11", "CN12"}
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


@pytest.mark.parametrize(
    ("indicator", "text"),
    [
        ("CN11", "Issued in public interest by the anti trafficking unit."),
        ("CN11", "जनहित में जारी: मानव तस्करी से बचें।"),
        ("CN11", "మానవ అక్రమ రవాణాపై అవగాహన కార్యక్రమం."),
        ("CN11", "মানব পাচার রোধে জনস্বার্থে প্রচারিত।"),
        ("CN12", "Two rooms to let near the lake, family preferred."),
        ("CN12", "Home tuition for maths, evenings."),
        ("CN12", "कमरा किराए पर, पानी चौबीस घंटे।"),
        ("CN12", "ఇల్లు అద్దెకు కలదు."),
        ("CN12", "ঘর ভাড়া দেওয়া হবে।"),
    ],
)
def test_an_ad_that_is_taken_out_is_seen(indicator: str, text: str) -> None:
    assert reader().read(ad(text)).has(indicator)


@pytest.mark.parametrize(
    ("indicator", "text"),
    [
        ("CN11", "Reliable guards wanted, public park, night shift."),
        ("CN11", "జాగ్రత్తగా పని చేసే డ్రైవర్ కావాలి."),
        ("CN11", "সাবধানে গাড়ি চালাতে পারেন এমন ড্রাইভার চাই।"),
        ("CN12", "Cook wanted, meals given."),
        ("CN12", "వంట మనిషి కావాలి, నెల జీతం."),
        ("CN12", "রান্নার লোক চাই, মাইনে ভালো।"),
    ],
)
def test_an_offer_of_work_is_not_taken_out(indicator: str, text: str) -> None:
    assert not reader().read(ad(text)).has(indicator)


def test_what_is_left_out_is_in_the_catalogue() -> None:
    assert set(CATALOGUE) >= WITHOUT_CASES | THIN
