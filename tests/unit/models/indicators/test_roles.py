from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.finding import Finding, Span
from models.domain.judgement import AdClass, Band, Kind, PosterRole
from models.indicators.classes import settled_class
from models.indicators.roles import poster_role
from tests.unit.models.indicators.builders import ad, reader
from tests.unit.models.indicators.test_voice import cases


def role(
    text: str, ad_class: AdClass, kind: Kind, *, found: Sequence[str] = (), source_type: str = "classified"
) -> PosterRole:
    findings = [Finding(name, Span("text", 0, 1), "w") for name in found]
    reading = reader().read(ad(text, source_type=source_type))
    return poster_role(reading, findings, ad_class=ad_class, kind=kind)


def settled(
    text: str,
    learned: AdClass,
    *,
    band: Band = Band.NONE,
    found: Sequence[str] = (),
    source_type: str = "job",
) -> AdClass:
    return settled_class(reader().read(ad(text, source_type=source_type)), found, learned=learned, band=band)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(list(AdClass)), st.sampled_from([Band.MEDIUM, Band.HIGH, Band.URGENT]))
def test_no_ad_is_told_as_harmless_beside_a_band_that_says_otherwise(learned: AdClass, band: Band) -> None:
    assert settled("Kidney donor wanted", learned, band=band) is AdClass.LEAD


@given(
    st.sampled_from([AdClass.CLINIC, AdClass.SPA, AdClass.SPAM, AdClass.ORGAN_APPEAL, AdClass.MATRIMONIAL])
)
def test_what_is_no_offer_of_a_person_has_no_role(ad_class: AdClass) -> None:
    assert role("I work here, my rates", ad_class, Kind.SEXUAL_EXPLOITATION) is PosterRole.OTHER


@pytest.mark.parametrize("case", [c for c in cases() if c[2] != "lead"], ids=lambda case: case[1][:40])
def test_an_ad_of_a_harmless_class_has_its_role(case: Sequence[str]) -> None:
    source_type, text, ad_class, expected, *_ = case
    assert role(text, AdClass(ad_class), Kind.FORCED_LABOUR, source_type=source_type) == expected


@pytest.mark.parametrize(
    ("text", "kind", "found", "expected"),
    [
        ("I want to sell my kidney, I need money", Kind.ORGAN_TRADE, ["OB01"], PosterRole.SELF_VICTIM),
        ("Kidney donor wanted, our man pays", Kind.ORGAN_TRADE, ["OB01"], PosterRole.BUYER),
        ("Donors ready, they stay with us, kidney", Kind.ORGAN_TRADE, ["OB01"], PosterRole.THIRD_PARTY_SELLER),
        ("Bride wanted, will pay two lakh", Kind.FORCED_MARRIAGE, ["MB01"], PosterRole.BUYER),
        ("बहू की शादी करनी है, दो लाख", Kind.FORCED_MARRIAGE, ["MB01"], PosterRole.THIRD_PARTY_SELLER),
        ("Our bureau has brides with guarantee", Kind.FORCED_MARRIAGE, ["MB04"], PosterRole.AGENCY),
        ("Our girls change weekly", Kind.SEXUAL_EXPLOITATION, ["SX01", "SX03"], PosterRole.THIRD_PARTY_SELLER),
        ("Bar dancers wanted, salary and stay", Kind.SEXUAL_EXPLOITATION, ["JB21"], PosterRole.RECRUITER),
        ("Dubai dance bar, 15 girls wanted", Kind.SEXUAL_EXPLOITATION, ["SX02", "JB21"], PosterRole.RECRUITER),
        ("आयाएँ हमारे ऑफिस से, तनख्वाह ऑफिस में जमा", Kind.DOMESTIC_SERVITUDE, ["DW04"], PosterRole.AGENCY),
        ("Full time maid, no phone, no leave", Kind.DOMESTIC_SERVITUDE, ["DW05"], PosterRole.EMPLOYER),
        ("I am 24, I work here, he keeps my phone, I owe him", Kind.FORCED_LABOUR, ["JB22"], PosterRole.SELF_VICTIM),
        ("Typing job in Laos, passport with us", Kind.SCAM_COMPOUND, ["CS02"], PosterRole.RECRUITER),
        # who speaks for a patient or a groom of the own house buys; who brings more donors does not
        ("भाई के लिए किडनी चाहिए, आठ लाख", Kind.ORGAN_TRADE, ["OB01"], PosterRole.BUYER),
        ("Egg donors wanted, bring a friend and get 5000", Kind.ORGAN_TRADE, ["OB03", "JB20"], PosterRole.RECRUITER),
        ("కిడ్నీ ఇస్తాను, అప్పు తీర్చాలి", Kind.ORGAN_TRADE, ["OB01"], PosterRole.SELF_VICTIM),
        ("মা কিডনি দিতে রাজি না, আমাদের লোক লাগবে", Kind.ORGAN_TRADE, ["OB01"], PosterRole.BUYER),
        ("మా అన్నకి పెళ్లి, అమ్మాయి ఇంటికి లక్ష", Kind.FORCED_MARRIAGE, ["MB01"], PosterRole.BUYER),
        ("আমার ভাইঝির বিয়ে, যে ধার শোধ করবে", Kind.FORCED_MARRIAGE, ["MB01"], PosterRole.THIRD_PARTY_SELLER),
        ("Ladki aayi hui hai, pasand ho to pachasi hazar", Kind.FORCED_MARRIAGE, ["MB01"], PosterRole.THIRD_PARTY_SELLER),
        # held, told by the one who is held; "I" of who keeps others is no victim's
        ("I was brought here for tailoring, he keeps my phone", Kind.SEXUAL_EXPLOITATION, ["SX01"], PosterRole.SELF_VICTIM),
        ("Mujhe yahan band rakha hai, meri madad karo", Kind.FORCED_LABOUR, ["JB22"], PosterRole.SELF_VICTIM),
        ("আমাকে এখানে আটকে রেখেছে, ফোন নিয়েছে", Kind.SCAM_COMPOUND, ["CS01"], PosterRole.SELF_VICTIM),
        ("I keep two ladies, my flat, my rate, I decide", Kind.SEXUAL_EXPLOITATION, ["SX01", "SX26"], PosterRole.THIRD_PARTY_SELLER),
        ("I give advance, I hold the card, my lorry comes", Kind.FORCED_LABOUR, ["BL01", "JB24"], PosterRole.RECRUITER),
        # persons handed on, and a household that hires for itself in spite of harsh terms
        ("12 men available for transfer, pay the balance", Kind.FORCED_LABOUR, ["JB25"], PosterRole.THIRD_PARTY_SELLER),
        ("हमारे घर मेड चाहिए, जिसका कोई न हो, फोन नहीं", Kind.DOMESTIC_SERVITUDE, ["JB27", "DW05"], PosterRole.EMPLOYER),
    ],
)  # fmt: skip
def test_the_role_behind_a_lead(text: str, kind: Kind, found: list[str], expected: PosterRole) -> None:
    assert role(text, AdClass.LEAD, kind, found=found) is expected


@pytest.mark.parametrize(
    ("text", "learned", "expected"),
    [
        ("We send nurses to Muscat, visa by us", AdClass.ORDINARY_JOB, AdClass.LICENSED_OVERSEAS),
        ("I need a cook for my house", AdClass.ORDINARY_JOB, AdClass.LAWFUL_DOMESTIC),
        ("మా ఇంట్లో వంట మనిషి కావాలి", AdClass.ORDINARY_JOB, AdClass.LAWFUL_DOMESTIC),
        ("Fertility centre, IVF, consultation by appointment", AdClass.SPAM, AdClass.CLINIC),
        ("Massage by me, my place, my rates", AdClass.ORDINARY_CLASSIFIED, AdClass.INDEPENDENT_ADULT),
        ("Nurse wanted for IVF clinic, consultation desk", AdClass.ORDINARY_JOB, AdClass.ORDINARY_JOB),
        ("Casino, lucky draw, join the channel", AdClass.ORDINARY_CLASSIFIED, AdClass.SPAM),
    ],
)
def test_what_an_ad_plainly_shows_settles_its_class(text: str, learned: AdClass, expected: AdClass) -> None:
    found = ["CN01"] if "nurses" in text else []
    assert settled(text, learned, found=found) is expected


def test_a_matrimonial_page_holds_matrimonial_ads() -> None:
    assert (
        settled("Match for our son", AdClass.ORDINARY_JOB, source_type="matrimonial") is AdClass.MATRIMONIAL
    )
