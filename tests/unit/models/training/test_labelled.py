from typing import Any

import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import AdClass, Kind
from models.training.labelled import labelled_ad


def row(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": "job-en-001",
        "source_type": "job",
        "title": "Driver wanted",
        "text": "School bus, day shift.",
        "city": "Guntur",
        "labels": {"kinds": [], "ad_class": "ordinary_job", "poster_role": "employer", "child_sign": False},
        "family": "school-bus",
    }
    return plain | changes


def labels(**changes: Any) -> dict[str, Any]:
    return row(labels=row()["labels"] | changes)


def test_a_line_becomes_a_labelled_ad() -> None:
    one = labelled_ad(labels(kinds=["forced_labour", "recruitment_fraud"], ad_class="lead"), origin="x.jsonl")
    assert one is not None
    assert one.kinds == {Kind.FORCED_LABOUR, Kind.RECRUITMENT_FRAUD}
    assert (one.ad_class, one.family, one.origin, one.ad.title) == (
        AdClass.LEAD,
        "school-bus",
        "x.jsonl",
        "Driver wanted",
    )
    assert one.is_lead


def test_a_child_sign_never_becomes_one() -> None:
    assert labelled_ad(labels(child_sign=True), origin="x") is None
    unmarked = {key: value for key, value in row()["labels"].items() if key != "child_sign"}
    assert labelled_ad(row(labels=unmarked), origin="x") is not None


def test_an_ad_without_family_is_its_own() -> None:
    one = labelled_ad({key: value for key, value in row().items() if key != "family"}, origin="x")
    assert one is not None
    assert one.family == "job-en-001"


def test_nul_and_surrogates_are_replaced_at_the_edge() -> None:
    one = labelled_ad(row(text="a\0b\ud800"), origin="x")
    assert one is not None
    assert one.ad.text == "a\ufffdb\ufffd"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "`labels` is missing"),
        (row(labels=[]), "`labels` is missing"),
        (row(id=7), "`id` is missing or not a text"),
        (row(title=None), "`title` is missing or not a text"),
        (row(text=["x"]), "`text` is missing or not a text"),
        (row(source_type="forum"), "`source_type` must be one of job, classified, matrimonial"),
        (row(fields="pay"), "`fields` must be an object"),
        (row(weight=0), "`weight` must be a number above 0"),
        (row(weight=True), "`weight` must be a number above 0"),
        (row(weight=10**400), "`weight` must be a number above 0, at most 1,000,000,000"),
        (row(city=5), "`city` must be a text or absent"),
        (row(lang=["hi"]), "`lang` must be a text or absent"),
        (row(family=0), "`family` must be a text or absent"),
        (row(label={"by": 7}), "`label.by` must be a text or absent"),
        (row(label={"source": []}), "`label.source` must be a text or absent"),
        (row(label={"blind": 0}), "`label.blind` must be true, false or absent"),
        (row(label={"blind": "yes"}), "`label.blind` must be true, false or absent"),
        (row(label={"probability": 1e-300}), "`label.probability` must be above 0, at least 1e-09"),
        (labels(child_sign=None), "`labels.child_sign` must be true, false or absent"),
        (labels(child_sign="yes"), "`labels.child_sign` must be true, false or absent"),
        (labels(child_sign=0), "`labels.child_sign` must be true, false or absent"),
        (labels(kinds="forced_labour"), "`labels.kinds` must be a list"),
        (labels(kinds=["child_labour"]), "a child in it has no kind but `child_sign`"),
        (labels(kinds=[["x"]]), "a kind that is not learned"),
        (labels(ad_class="victim"), "`labels.ad_class` must be one of"),
        (labels(ad_class=[]), "`labels.ad_class` must be one of"),
        (labels(ad_class=""), "it is empty: label the ad, or take the line out"),
        (labels(kinds=[], ad_class="lead"), "calls it a lead and names no kind"),
        (
            labels(kinds=["forced_labour"]),
            "names kinds and calls it ordinary_job; an ad with a kind is a lead",
        ),
        (row(title=" ", text="\n", fields={}), "`title` and `text` are empty"),
    ],
)
def test_a_wrong_line_gives_a_sentence(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(WrongUsage, match=sentence.replace("(", r"\(")):
        labelled_ad(wrong, origin="x")


def test_what_is_null_is_as_if_absent_and_a_city_can_be_kept() -> None:
    one = labelled_ad(
        row(city="Gun\0tur", family=None, lang=None, label={"blind": None, "by": ""}), origin="x"
    )
    assert one is not None
    assert (one.ad.city, one.family, one.lang) == ("Gun\ufffdtur", "job-en-001", "en")
    assert (one.label.blind, one.label.is_named) == (None, False)


def test_the_day_of_an_ad_is_kept_and_a_wrong_one_is_said() -> None:
    one = labelled_ad(row(posted_at="2026-05-31T10:00:00+05:30"), origin="x")
    assert one is not None
    assert one.ad.posted_at == "2026-05-31T10:00:00+05:30"
    with pytest.raises(WrongUsage, match="`posted_at` must be a day or moment"):
        labelled_ad(row(posted_at="yesterday"), origin="x")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2026-05-31", "2026-05-31"),
        ("20260531", "2026-05-31T00:00:00"),
        ("2026-W22-7", "2026-05-31T00:00:00"),
        ("", None),
        (None, None),
    ],
)
def test_whatever_form_a_day_has_it_can_be_put_in_order(told: str | None, kept: str | None) -> None:
    one = labelled_ad(row(posted_at=told), origin="x")
    assert one is not None
    assert one.ad.posted_at == kept
    assert one.day == (kept and "2026-05-31")


@pytest.mark.parametrize("key", ["posted_at", "first_seen"])
@pytest.mark.parametrize(
    "moment",
    ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "0001-01-01", "1899-12-31", "2100-01-01"],
)
def test_a_year_that_no_ad_can_be_of_is_refused(key: str, moment: str) -> None:
    with pytest.raises(WrongUsage, match=f"`{key}` must be of a year from 1900 to 2099"):
        labelled_ad(row(**{key: moment}), origin="x")


@pytest.mark.parametrize("moment", ["1900-01-01T00:00:00+14:00", "2099-12-31T23:59:59-12:00"])
def test_the_first_and_the_last_moment_have_a_day(moment: str) -> None:
    one = labelled_ad(row(first_seen=moment), origin="x")
    assert one is not None
    assert one.day in {"1899-12-31", "2100-01-01"}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("We need a driver for the school bus in the morning.", "en"),
        ("हमें सुबह की पाली के लिए ड्राइवर चाहिए", "hi"),
        ("humko subah ki shift ke liye driver chahiye, khana milega", "hi-Latn"),
        ("డ్రైవర్ కావాలి, ఉదయం పని", "te"),
        ("12-34", "und"),
    ],
)
def test_where_no_language_is_stated_it_is_that_of_the_text(text: str, lang: str) -> None:
    one = labelled_ad(row(text=text), origin="x")
    assert one is not None
    assert one.lang == lang
    stated = labelled_ad(row(text=text, lang="mr"), origin="x")
    assert stated is not None
    assert stated.lang == "mr"


def test_an_ad_met_on_a_day_was_captured_on_it() -> None:
    one = labelled_ad(row(first_seen="2026-05-31T23:30:00-01:00"), origin="x")
    assert one is not None
    assert one.ad.first_seen == one.ad.captured_at == 1_780_273_800_000_000
    assert one.day == "2026-06-01"
    with pytest.raises(WrongUsage, match="`first_seen` must be a day or moment"):
        labelled_ad(row(first_seen=20), origin="x")
