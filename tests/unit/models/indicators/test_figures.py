import pytest

from tests.unit.models.indicators.builders import cited


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Helper job in shop, full time, salary Rs 4000 per month.", "Rs 4000"),
        ("Maid job, 24 hours stay, salary 3500 per month.", "3500"),
        ("दुकान में काम, फुल टाइम, वेतन 4000 रुपये महीना।", "4000 रुपये"),
        ("షాపులో పని, రోజుకు 12 గంటలు, జీతం 4000 నెలకు.", "4000"),
        ("Packing job, 8 hours duty, wages 150 rs per day.", "150 rs"),
    ],
)
def test_a_full_time_wage_below_the_floor_is_a_finding(text: str, quoted: str) -> None:
    assert cited(text, "JB28") == [quoted]


@pytest.mark.parametrize(
    "text",
    [
        "Helper job in shop, salary 4000 per month.",  # nothing says that it fills the day
        "Part time maid job, 2 hours, salary 3000 per month.",
        "Full time job, salary 4800 per month.",
        "Full time job, salary 15000 per month, fee 500 per month.",
        "Full time job, salary 3000 per month in training, then salary 9000 per month.",
        "Shop job full time, stipend 4000 per month.",
        "Hostel job full time, mess charges 3000 per month.",
    ],
)
def test_pay_that_cannot_be_compared_or_is_no_wage_is_none(text: str) -> None:
    assert cited(text, "JB28") == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Karigar job, subah 6 se raat 11.", "subah 6 se raat 11"),
        ("Kitchen job in restaurant, 8 am - 11.30 pm.", "8 am - 11.30 pm"),
    ],
)
def test_more_hours_than_any_law_allows_are_a_finding(text: str, quoted: str) -> None:
    assert cited(text, "JB23") == [quoted]


@pytest.mark.parametrize(
    "text", ["Security guard job, 8 am to 8 pm.", "Office job, 9 to 6.", "Maid job, 24 hours, stay in."]
)
def test_a_long_day_that_is_lawful_or_said_of_a_home_is_none(text: str) -> None:
    assert cited(text, "JB23") == []


def test_a_dozen_dozens_are_wanted_in_bulk_unless_benefits_are_named() -> None:
    assert cited("Factory job, 35 majdoor turant chahiye.", "JB20")
    assert cited("Factory job, 35 majdoor turant chahiye, PF ESI.", "JB20") == []
    assert cited("Factory job, 5 majdoor turant chahiye.", "JB20") == []


def test_several_offered_are_a_finding_in_the_trade_alone() -> None:
    assert cited("Escort service, hamare paas 7 ladkiyan.", "SX02", source_type="classified")
    assert cited("Hostel, hamare paas 7 ladkiyan.", "SX02", source_type="classified") == []
