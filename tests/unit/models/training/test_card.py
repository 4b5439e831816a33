from dataclasses import replace

from models.training.card import GROUPS, describe_data, last_day
from models.training.labelled import LabelledAd
from tests.unit.models.training.builders import corpus

ADS = [one for one, _ in corpus()[:4]]


def posted(one: LabelledAd, day: str) -> LabelledAd:
    return replace(one, ad=replace(one.ad, posted_at=day))


def test_the_card_says_between_which_days_its_dated_ads_lie() -> None:
    dated = [posted(ADS[0], "2026-05-31T10:00:00+05:30"), posted(ADS[1], "2024-01-02"), *ADS[2:]]
    (told,) = describe_data(dated, {})
    assert told["days"] == {"dated": 2, "first": "2024-01-02", "last": "2026-05-31"}


def test_a_data_set_without_dates_says_nothing_of_days() -> None:
    (told,) = describe_data(ADS, {})
    assert "days" not in told


def test_the_newest_day_is_that_of_all_data_sets() -> None:
    sets = [{"days": {"last": "2026-05-31"}}, {}, {"days": {"last": "2026-06-01"}}]
    assert last_day(sets) == "2026-06-01"
    assert last_day([{}]) is None


def test_what_is_said_of_groups_does_not_deny_what_is_measured() -> None:
    assert "not measured on this data" not in GROUPS
    assert "see bias and flag_rates" in GROUPS
