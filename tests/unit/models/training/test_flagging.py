from collections.abc import Mapping
from dataclasses import replace

from models.domain.judgement import AdClass, Band, Kind
from models.training.flagging import INSUFFICIENT, OUTSIDE, WITHIN, flag_rates
from models.training.labelled import LabelledAd
from tests.unit.models.training.builders import raw_ad

HARMLESS = LabelledAd(raw_ad(1, ""), frozenset(), AdClass.SPA, "f")


def verdicts(counts: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """By language: how many harmless ads are flagged, of how many."""
    ads = [replace(HARMLESS, lang=lang) for lang, (_, size) in counts.items() for _ in range(size)]
    bands = [Band.LOW if i < hits else Band.NONE for hits, size in counts.values() for i in range(size)]
    return {lang: one["verdict"] for lang, one in flag_rates(ads, bands).items()}


def test_equal_rates_over_many_ads_are_within() -> None:
    assert verdicts({"en": (2000, 20_000), "hi": (2000, 20_000)}) == {"en": WITHIN, "hi": WITHIN}


def test_a_language_flagged_twice_as_often_is_outside_and_the_others_with_it() -> None:
    assert verdicts({"en": (50, 1000), "te": (100, 1000)}) == {"en": OUTSIDE, "te": OUTSIDE}


def test_the_same_rates_over_few_ads_say_nothing() -> None:
    assert verdicts({"en": (3, 60), "te": (6, 60)}) == {"en": INSUFFICIENT, "te": INSUFFICIENT}
    assert verdicts({"en": (8, 150), "te": (12, 150)}) == {"en": INSUFFICIENT, "te": INSUFFICIENT}


def test_ads_in_no_known_language_are_no_group_though_others_are_held_against_them() -> None:
    assert verdicts({"en": (50, 1000), "und": (90, 1000)}) == {"en": OUTSIDE}


def test_of_99_ads_of_a_language_nothing_is_said_however_far_off() -> None:
    assert verdicts({"en": (50, 1000), "te": (90, 99)})["te"] == INSUFFICIENT


def test_one_language_alone_and_no_ad_at_all_say_nothing() -> None:
    assert verdicts({"en": (50, 1000)}) == {"en": INSUFFICIENT}
    assert flag_rates([], []) == {}


def test_leads_do_not_count() -> None:
    lead = replace(HARMLESS, lang="hi", kinds=frozenset({Kind.ORGAN_TRADE}))
    found = flag_rates([lead, replace(HARMLESS, lang="hi")], [Band.HIGH, Band.NONE])
    assert (found["hi"]["flagged"], found["hi"]["size"]) == (0, 1)
