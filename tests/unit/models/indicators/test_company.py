"""This module tests when an ad counts as an offer of somebody's company."""

import pytest

from models.indicators.company import is_of_company
from tests.unit.models.indicators.builders import ad, reader

OFFERS = (
    "Evening company for gentlemen near the station, hotel or flat, call before you come.",
    "Shaam ka saath chahiye to likhiye, kamra taiyar, cash.",
    "शाम को होटल में साथ, सज्जन फोन करें।",
    "సాయంత్రం తోడు కావాలంటే లాడ్జికి రండి, ఫోటోలు పంపుతాం.",
    "সন্ধ্যায় সঙ্গ চাইলে ফ্ল্যাটে আসুন, আগে ফোন করবেন।",
)
OTHERS = (
    "Flat for two ladies near the station, rent monthly, deposit one month, evening visits by appointment.",
    "Biryani delivered to your hotel room at night, rate list on request.",
    "Companion for my mother, 80, live in, salary 18000, nights included.",
    "कामकाजी महिलाओं का हॉस्टल, रात दस बजे तक, कमरा अलग।",
    "বয়স্ক মানুষের দেখাশোনার জন্য আয়া চাই, রাতে থাকতে হবে।",
)


@pytest.mark.parametrize("text", OFFERS)
def test_an_offer_of_company_is_known_by_several_of_its_words(text: str) -> None:
    assert is_of_company(reader().read(ad(text, source_type="classified")))


@pytest.mark.parametrize("text", OTHERS)
def test_another_trade_with_such_words_is_none(text: str) -> None:
    assert not is_of_company(reader().read(ad(text, source_type="classified")))


@pytest.mark.parametrize("source_type", ["job", "matrimonial"])
def test_neither_work_nor_marriage_is_an_offer_of_company(source_type: str) -> None:
    assert not is_of_company(reader().read(ad(OFFERS[0], source_type=source_type)))
