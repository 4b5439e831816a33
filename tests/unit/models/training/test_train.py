import json
from dataclasses import replace
from functools import partial

import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import Band
from models.training.train import Recipe, train
from tests.unit.models.training.builders import all_signs, corpus, read_from_corpus, trained

ADS = [one for one, _ in corpus()]


def test_the_same_ads_in_any_order_give_the_same_bytes() -> None:
    again = train(ADS[::-1], read_from_corpus, Recipe(all_signs()), made_on="2026-11-22")
    assert again.file == trained().file
    assert again.card.to_json() == trained().card.to_json()


def test_every_fit_is_heard_of_and_changes_nothing() -> None:
    told: list[tuple[int, int]] = []
    heard = train(
        ADS,
        read_from_corpus,
        Recipe(all_signs()),
        made_on="2026-11-22",
        progress=lambda _step, done, size: told.append((done, size)),
    )
    assert told == [(0, 6), (1, 6), (2, 6), (3, 6), (4, 6), (5, 6)]
    assert heard.file == trained().file


def test_another_day_changes_the_card_and_not_the_file() -> None:
    later = train(ADS, read_from_corpus, Recipe(all_signs()), made_on="2027-01-31")
    assert later.file == trained().file
    assert later.card.sections == dict(trained().card.sections) | {"made_on": "2027-01-31"}


def test_an_ad_that_was_withheld_leaves_no_trace() -> None:
    never = train(ADS[:-1], read_from_corpus, Recipe(all_signs()), made_on="2026-11-22")
    lane = train(
        ADS,
        lambda batch: [None if ad.ad_id == ADS[-1].ad.ad_id else read_from_corpus([ad])[0] for ad in batch],
        Recipe(all_signs()),
        made_on="2026-11-22",
    )
    assert lane.file == never.file
    assert lane.card.to_json() == never.card.to_json()
    assert lane.file != trained().file


def test_the_card_says_on_what_and_how_well() -> None:
    card = json.loads(trained().card.to_json())
    assert trained().card.empty_sections() == ()
    assert (card["version"][:7], card["made_on"]) == ("linear-", "2026-11-22")
    (data,) = card["data"]
    assert (data["name"], data["ads"], data["leads"], data["families"]) == ("made up", 120, 30, 60)
    assert card["split"]["leaks"] == 0
    assert card["metrics"]["alarms"]["medium"]["size"] == 90
    assert card["metrics"]["recall"]["medium"]["size"] == 30
    assert "written examples" in card["metrics"]["caution"].lower()
    assert card["thresholds"]["continued_beyond_the_data"] == ["medium", "high"]
    assert (card["known_ads"]["kept"], card["known_ads"]["worth"]) == (120, {"leads": 4.0, "others": 4.0})


def test_a_kind_with_fewer_than_five_examples_has_no_figure() -> None:
    figures = json.loads(trained().card.to_json())["metrics"]["average_precision"]
    assert figures["recruitment_fraud"] == {"value": None, "low": None, "high": None, "size": 3}


def test_leads_are_told_from_harmless_ads_that_were_held_out() -> None:
    alarms = trained().card.sections["metrics"]["alarms"]
    recall = trained().card.sections["metrics"]["recall"]
    assert recall["low"]["value"] > 0.7
    assert alarms["medium"]["value"] <= 0.02


def test_rules_that_allow_nothing_leave_no_alarm_and_no_recall_in_the_figures() -> None:
    reader = partial(read_from_corpus, cap=Band.LOW)
    figures = train(ADS, reader, Recipe(all_signs()), made_on="2026-11-22").card.sections["metrics"]
    assert figures["recall"]["medium"]["value"] == 0.0
    assert figures["alarms"]["medium"]["value"] == 0.0
    assert figures["recall"]["low"]["value"] > 0.7


@pytest.mark.parametrize("kept", [ADS[:12], [ad for ad in ADS if not ad.is_lead]])
def test_too_few_ads_are_refused_with_their_number(kept: list[object]) -> None:
    with pytest.raises(WrongUsage, match="at least 5 leads and 20 harmless ads, but there are"):
        train([ad for ad in ADS if ad in kept], read_from_corpus, Recipe(all_signs()), made_on="2026-11-22")


@pytest.mark.parametrize("prevalence", [0.0, 1.0, -0.1, float("nan")])
def test_a_prevalence_that_is_none_is_refused(prevalence: float) -> None:
    with pytest.raises(WrongUsage, match="prevalence"):
        train(ADS, read_from_corpus, Recipe(all_signs(), prevalence=prevalence), made_on="2026-11-22")


def test_a_rarer_stated_prevalence_lowers_every_probability() -> None:
    rare = train(ADS, read_from_corpus, Recipe(all_signs(), prevalence=0.001), made_on="2026-11-22")
    batch = [seen for _, seen in corpus()[:8]]
    for here, there in zip(trained().classifier.assess(batch), rare.classifier.assess(batch), strict=True):
        assert all(there.probabilities[kind] < here.probabilities[kind] for kind in here.probabilities)


def test_ads_of_one_class_only_can_be_learned_from() -> None:
    same = [replace(ad, ad_class=ADS[0].ad_class) for ad in ADS]
    only = train(same, read_from_corpus, Recipe(all_signs()), made_on="2026-11-22")
    assert only.classifier.assess([corpus()[1][1]])[0].ad_class is ADS[0].ad_class
