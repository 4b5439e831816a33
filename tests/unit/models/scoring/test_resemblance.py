from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.errors import WrongUsage
from models.domain.judgement import Kind
from models.scoring.assessment import AdFeatures
from models.scoring.classifier import KINDS, LinearClassifier
from models.scoring.modelfile import content_version, model_state, read_model
from models.scoring.ngrams import WORDS_BOUND, Grams, grams
from models.scoring.resemblance import Resemblance, Worth
from models.training.modelfile import model_bytes
from tests.unit.models.training.builders import WORDS, features, trained

FRAUD, SCAM = KINDS.index(Kind.RECRUITMENT_FRAUD), KINDS.index(Kind.SCAM_COMPOUND)
any_text = st.lists(st.sampled_from([*WORDS, "unseen"]), max_size=40).map(" ".join)


def test_an_ad_with_the_very_words_of_a_lead_gets_all_it_is_worth() -> None:
    shares = comparing("kanar mopel redor", {"kanar mopel redor": FRAUD, "tivit": SCAM})
    assert shares[:, FRAUD].sum() == pytest.approx(6.0)
    assert shares[:, SCAM].tolist() == [0.0] * len(shares)


def test_a_harmless_ad_with_the_very_words_takes_all_it_is_worth_from_every_kind() -> None:
    shares = comparing("kanar mopel redor", {"kanar mopel redor": None, "tivit": SCAM})
    assert shares.sum(axis=0) == pytest.approx([-3.0] * len(KINDS))


def test_the_nearest_lead_of_each_kind_counts_and_no_other() -> None:
    leads = {"kanar mopel redor": FRAUD, "kanar": FRAUD, "tivit": SCAM}
    shares = comparing("kanar mopel redor", leads)
    assert shares[:, FRAUD].sum() == pytest.approx(6.0)
    assert shares[:, SCAM].sum() == 0


def test_only_words_that_both_have_are_told() -> None:
    text = grams("kanar sunar")
    told = comparing("kanar sunar", {"kanar mopel": FRAUD, "sunar tivit": SCAM})[:, FRAUD]
    assert {name for name, share in zip(text.words, told, strict=True) if share} == {"kanar"}


def test_a_word_that_few_ads_have_says_more() -> None:
    known = {"kanar mopel": FRAUD, "kanar tivit": FRAUD, "kanar redor": FRAUD}
    text = grams("kanar mopel")
    told = dict(zip(text.words, comparing("kanar mopel", known)[:, FRAUD], strict=True))
    assert told["mopel"] > told["kanar"] > 0


def test_how_often_a_word_is_said_makes_no_difference() -> None:
    known = {"kanar mopel": FRAUD, "tivit": SCAM}
    once, often = (comparing(text, known)[:, FRAUD].sum() for text in ("mopel", "mopel mopel"))
    assert often == pytest.approx(once)
    assert often > 0


def test_an_ad_without_a_known_word_resembles_nothing() -> None:
    assert comparing("unheard of", {"kanar": FRAUD}).sum() == 0
    assert comparing("", {"kanar": FRAUD}).shape == (0, len(KINDS))


def test_without_a_known_ad_nothing_is_added() -> None:
    text = grams("kanar mopel")
    assert Resemblance().of_words(text, trained().classifier.layout.grams).sum() == 0
    assert Resemblance().added(np.array([0, 1])).tolist() == [0.0] * len(KINDS)


@given(any_text)
@settings(max_examples=40, deadline=None)
def test_shares_add_up_to_the_score_and_words_stay_in_their_bound(masked: str) -> None:
    plain, near = (one.assess([features(masked)])[0] for one in (alone(), model()))
    for number, kind in enumerate(Kind):
        line = model().calibrators[number]
        z = near.intercepts[kind] + sum(one.weight for one in near.contributions[kind])
        before = plain.intercepts[kind] + sum(one.weight for one in plain.contributions[kind])
        assert line.probability(z, prevalence=0.01) == pytest.approx(near.probabilities[kind], abs=1e-9)
        assert abs(z - before) <= 2 * WORDS_BOUND + 1e-9


def test_a_model_that_compares_survives_its_file() -> None:
    named = replace(model(), version=f"linear-{content_version(model())}")
    again = read_model(model_bytes(named), name="m")
    batch: list[AdFeatures] = [features("kanar mopel redor"), features("tivit sunar")]
    assert list(again.assess(batch)) == list(named.assess(batch))
    assert content_version(again) == content_version(model()) != content_version(trained().classifier)


def test_a_model_that_compares_with_no_ad_is_of_the_same_format() -> None:
    assert model_state(alone())["format"] == model_state(model())["format"] == 6
    assert not [name for name in model_state(alone()) if name.startswith("near")]


@pytest.mark.parametrize(
    "broken",
    [
        {"places": np.array([10**6, 0, 1])},
        {"places": np.array([-1, 0, 1])},
        {"starts": np.array([0, 4])},
        {"starts": np.array([0, 0, 3])},
        {"worth": Worth(-1.0, 0.0)},
        {"worth": Worth(float("nan"), 0.0)},
    ],
)
def test_a_file_whose_known_ads_are_damaged_is_refused(broken: dict[str, Any]) -> None:
    damaged = replace(known({"kanar mopel": FRAUD}), **broken)
    with pytest.raises(WrongUsage, match="cannot be read"):
        read_model(model_bytes(replace(model(), resemblance=damaged)), name="m")


def comparing(masked: str, ads: Mapping[str, int | None]) -> np.ndarray:
    return known(ads).of_words(grams(masked), trained().classifier.layout.grams)


@cache
def alone() -> LinearClassifier:
    """A model that compares with nothing."""
    return replace(trained().classifier, resemblance=Resemblance())


@cache
def model() -> LinearClassifier:
    ads = {"kanar mopel redor": FRAUD, "tivit": SCAM, "sunar kanar": None}
    return replace(trained().classifier, resemblance=known(ads))


def known(ads: Mapping[str, int | None]) -> Resemblance:
    """Ads by their words and kind, None for a harmless one; six is what the nearest lead adds, three what a harmless takes."""
    layout = trained().classifier.layout
    rows = [_places(grams(text), layout.grams) for text in ads]
    kinds = np.zeros((len(ads), len(KINDS)))
    for ad, kind in enumerate(ads.values()):
        if kind is not None:
            kinds[ad, kind] = 1.0
    return Resemblance(
        worth=Worth(leads=6.0, others=3.0),
        size=len(layout.grams),
        starts=np.cumsum([0, *(len(row) for row in rows)]),
        places=np.concatenate(rows),
        kinds=kinds,
    )


def _places(text: Grams, layout: np.ndarray) -> np.ndarray:
    places = np.searchsorted(layout, text.word_ids)
    return np.unique(places[layout[places] == text.word_ids])
