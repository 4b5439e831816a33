from dataclasses import replace

import pytest

from models.indicators.address import address_words
from models.screening import child_signal
from tests.unit.models.indicators.builders import ad, reader

BOARD = "https://board.example"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/jobs/boy-of-13-wanted-for-shop-work-1234567.html", "boy of 13 wanted for shop work"),
        ("/ads/%E0%A4%95%E0%A4%BE%E0%A4%AE-%E0%A4%95%E0%A5%87-%E0%A4%B2%E0%A4%BF%E0%A4%8F", "काम के लिए"),
        ("/jobs/delhi/98765", ""),
        ("/maid_wanted_urgent/cook+needed+today", "maid wanted urgent. cook needed today"),
    ],
)
def test_the_words_behind_the_host_are_read(path: str, words: str) -> None:
    assert address_words(BOARD + path) == words


def test_an_address_that_cannot_be_parsed_has_no_words() -> None:
    assert address_words("https://[board/a-b-c") == ""


def test_a_child_in_the_address_is_a_sign_without_a_place() -> None:
    hidden = replace(ad("Details on call. Dhaba job."), url=f"{BOARD}/13-saal-ka-ladka-chahiye-99123")
    sign = child_signal(hidden, reader())
    assert sign is not None
    assert sign.findings == ()
    assert sign.indicators == ("CH01",)


@pytest.mark.parametrize(
    "slug",
    ["tutor-for-boy-of-13-wanted", "12-boys-wanted-for-packing", "driver-with-15-years-experience", "maid-wanted-in-sector-14"],
)  # fmt: skip
def test_other_addresses_are_none(slug: str) -> None:
    assert child_signal(replace(ad("Details on call. Job."), url=f"{BOARD}/{slug}"), reader()) is None


def test_the_text_of_an_ad_is_cited_before_its_address() -> None:
    told = replace(ad("Boy of 13 wanted for shop work."), url=f"{BOARD}/boy-of-13-wanted-for-shop-work")
    sign = child_signal(told, reader())
    assert sign is not None
    assert sign.unplaced == ()
    assert sign.findings
