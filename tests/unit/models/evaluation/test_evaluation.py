import json
from functools import cache
from typing import Any

import numpy as np
import pytest

from models.domain.judgement import Band
from models.evaluation.answers import answers_as_it_is, answers_in_folds
from models.evaluation.citing import Citing
from models.evaluation.evaluation import Subject, bands, evaluation
from models.evaluation.page import page
from models.measures.intervals import exact_share
from models.training.examples import targets
from tests.unit.models.training.builders import corpus, read_from_corpus, trained

CITED = Citing(exact_share(9, 10), exact_share(5, 10), exact_share(8, 10), 0.2)
UNMOVED = {"value": 1.0, "low": 0.9, "high": 1.0, "size": 40}
ABSTAINED = {
    "what": "Ads beside verse.",
    "auroc": {"value": 0.9, "low": 0.8, "high": 0.95, "size": 40},
    "abstained_on_ads": 0.05,
    "abstained_on_others": 0.7,
}
LATER = {
    "dated_ads": 120,
    "judged": 24,
    "first_day_judged": "2026-04-13",
    "any_lead": {"value": 0.75, "low": 0.5, "high": 0.9, "size": 6},
    "macro_average_precision": None,
}
SWAPPED = {"given name": {"within_0.01": UNMOVED, "within_0.05": UNMOVED, "largest_change": 0.0}}


@cache
def told() -> dict[str, Any]:
    proof = trained().proof
    subject = Subject("linear-x", "In folds.", proof.labelled, proof.groups, answers_in_folds(proof))
    nothing = targets(proof.labelled) * 0.0
    noisy = targets(proof.labelled) + np.random.default_rng(0).normal(size=nothing.shape)
    return evaluation(
        subject,
        {"nothing": nothing, "noisy": noisy},
        swapped=SWAPPED,
        cited=CITED,
        abstained=ABSTAINED,
        later=LATER,
    )


def test_every_figure_has_its_interval_and_a_scorer_that_knows_nothing_is_beaten() -> None:
    model, nothing = (told()["scorers"][name]["any_lead"] for name in ("linear-x", "nothing"))
    assert model["low"] <= model["value"] <= model["high"]
    assert nothing["value"] == 0.25  # ties throughout: the share of leads
    assert model["value"] > 0.8
    assert told()["macro_gain_over"]["nothing"]["low"] > 0


def test_rare_leads_make_the_same_queue_less_precise() -> None:
    rare = [told()["scorers"]["noisy"]["at_prevalence"][rate]["value"] for rate in ("0.001", "0.01", "0.05")]
    assert rare[0] < rare[1] < rare[2]


def test_rankings_are_measured_at_the_prevalence_that_was_asked_for_and_the_gain_is_told() -> None:
    proof = trained().proof
    subject = Subject("linear-x", "In folds.", proof.labelled, proof.groups, answers_in_folds(proof))
    nothing = {"nothing": targets(proof.labelled) * 0.0}
    asked = evaluation(
        subject,
        nothing,
        swapped=SWAPPED,
        cited=CITED,
        abstained=ABSTAINED,
        later={"dated_ads": 0, "note": "none"},
        prevalences=[0.048],
    )
    assert asked["scorers"]["nothing"]["at_prevalence"]["0.048"]["value"] == 0.048
    gain = asked["macro_gain_at_prevalence"]["nothing"]["0.048"]
    model = asked["scorers"]["linear-x"]["macro_at_prevalence"]["0.048"]["value"]
    assert gain["value"] == pytest.approx(model - 0.048, abs=2e-4)
    assert gain["low"] > 0


def test_the_data_can_be_kept_as_json_and_shown_without_loading_anything() -> None:
    assert json.loads(json.dumps(told()))["groups"] == 60
    shown = page(told())
    assert "<svg" in shown
    assert "Average precision" in shown
    for loader in ("http", "src=", "<script", "<link", "@import", "url("):
        assert loader not in shown


def test_what_came_later_stands_on_the_page_where_there_are_dates() -> None:
    shown = page(told())
    assert "The 24 ads from 2026-04-13 on, by what was known before. Positives in brackets." in shown
    assert "0.750 [0.500, 0.900] (6)" in shown
    without = page(told() | {"later": {"dated_ads": 0, "note": "no ad is dated"}})
    assert "came later" not in without


def test_how_well_strange_texts_are_told_from_ads_stands_on_the_page_and_in_the_data() -> None:
    assert told()["abstention"]["auroc"]["value"] == 0.9
    shown = page(told())
    assert "Ads beside verse. The number in brackets: such texts." in shown
    assert "0.900 [0.800, 0.950] (40)" in shown
    assert '<th scope="row">share of the texts that are no ads</th>' in shown


def test_no_word_of_an_ad_is_in_an_evaluation() -> None:
    words = {word for one, _ in corpus() for word in one.ad.text.split()}
    kept = json.dumps(told()) + page(told())
    assert not [word for word in words if f" {word} " in kept]


def test_a_model_as_it_is_ranks_the_ads_it_knows() -> None:
    labelled = [one for one, _ in corpus()]
    read = [seen for seen in read_from_corpus([one.ad for one in labelled]) if seen is not None]
    answers = answers_as_it_is(
        trained().classifier, read, targets(labelled), prevalence=0.01, bands=[Band.LOW] * len(read)
    )
    leads = [score for score, one in zip(answers.overall.tolist(), labelled, strict=True) if one.is_lead]
    assert min(leads) > sorted(answers.overall.tolist())[60]
    assert answers.calibrated.mean() < 0.2
    assert set(answers.bands) == {Band.LOW}


def test_bands_are_counted_with_their_upper_bound() -> None:
    labelled = [one for one, _ in corpus()]
    none_but_leads = [Band.MEDIUM if one.is_lead else Band.NONE for one in labelled]
    found = bands(labelled, none_but_leads)
    assert found["recall"]["medium"]["hits"] == 30
    assert found["recall"]["high"]["hits"] == 0
    assert (found["ordinary_jobs"]["hits"], found["ordinary_jobs"]["upper_95"]) == (0, 0.0950)
