import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.judgement import AdClass, Band, Kind
from models.scoring.assessment import AdFeatures, Assessment, Classifier
from models.scoring.calibration import logit
from models.scoring.explanation import OTHER_WORDS
from models.scoring.ngrams import WORDS_BOUND
from tests.unit.models.training.builders import WORDS, all_signs, corpus, features, trained

INDICATORS = [one.indicator for one in all_signs()]
any_features = st.builds(
    lambda masked, found, pay: features(masked, found=found, facts={"pay_month": pay, "never_seen": pay}),
    st.lists(st.sampled_from([*WORDS, "नौकरी", "ఉద్యోగం", "<phone>", "about"]), max_size=40).map(" ".join)
    | st.text(max_size=80),
    st.lists(st.sampled_from([*INDICATORS, "XX99"]), max_size=5),
    st.floats(-1e9, 1e9),
)


def assess(ad: AdFeatures) -> Assessment:
    classifier: Classifier = trained().classifier
    return classifier.assess([ad])[0]


def z_of(answer: Assessment, kind: Kind) -> float:
    return answer.intercepts[kind] + sum(one.weight for one in answer.contributions[kind])


@given(any_features)
@settings(max_examples=60, deadline=None)
def test_contributions_and_intercept_add_up_to_the_z_behind_the_probability(ad: AdFeatures) -> None:
    answer = assess(ad)
    for number, kind in enumerate(Kind):
        line = trained().classifier.calibrators[number]
        log_odds = line.slope * z_of(answer, kind) + line.shift + logit(0.01) - logit(line.base_rate)
        assert logit(answer.probabilities[kind]) == pytest.approx(log_odds, abs=1e-6)


@given(any_features, st.sampled_from([one for one in all_signs() if one.prior > 0]))
@settings(max_examples=60, deadline=None)
def test_one_more_sign_never_lowers_a_kind_and_raises_most_those_it_speaks_for(
    ad: AdFeatures, sign: object
) -> None:
    (sign,) = [one for one in all_signs() if one == sign]
    before = assess(ad)
    more = features(
        ad.masked, found=[*(f.indicator for f in ad.findings), sign.indicator], facts=dict(ad.facts)
    )
    after = assess(more)
    gains = {kind: z_of(after, kind) - z_of(before, kind) for kind in Kind}
    own = [gain for kind, gain in gains.items() if kind in sign.kinds]
    # Of another kind it only says that the ad is a lead.
    others = {round(gain, 9) for kind, gain in gains.items() if kind not in sign.kinds} or {0.0}
    assert len(others) == 1
    assert 0 <= max(others) < min(own)


@given(st.lists(st.sampled_from([one.indicator for one in all_signs() if one.prior < 0]), max_size=4))
@settings(max_examples=20, deadline=None)
def test_protective_signs_never_raise_a_kind(found: list[str]) -> None:
    plain, protected = assess(features("kanar mopel")), assess(features("kanar mopel", found=found))
    assert all(protected.probabilities[kind] <= plain.probabilities[kind] for kind in Kind)


@given(st.lists(st.sampled_from([*WORDS, "aboutsexu", "aboutscam"]), min_size=1, max_size=200).map(" ".join))
@settings(max_examples=40, deadline=None)
def test_words_are_bounded_in_what_they_say_of_a_kind_and_of_being_a_lead(masked: str) -> None:
    answer = assess(features(masked))
    for kind in Kind:
        words = [one for one in answer.contributions[kind] if one.source.startswith("word:")]
        rest = [one for one in answer.contributions[kind] if one.source == OTHER_WORDS]
        assert abs(sum(one.weight for one in words + rest)) <= 2 * WORDS_BOUND + 1e-9


def test_findings_of_one_sign_share_its_weight_and_carry_their_numbers() -> None:
    once = assess(features(found=["JB13"])).contributions[Kind.FORCED_LABOUR]
    twice = assess(features(found=["JB13", "JB13"])).contributions[Kind.FORCED_LABOUR]
    assert [(one.source, one.finding) for one in twice] == [("JB13", 0), ("JB13", 1)]
    assert twice[0].weight == twice[1].weight
    assert once[0].weight < twice[0].weight + twice[1].weight <= 1.5 * once[0].weight + 1e-9


def test_a_sign_says_of_a_kind_it_does_not_speak_for_only_that_the_ad_is_a_lead() -> None:
    answer = assess(features(found=["OB03"]))
    told = {kind: [(one.source, one.weight) for one in answer.contributions[kind]] for kind in Kind}
    [(source, weight)] = told[Kind.ORGAN_TRADE]
    assert source == "OB03"
    assert told[Kind.SCAM_COMPOUND] == told[Kind.FORCED_LABOUR]
    assert sum(share for _, share in told[Kind.SCAM_COMPOUND]) < weight


def test_an_indicator_without_weight_moves_nothing() -> None:
    assert assess(features("kanar", found=["SX04", "SX08", "SX18"])) == assess(features("kanar"))


def test_a_word_is_named_as_the_ad_writes_it() -> None:
    sources = [
        one.source for one in assess(features("kanar aboutscam mopel")).contributions[Kind.SCAM_COMPOUND]
    ]
    assert "word:aboutscam" in sources


def test_the_words_of_a_kind_raise_that_kind() -> None:
    answer = assess(features("kanar mopel aboutscam", found=["CS08"]))
    assert max(answer.probabilities, key=lambda kind: answer.probabilities[kind]) is Kind.SCAM_COMPOUND


def test_text_unlike_anything_known_is_abstained_on() -> None:
    assert assess(features("ঢাকা শহরে নতুন দোকান খোলা হয়েছে")).abstained
    assert assess(features("")).abstained
    assert not assess(features("kanar mopel redor tivit sunar lapel")).abstained


def test_the_class_of_a_learned_example_is_found_again() -> None:
    lead = next(seen for one, seen in corpus() if one.ad_class is AdClass.LEAD)
    assert assess(lead).ad_class is AdClass.LEAD


def test_a_batch_is_answered_in_order_and_alone_alike() -> None:
    batch = [seen for _, seen in corpus()[:9]]
    assert list(trained().classifier.assess(batch)) == [assess(ad) for ad in batch]


def test_thresholds_rise_from_low_to_high() -> None:
    cuts = trained().classifier.thresholds
    assert 0 < cuts[Band.LOW] < cuts[Band.MEDIUM] < cuts[Band.HIGH] < 1
