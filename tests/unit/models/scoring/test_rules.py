from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from models.domain.finding import Finding, Span
from models.domain.judgement import AdClass, Band, Kind
from models.indicators.catalogue import Catalogue, Group, Mode, Tier, Weight
from models.scoring.bands import band_of
from models.scoring.rules import Cap, Rule, capped, counting, held_as_read, kind_caps, lifted

CATALOGUE = Catalogue.from_package()
THRESHOLDS = {Band.LOW: 0.02, Band.MEDIUM: 0.1, Band.HIGH: 0.4}
SCORED = [name for name, sign in CATALOGUE.items() if sign.scores]
some_ids = st.lists(st.sampled_from(SCORED), max_size=8)


def findings(ids: Sequence[str]) -> list[Finding]:
    return [Finding(name, Span("text", 10 * n, 10 * n + 5), "words") for n, name in enumerate(ids)]


def band(ids: Sequence[str], kind: Kind) -> Band:
    return kind_caps(findings(ids), CATALOGUE, about_trafficking=False)[kind].band


def groups(ids: Sequence[str]) -> set[Group]:
    none = {Group.POSTING, Group.CONTEXT, Group.PROTECTIVE, Group.NETWORK}
    return {CATALOGUE[name].group for name in ids} - none


def statutory(ids: Sequence[str]) -> bool:
    return any(CATALOGUE[name].tier is Tier.S for name in ids)


@given(some_ids)
def test_rule_1_one_group_of_evidence_is_never_medium(ids: list[str]) -> None:
    if len(groups(ids)) <= 1 and not statutory(ids):
        assert all(band(ids, kind).rank <= Band.LOW.rank for kind in Kind)


@given(some_ids)
def test_rule_1_high_needs_three_groups_or_two_of_weight_high(ids: list[str]) -> None:
    high = {CATALOGUE[name].group for name in ids if CATALOGUE[name].weight is Weight.HIGH}
    if len(groups(ids)) <= 2 and len(high) <= 1 and not statutory(ids):
        assert all(band(ids, kind).rank <= Band.MEDIUM.rank for kind in Kind)


def test_rule_1_bands_by_groups() -> None:
    assert band(["JB02"], Kind.FORCED_LABOUR) is Band.LOW
    assert band(["JB02", "JB12"], Kind.FORCED_LABOUR) is Band.MEDIUM
    assert band(["JB02", "JB13"], Kind.FORCED_LABOUR) is Band.URGENT
    assert band(["JB23", "JB12", "JB20"], Kind.FORCED_LABOUR) is Band.URGENT


@given(some_ids)
def test_rule_1_posting_is_never_the_second_group(ids: list[str]) -> None:
    posting = [name for name in SCORED if CATALOGUE[name].group is Group.POSTING]
    before = kind_caps(findings(ids), CATALOGUE, about_trafficking=False)
    after = kind_caps(findings([*ids, *posting]), CATALOGUE, about_trafficking=False)
    for kind in Kind:
        assert after[kind].band.rank <= max(before[kind].band.rank, Band.LOW.rank) or any(
            CATALOGUE[name].speaks_for(kind) for name in posting
        )
    assert band(["JB02", *posting], Kind.FORCED_LABOUR) is Band.LOW


def test_rule_1_twins_are_one_piece_of_evidence() -> None:
    assert band(["JB15", "CS05"], Kind.SCAM_COMPOUND) is Band.LOW
    assert band(["JB13", "BL05"], Kind.FORCED_LABOUR) is Band.LOW
    assert band(["JB25", "BL01"], Kind.FORCED_LABOUR) is Band.LOW


def test_rule_1_the_same_words_are_one_piece_of_evidence() -> None:
    same = [Finding(name, Span("text", 0, 9), "the words") for name in ("JB02", "JB12")]
    apart = [same[0], Finding("JB12", Span("text", 20, 29), "the words")]
    assert kind_caps(same, CATALOGUE, about_trafficking=False)[Kind.FORCED_LABOUR] == Cap(
        Band.LOW, Rule.EVIDENCE
    )
    assert kind_caps(apart, CATALOGUE, about_trafficking=False)[Kind.FORCED_LABOUR] == Cap(
        Band.MEDIUM, Rule.EVIDENCE
    )


def test_rule_1_a_statutory_sign_counts_as_two_groups() -> None:
    assert band(["OB01"], Kind.ORGAN_TRADE).rank >= Band.MEDIUM.rank
    assert band(["OB03"], Kind.ORGAN_TRADE) is Band.LOW


@given(some_ids)
def test_rule_1_a_kind_that_nothing_cited_speaks_for_stays_low(ids: list[str]) -> None:
    raising = [CATALOGUE[name] for name in ids if CATALOGUE[name].mode is Mode.SCORE]
    for kind in Kind:
        if not any(sign.speaks_for(kind) for sign in raising):
            assert band(ids, kind).rank <= Band.LOW.rank


@given(st.lists(st.sampled_from([n for n, s in CATALOGUE.items() if not s.scores or s.mode is Mode.PROTECT])))
def test_rules_2_and_3_what_may_not_score_lifts_nothing(ids: list[str]) -> None:
    assert all(band(ids, kind) is Band.LOW for kind in Kind)


@given(some_ids)
def test_rule_6_text_about_the_crime_gives_no_band(ids: list[str]) -> None:
    caps = kind_caps(findings(ids), CATALOGUE, about_trafficking=True)
    assert set(caps.values()) == {Cap(Band.NONE, Rule.ABOUT_TRAFFICKING)}


@given(some_ids, st.sampled_from(AdClass))
def test_rule_6_what_reads_as_one_about_the_crime_is_low_at_most(ids: list[str], read_as: AdClass) -> None:
    for about in (True, False):
        caps = kind_caps(findings(ids), CATALOGUE, about_trafficking=about)
        held = held_as_read(caps, read_as)
        if read_as is AdClass.ABOUT_TRAFFICKING:
            assert set(held.values()) == {Cap(Band.NONE if about else Band.LOW, Rule.ABOUT_TRAFFICKING)}
        else:
            assert held == caps


@given(
    st.lists(
        st.sampled_from(["SX05", "SX09", "SX10", "SX11", "SX12", "SX13", "SX15", "SX16", "SX19", "SX24"])
    )
)
def test_rule_7_sexual_wording_alone_never_exceeds_low(ids: list[str]) -> None:
    assert band(ids, Kind.SEXUAL_EXPLOITATION).rank <= Band.LOW.rank


def test_rule_7_control_by_others_lifts_sexual_wording() -> None:
    assert band(["SX05", "SX11", "SX26"], Kind.SEXUAL_EXPLOITATION) is Band.MEDIUM
    assert kind_caps(findings(["SX05", "SX11"]), CATALOGUE, about_trafficking=False)[
        Kind.SEXUAL_EXPLOITATION
    ] == Cap(Band.LOW, Rule.SEXUAL_WORDING)


def test_rule_7_a_held_passport_is_control_in_this_trade_as_well() -> None:
    assert band(["SX05", "JB21"], Kind.SEXUAL_EXPLOITATION) is Band.LOW
    assert band(["JB21", "JB02"], Kind.SEXUAL_EXPLOITATION) is Band.MEDIUM


@given(some_ids)
def test_job_fraud_alone_never_exceeds_medium(ids: list[str]) -> None:
    assert band(ids, Kind.RECRUITMENT_FRAUD).rank <= Band.MEDIUM.rank


@given(st.floats(0, 1), st.sampled_from([Band.NONE, Band.LOW, Band.MEDIUM, Band.HIGH, Band.URGENT]))
def test_a_capped_probability_stays_in_its_band_even_when_rounded(p: float, highest: Band) -> None:
    value = capped(p, Cap(highest, Rule.EVIDENCE), THRESHOLDS)
    assert value <= p
    assert band_of(round(value, 4), THRESHOLDS, urgent=False).rank <= highest.rank


def test_urgent_is_high_and_a_span_that_says_so() -> None:
    assert band_of(0.5, THRESHOLDS, urgent=True) is Band.URGENT
    assert band_of(0.2, THRESHOLDS, urgent=True) is Band.MEDIUM
    assert band_of(0.5, THRESHOLDS, urgent=False) is Band.HIGH


@given(some_ids, st.randoms())
def test_the_order_of_findings_does_not_matter(ids: list[str], random: object) -> None:
    listed = findings(ids)
    assert kind_caps(listed, CATALOGUE, about_trafficking=False) == kind_caps(
        listed[::-1], CATALOGUE, about_trafficking=False
    )


def lifted_band(ids: Sequence[str], learned: Sequence[str], kind: Kind, *, about: bool = False) -> Band:
    placed = findings([*ids, *learned])
    known, like = placed[: len(ids)], placed[len(ids) :]
    caps = kind_caps(known, CATALOGUE, about_trafficking=about)
    return lifted(caps, known, counting(known, like, CATALOGUE), CATALOGUE)[kind].band


def test_rule_1_words_like_a_sign_are_a_second_group_as_far_as_medium() -> None:
    assert lifted_band(["JB02"], ["JB13"], Kind.FORCED_LABOUR) is Band.MEDIUM
    assert lifted_band([], ["JB02", "JB13"], Kind.FORCED_LABOUR) is Band.MEDIUM
    assert lifted_band(["JB02"], ["JB22"], Kind.FORCED_LABOUR) is Band.LOW  # one group
    assert lifted_band(["JB02", "JB12"], ["JB20", "JB15", "JB27"], Kind.FORCED_LABOUR) is Band.MEDIUM


@given(some_ids, some_ids)
def test_rule_1_words_like_a_sign_never_make_high_nor_take_anything_away(
    ids: list[str], learned: list[str]
) -> None:
    for kind in Kind:
        before, after = band(ids, kind), lifted_band(ids, learned, kind)
        assert after is before or (before is Band.LOW and after is Band.MEDIUM)


def test_rule_1_the_same_words_do_not_count_again_by_likeness() -> None:
    known, like = Finding("JB02", Span("text", 0, 9), "words"), Finding("JB13", Span("text", 4, 12), "words")
    beside = Finding("JB13", Span("text", 9, 12), "words")
    assert counting([known], [like, beside], CATALOGUE) == (beside,)


def test_rule_4_holds_for_words_like_a_sign() -> None:
    assert lifted_band([], ["JB15", "JB20"], Kind.FORCED_LABOUR) is Band.LOW
    assert lifted_band(["JB22"], ["JB15"], Kind.FORCED_LABOUR) is Band.MEDIUM


def test_rule_6_holds_for_words_like_a_sign() -> None:
    assert lifted_band([], ["JB02", "JB13"], Kind.FORCED_LABOUR, about=True) is Band.NONE


def test_rule_7_holds_for_words_like_a_sign() -> None:
    assert lifted_band(["SX11"], ["SX15", "SX05"], Kind.SEXUAL_EXPLOITATION) is Band.LOW
    assert lifted_band(["SX11"], ["SX01"], Kind.SEXUAL_EXPLOITATION) is Band.MEDIUM
