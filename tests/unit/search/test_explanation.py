from dataclasses import replace

from models.domain.contact import ContactKind
from models.domain.judgement import Reason
from search.explanation import explain, mark_findings
from tests.unit.search.builders import scored


def test_reasons_carry_the_ads_own_words() -> None:
    told = explain(scored())
    assert [(r.sentence, r.quotes) for r in told.reasons_for] == [
        ("Asks the worker to pay before any work.", ("Pay the visa fee first",))
    ]
    assert [(r.sentence, r.quotes) for r in told.reasons_against] == [
        ("Names statutory benefits.", ("PF and ESI",))
    ]


def test_signs_are_told_before_what_only_a_model_weighs() -> None:
    event = scored()
    words = Reason(None, "Words of the ad that are no sign by themselves.", 9.0)
    judgement = replace(event.judgement, reasons_for=(words, *event.judgement.reasons_for))
    told = explain(replace(event, judgement=judgement))
    assert [line.indicator for line in told.reasons_for] == ["JB01", None]


def test_elements_without_words_are_told_as_not_shown() -> None:
    told = explain(scored())
    assert [(e.name, e.quotes) for e in told.elements] == [
        ("Act", ()),
        ("Means", ("Pay the visa fee first",)),
        ("Purpose", ()),
    ]
    assert "Purpose (exploitation) is not shown in the ad." in told.unknown


def test_a_contact_inside_a_quote_is_masked() -> None:
    event = scored(
        text="Pay to 98765 43210 first. PF and ESI",
        says=[("JB01", "Pay to 98765 43210 first")],
        contacts=[(ContactKind.PHONE, "+919876543210", "98765 43210")],
    )
    told = explain(event)
    assert told.reasons_for[0].quotes == ("Pay to +91 98xxxxx210 first",)
    assert told.contacts == ("phone +91 98xxxxx210",)


def test_places_say_how_they_are_known() -> None:
    event = scored(text="Pay the visa fee first. Kochi. PF and ESI", places=[("Kochi", "city", 32, None)])
    assert explain(event).places == ("Kochi (city named in the ad)",)


def test_no_score_and_no_weight_is_ever_a_number() -> None:
    told = explain(scored(score=0.873))
    assert "0.873" not in repr(told)
    assert {reason.strength for reason in told.reasons_for} == {"weighs much"}


def test_findings_are_marked_with_their_sentences_and_their_side() -> None:
    notes = {mark.note: mark.against for mark in mark_findings(scored().judgement, "text")}
    assert notes == {
        "JB01: Asks the worker to pay before any work.": False,
        "CN04: Names statutory benefits.": True,
    }
