"""This module tests rules 4, 5, 8, 9 and 10 of the typology on ads put together from sentences, whatever the order."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.ad import RawAd
from models.domain.judgement import AdClass, ChildSign, Judgement, Kind
from models.indicators.evidence import gather
from models.measures.ratios import ratio_of_shares
from models.screening import ad_features, child_signal, screen_batch
from models.training.labelled import LabelledAd
from models.training.lift import measured_signs
from tests.unit.models.indicators.builders import ad, evidence, reader
from tests.unit.models.scoring.prior import PriorClassifier
from tests.unit.models.training.builders import all_signs, features, raw_ad

COMMON = {"JB06": "No experience needed", "JB11": "Free food and room", "JB14": "Contact on WhatsApp only", "JB15": "Pickup from station"}  # fmt: skip
TELLING = {
    "JB02": "Passport will be kept with company",
    "JB13": "Salary after 3 months",
    "JB24": "2 year bond",
    "JB22": "No phone allowed",
    "JB01": "Registration fee 500",
    "GU02": "Visit visa first and convert there",
    "JB25": "Advance before joining",
}
NEUTRAL = [
    "Helper job in Pune",
    "Shift is from nine to six",
    "Two posts are open",
    "गोदाम में काम है",
    "పని హైదరాబాద్‌లో",
]
NO_SIGN = ["Tutor for a boy of 9 wanted", "Freshers 18+ welcome", "14 girls wanted for call centre"]
CHILD = [
    "Boy of 13 wanted for shop work",
    "दुकान पर 12 साल का लड़का काम के लिए चाहिए",
    "14 ఏళ్ల అబ్బాయి పనికి కావాలి",
    "১৩ বছরের ছেলে চাই কাজের জন্য",
    "Bal mazdoor chahiye",
]
sentences = st.lists(
    st.sampled_from([*COMMON.values(), *TELLING.values(), *NEUTRAL]), min_size=1, max_size=7, unique=True
)
quick = settings(max_examples=60, deadline=None)


def joined(said: list[str]) -> str:
    return ". ".join(said) + "."


def judge(one: RawAd) -> Judgement | ChildSign:
    [answer] = screen_batch([one], reader(), PriorClassifier(reader().catalogue))
    return answer


def raw_scores(text: str) -> dict[Kind, float]:
    reading = reader().read(ad(text))
    seen = ad_features(reading, gather(reading, reader().catalogue))
    [assessed] = PriorClassifier(reader().catalogue).assess([seen])
    return {kind: sum(share.weight for share in assessed.contributions[kind]) for kind in Kind}


@given(sentences)
@quick
def test_rule_4_what_honest_ads_say_too_counts_only_beside_what_it_needs(said: list[str]) -> None:
    found = evidence(joined(said))
    together = {finding.indicator for finding in (*found.scoring, *found.shown)}
    for name in COMMON:
        if name in together:
            assert together.intersection(reader().catalogue[name].needs)


@given(st.lists(st.sampled_from([*COMMON.values(), *NEUTRAL]), min_size=1, max_size=7, unique=True))
@quick
def test_rule_4_common_things_alone_are_nothing(said: list[str]) -> None:
    assert evidence(joined(said)).scoring == ()


@given(st.permutations(["Free ticket, visa, hostel and food", "No experience needed", "Job in Bangkok"]))
@quick
def test_rule_5_everything_free_with_nothing_asked_and_a_foreign_hub_is_a_lure(said: list[str]) -> None:
    assert "CS05" in {finding.indicator for finding in evidence(joined(said)).scoring}
    for missing in (s for s in said if s != "Free ticket, visa, hostel and food"):
        rest = [s for s in said if s != missing]
        assert "CS05" not in {finding.indicator for finding in evidence(joined(rest)).scoring}


@given(
    st.sampled_from(["No placement fee", "कोई फीस नहीं", "No registration fee"]),
    st.lists(st.sampled_from(NEUTRAL), max_size=3),
)
@quick
def test_rule_5_no_fee_protects_only_beside_an_employer_whom_one_can_check(
    free: str, around: list[str]
) -> None:
    alone = evidence(joined([*around, free]))
    checkable = evidence(joined([*around, free, "Walk-in interview at our office, MG Road"]))
    assert "CN05" not in {finding.indicator for finding in alone.scoring}
    assert "CN05" in {finding.indicator for finding in checkable.scoring}
    assert "JB01" not in {finding.indicator for finding in (*alone.scoring, *checkable.scoring)}


@given(sentences, st.sampled_from(CHILD), st.integers(0, 7))
@quick
def test_rule_8_a_child_sign_anywhere_takes_the_ad_out_and_leaves_nothing_of_it(
    said: list[str], sign: str, at: int
) -> None:
    one = ad(joined([*said[:at], sign, *said[at:]]))
    answer = judge(one)
    assert isinstance(answer, ChildSign)
    assert child_signal(one, reader()) == replace(answer, model=reader().version)
    told = repr(answer)
    assert not any(sentence in told for sentence in [*said, sign])


@given(sentences, st.sampled_from(NO_SIGN), st.integers(0, 7))
@quick
def test_rule_8_a_child_who_is_cared_for_or_a_count_takes_nothing_out(
    said: list[str], other: str, at: int
) -> None:
    one = ad(joined([*said[:at], other, *said[at:]]))
    assert isinstance(judge(one), Judgement)
    assert child_signal(one, reader()) is None


@given(st.integers(0, 40), st.integers(0, 120))
@quick
def test_rule_9_a_sign_whose_lift_includes_one_weighs_nothing(leads_with: int, others_with: int) -> None:
    sign = next(one for one in all_signs() if one.indicator == "JB03")
    labelled, read = [], []
    for number in range(160):
        lead = number < 40
        shown = number < leads_with if lead else number - 40 < others_with
        kinds = frozenset({Kind.RECRUITMENT_FRAUD} if lead else ())
        labelled.append(LabelledAd(raw_ad(number, ""), kinds, AdClass.LEAD if lead else AdClass.SPA, "f"))
        read.append(features(found=["JB03"] if shown else []))
    kept, lost = measured_signs([sign], labelled, read)
    size = leads_with + others_with
    if size < 30 or size == 160:
        assert kept == (sign,)  # too few to measure, or nothing to measure against
        return
    low = ratio_of_shares((leads_with, size), (40 - leads_with, 160 - size)).low
    assert (lost == ("JB03",)) == (low <= 1)


@given(sentences)
@quick
def test_rule_10_what_is_cited_is_published_short_and_moves_the_score(said: list[str]) -> None:
    text = joined(said)
    answer = judge(ad(text))
    assert isinstance(answer, Judgement)
    for finding in answer.findings:
        span = finding.span
        assert text[span.start : span.end] == finding.text
        assert len(finding.text.split()) <= 12
    for finding in (one for one in answer.findings if one.weight > 0):
        before, after = raw_scores(text), raw_scores(text[: finding.span.start] + text[finding.span.end :])
        spoken_for = [kind for kind in Kind if reader().catalogue[finding.indicator].speaks_for(kind)]
        assert all(after[kind] < before[kind] for kind in spoken_for)


@given(st.lists(st.sampled_from(list(TELLING.values())), min_size=1, max_size=6, unique=True))
@quick
def test_rule_10_the_cited_words_alone_keep_the_band(said: list[str]) -> None:
    answer = judge(ad(joined(said)))
    assert isinstance(answer, Judgement)
    cited = judge(ad(joined([finding.text for finding in answer.findings])))
    assert isinstance(cited, Judgement)
    assert cited.band.rank >= answer.band.rank
