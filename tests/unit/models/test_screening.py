import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.ad import RawAd
from models.domain.judgement import AdClass, Band, ChildSign, Judgement, Kind, PosterRole
from models.phrases.phrasebook import Phrasebook
from models.screening import Reader, child_signal, screen_batch
from tests.unit.models.indicators.builders import ad, reader
from tests.unit.models.scoring.prior import PriorClassifier

CONTROL = (
    "Hotel job in Delhi. Passport will be kept with company, 2 year bond, salary after 3 months, no phone. "
    "Call 98765 43210."
)


def judge(text: str, *, title: str = "", source_type: str = "job") -> Judgement:
    [answer] = screen_batch(
        [ad(text, title=title, source_type=source_type)], reader(), PriorClassifier(reader().catalogue)
    )
    assert isinstance(answer, Judgement)
    return answer


def test_control_and_withheld_pay_is_high() -> None:
    judgement = judge(CONTROL)
    assert judgement.band is Band.HIGH
    assert [f.indicator for f in judgement.findings] == ["JB02", "JB24", "JB13", "JB22"]
    assert judgement.kinds[Kind.FORCED_LABOUR] == judgement.score


def test_an_ordinary_job_is_nothing() -> None:
    judgement = judge(
        "Sales girl for saree shop, 11 to 7, Sunday off, PF and ESI. Walk in interview at our store."
    )
    assert judgement.band is Band.NONE
    assert {f.indicator for f in judgement.findings} == {"CN03", "CN04", "CN06"}
    assert all(f.weight < 0 for f in judgement.findings)


def test_reasons_and_the_base_add_up_to_z() -> None:
    judgement = judge(CONTROL)
    told = judgement.reasons_for + judgement.reasons_against
    assert sum(reason.weight for reason in told) == pytest.approx(-4.595 + 4 * 2.1, abs=0.01)
    assert {reason.indicator for reason in judgement.reasons_for} == {"JB02", "JB24", "JB13", "JB22"}


def test_findings_carry_their_share_and_elements_point_at_them() -> None:
    judgement = judge(CONTROL)
    assert [f.weight for f in judgement.findings] == [2.1, 2.1, 2.1, 2.1]
    assert judgement.elements.means == (0, 1, 2, 3)
    assert judgement.elements.act == ()


def test_every_finding_stands_in_the_published_text_in_order() -> None:
    original = ad(CONTROL, title="Registration fee 500 job", fields={"note": "no leave"})
    [judgement] = screen_batch([original], reader(), PriorClassifier(reader().catalogue))
    assert isinstance(judgement, Judgement)
    assert [f.span.part for f in judgement.findings] == [
        "title",
        "text",
        "text",
        "text",
        "text",
        "fields.note",
    ]
    for finding in judgement.findings:
        assert original.parts[finding.span.part][finding.span.start : finding.span.end] == finding.text


def test_held_now_or_gone_tomorrow_is_urgent_only_beside_high() -> None:
    assert judge(CONTROL + " Flight tomorrow.").band is Band.URGENT
    assert judge("Tour guide job. Flight tomorrow.").band is Band.LOW


def test_sexual_wording_alone_stays_low_and_the_reader_is_told_why() -> None:
    judgement = judge(
        "Escort, young girl, no restrictions, without protection, 24 hours, cheap rate",
        source_type="classified",
    )
    assert judgement.band.rank <= Band.LOW.rank
    assert "rule 7" in judgement.reasons_against[-1].sentence


def test_an_adult_who_speaks_for_herself_is_left_alone() -> None:
    judgement = judge(
        "I am 34 and work alone. Massage at my own place, my rates, protection must, by appointment only.",
        source_type="classified",
    )
    assert judgement.band is Band.NONE
    assert judgement.poster_role is PosterRole.SELF_ADULT


@pytest.mark.parametrize(
    ("text", "source_type", "role"),
    [
        (
            "Massage, our girls at your hotel, new girls every week",
            "classified",
            PosterRole.THIRD_PARTY_SELLER,
        ),
        ("I want to sell my kidney, loan problem", "classified", PosterRole.SELF_VICTIM),
        ("Kidney donor wanted, payment 8 lakh", "classified", PosterRole.BUYER),
        ("Maid agency, trained maids", "job", PosterRole.AGENCY),
        ("Saudi drivers wanted, visa ready", "job", PosterRole.RECRUITER),
        ("Cook wanted for our shop, salary monthly", "job", PosterRole.EMPLOYER),
        ("Scooter, single owner", "classified", PosterRole.OTHER),
    ],
)
def test_who_seems_to_speak(text: str, source_type: str, role: PosterRole) -> None:
    assert judge(text, source_type=source_type).poster_role is role


def test_news_gives_band_none_and_its_own_class() -> None:
    judgement = judge(
        "Police rescued 14 workers, victims of human trafficking. Passport was kept with company. An FIR was lodged."
    )
    assert (judgement.band, judgement.ad_class, judgement.findings) == (
        Band.NONE,
        AdClass.ABOUT_TRAFFICKING,
        (),
    )


def test_a_child_sign_keeps_its_place_and_says_nothing_more() -> None:
    ads = [ad(CONTROL), ad("Boy of 13 to 15 wanted for tea stall."), ad("Cook wanted.")]
    answers = screen_batch(ads, reader(), PriorClassifier(reader().catalogue))
    assert [type(answer) for answer in answers] == [Judgement, ChildSign, Judgement]
    sign = answers[1]
    assert isinstance(sign, ChildSign)
    assert sign.indicators == ("CH01",)
    assert not hasattr(sign, "contacts")


def test_an_age_under_18_beside_an_ad_of_the_trade_goes_to_the_lane() -> None:
    neutral = "Age 16 years."
    for_the_trade = child_signal(ad(neutral, source_type="escort"), reader())
    by_its_field = child_signal(
        ad(neutral, source_type="classified", fields={"category": "Escort services"}), reader()
    )
    assert for_the_trade is not None
    assert by_its_field is not None
    assert for_the_trade.indicators == by_its_field.indicators == ("SX07",)
    assert child_signal(ad("Age 26 years.", source_type="escort"), reader()) is None
    assert child_signal(ad("Only 18+ please.", source_type="escort"), reader()) is None


def test_a_marriage_ad_may_name_a_child_of_the_family_but_not_a_child_to_marry() -> None:
    assert (
        child_signal(ad("Widower, 40, ek beta 10 saal ka, seeks wife.", source_type="matrimonial"), reader())
        is None
    )
    assert child_signal(ad("Girl 16 years, groom wanted.", source_type="matrimonial"), reader()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "38 वर्षीय विधवा, शिक्षिका की नौकरी, बच्चे 14 और 11 वर्ष के, साथी चाहिए।",
        "39, bank mein naukri, ek beta 10 saal ka, mujhe saathi chahiye.",
        "Divorced, 42, works in a bank. Son 12 years and daughter 9 years live with me.",
        "వయసు 40, ఉద్యోగం, 12 ఏళ్ల బాబు ఉన్నాడు, వధువు కావాలి",
    ],
)
def test_the_children_of_who_marries_are_no_sign_beside_words_of_a_job(text: str) -> None:
    assert child_signal(ad(text, source_type="matrimonial"), reader()) is None


def test_new_girls_are_rotation_of_persons_and_no_child_sign() -> None:
    assert child_signal(ad("Spa. New girls arrived. 24 hours.", source_type="escort"), reader()) is None


def test_an_empty_batch_and_an_empty_ad() -> None:
    assert screen_batch([], reader(), PriorClassifier(reader().catalogue)) == []
    assert judge("").findings == ()


def test_two_readers_are_the_same_reader() -> None:
    assert Reader.from_package().version == reader().version


@pytest.mark.parametrize(("language", "script"), [("hi", "DEVANAGARI"), ("te", "TELUGU"), ("bn", "BENGALI")])
def test_every_sentence_is_told_in_the_language_asked_for(language: str, script: str) -> None:
    told = Reader.from_package(language=language).sentences
    assert told.keys() == reader().sentences.keys()
    unsaid = [name for name in Phrasebook.from_package().sentences["en"] if script not in letters(told[name])]
    assert unsaid == []


def test_phrases_are_compiled_once_whatever_the_language_of_the_reasons() -> None:
    assert Reader.from_package(language="hi").finder is reader().finder
    assert Reader.from_package(language="en").finder is reader().finder


def letters(sentence: str) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in sentence if letter.isalpha()}


def test_what_is_no_sign_is_told_in_the_language_asked_for() -> None:
    in_hindi = Reader.from_package(language="hi")
    (one,) = screen_batch([ad("Cook wanted.")], in_hindi, PriorClassifier(in_hindi.catalogue))
    assert isinstance(one, Judgement)
    assert [reason.sentence for reason in one.reasons_against] == [
        "कुछ भी पढ़ने से पहले: ऐसे विज्ञापन बहुत कम होते हैं।"
    ]


def test_sentences_fall_back_to_english() -> None:
    assert Reader.from_package(language="ur").sentences["JB01"] == reader().sentences["JB01"]


@given(st.text(max_size=200), st.text(max_size=40), st.sampled_from(["job", "classified", "escort"]))
@settings(max_examples=60, deadline=None)
def test_any_text_is_judged_the_same_alone_and_in_a_batch(text: str, title: str, source_type: str) -> None:
    one: RawAd = ad(text, title=title, source_type=source_type)
    two = replace(one, text="Cook wanted.")
    classifier = PriorClassifier(reader().catalogue)
    assert screen_batch([two, one], reader(), classifier)[1] == screen_batch([one], reader(), classifier)[0]


@given(
    st.lists(
        st.sampled_from([*CONTROL.split(), "fee", "registration", "काम", "నెలలు", "না", "nahi", ",", ".", "“"])
    )
)
@settings(max_examples=60, deadline=None)
def test_spans_are_true_short_and_apart_within_an_indicator(words: list[str]) -> None:
    text = " ".join(words)
    [answer] = screen_batch([ad(text)], reader(), PriorClassifier(reader().catalogue))
    if isinstance(answer, Judgement):
        ends: dict[str, int] = {}
        for finding in answer.findings:
            assert finding.text == text[finding.span.start : finding.span.end]
            assert 1 <= len(finding.text.split()) <= 12
            assert finding.span.start >= ends.get(finding.indicator, 0)
            ends[finding.indicator] = finding.span.end
