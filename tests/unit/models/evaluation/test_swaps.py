from dataclasses import replace

from models.domain.ad import RawAd
from models.evaluation.swaps import COMMUNITY, NAME, PLACE, swaps
from models.screening import Reader


def raw_ad(number: int, text: str) -> RawAd:
    return RawAd(f"a{number}", "card", "job", "", "", text, 0, 0, {})


def test_each_attribute_gives_a_twin_that_differs_in_it_alone() -> None:
    ads = [
        raw_ad(1, "Cook wanted in Pune, Bengali preferred."),
        raw_ad(2, "Cook wanted in Nagpur, Marathi preferred."),
    ]
    found = {(one.original.ad_id, one.what): one.twin for one in swaps(ads, Reader.from_package())}
    assert found["a1", PLACE] == replace(ads[0], text="Cook wanted in Nagpur, Bengali preferred.")
    assert found["a2", COMMUNITY].text == "Cook wanted in Nagpur, Bengali preferred."


def test_a_state_is_swapped_for_a_state_and_a_town_for_a_town() -> None:
    ads = [raw_ad(1, "Cook from Odisha wanted in Pune."), raw_ad(2, "Cook from Punjab wanted in Nagpur.")]
    (twin, _) = [one.twin for one in swaps(ads, Reader.from_package()) if one.what == PLACE]
    assert twin.text == "Cook from Punjab wanted in Nagpur."


def test_the_state_that_somebody_is_from_is_a_region_and_no_community() -> None:
    ads = [
        raw_ad(1, "Girls from Assam, 3 days here."),
        raw_ad(2, "Cook from Bengal wanted."),
        raw_ad(3, "Cook from Tamil Nadu wanted."),
    ]
    found = swaps(ads, Reader.from_package())
    assert [(one.original.ad_id, one.what) for one in found] == [("a1", PLACE), ("a2", PLACE), ("a3", PLACE)]


def test_an_ad_that_names_nobody_has_no_twin() -> None:
    assert swaps([raw_ad(1, "Cook wanted, day shift.")], Reader.from_package()) == []


def test_a_word_without_another_of_its_script_is_left() -> None:
    assert [
        one.what for one in swaps([raw_ad(1, "Ask for Pooja.")], Reader.from_package()) if one.what == NAME
    ] == []


def test_what_is_written_small_is_no_name_to_put_in() -> None:
    ads = [raw_ad(1, "Ask for Pooja."), raw_ad(2, "Ask for sunita."), raw_ad(3, "Ask for Sunita.")]
    assert [one.twin.text for one in swaps(ads, Reader.from_package()) if one.what == NAME] == [
        "Ask for Sunita.",
        "Ask for Pooja.",
    ]
