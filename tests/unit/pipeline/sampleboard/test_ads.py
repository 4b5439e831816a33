import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from itertools import combinations
from typing import Any

import phonenumbers
import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import AdClass, Kind, PosterRole
from pipeline.sampleboard.ads import SampleAd, board_ads, read_ads, sample_ads
from pipeline.sampleboard.placeholders import mobile

ADS = sample_ads()
LEADS = [ad for ad in ADS if not ad.harmless]
HELPLINES = {"1800 11 3090"}


def test_there_are_enough_ads_in_each_language() -> None:
    counts = Counter(ad.lang for ad in ADS)

    assert len(ADS) >= 240
    assert counts["en"] >= 80
    assert min(counts["hi-Latn"], counts["hi"]) >= 30
    assert min(counts["te"] + counts["te-Latn"], counts["bn"] + counts["bn-Latn"]) >= 30
    assert min(counts["ta"], counts["mr"]) >= 4


def test_three_of_four_ads_are_harmless_and_so_in_each_large_language() -> None:
    harmless = Counter(ad.lang for ad in ADS if ad.harmless)

    assert 0.7 <= sum(harmless.values()) / len(ADS) <= 0.8
    for lang, count in Counter(ad.lang for ad in ADS).items():
        assert 0.5 <= harmless[lang] / count <= 0.9, lang


def test_every_class_and_kind_is_there_several_times() -> None:
    classes = Counter(ad.labels.ad_class for ad in ADS)
    kinds = Counter(kind for ad in ADS for kind in ad.labels.kinds)

    assert min(classes[each] for each in AdClass) >= 4
    assert classes[AdClass.INDEPENDENT_ADULT] >= 12
    assert classes[AdClass.ABOUT_TRAFFICKING] >= 10
    assert min(kinds[each] for each in Kind) >= 6


def test_a_third_of_the_leads_is_subtle() -> None:
    ordinary = [ad for ad in LEADS if not ad.labels.child_sign]

    assert sum("subtle" in ad.why for ad in ordinary) / len(ordinary) >= 0.33


def test_child_signs_are_facts_of_work_or_marriage_and_have_no_kind() -> None:
    signs = [ad for ad in ADS if ad.labels.child_sign]

    assert 6 <= len(signs) <= 8
    assert all(ad.labels.kinds == () for ad in signs)
    assert all(ad.family.startswith("child-") or "child" in ad.why for ad in signs)


def test_every_source_type_and_lengths_from_short_to_long_are_there() -> None:
    lengths = [len(ad.text.split()) for ad in ADS]

    assert {ad.source_type for ad in ADS} == {"job", "classified", "matrimonial"}
    assert min(lengths) >= 5
    assert max(lengths) <= 220
    assert sum(length <= 15 for length in lengths) >= 5
    assert sum(length >= 120 for length in lengths) >= 2


def test_no_placeholder_is_left_and_contacts_are_written_out() -> None:
    ad = next(ad for ad in ADS if ad.id == "job-en-001")

    assert f"{mobile(1001)[:5]} {mobile(1001)[5:]}" in ad.text
    assert not [each.id for each in ADS if "{" in each.title + each.text or "}" in each.title + each.text]


def test_a_contact_outside_the_shared_ones_belongs_to_one_ad() -> None:
    owners = [(key, ad["id"]) for ad in _lines() for key in set(_keys(ad["text"])) if key >= 1000]

    assert [key for key, count in Counter(key for key, _ in owners).items() if count > 1] == []


def test_shared_contacts_link_leads_in_several_cities_and_hubs_link_harmless_ads() -> None:
    shared = [(key, ad) for ad in _lines() for key in set(_keys(ad["text"])) if key < 100]
    hostess = {ad["city"] for key, ad in shared if key == 1}
    hub = {ad["labels"]["ad_class"] for key, ad in shared if key in {7, 10}}

    assert len(hostess) >= 4
    assert "lead" not in hub


def test_no_telephone_number_is_in_the_files() -> None:
    found = [match.raw_string for text in _texts() for match in phonenumbers.PhoneNumberMatcher(text, "IN")]

    assert set(found) <= HELPLINES
    assert not [text[:20] for text in _texts() if re.search(r"(?<![\d/])[6-9](?:[\s.*-]?\d){9}(?!\d)", text)]


def test_ads_of_different_families_are_no_near_duplicates() -> None:
    shingles = [(ad, _shingles(ad.text)) for ad in ADS]
    alike = [
        (first.id, second.id)
        for (first, one), (second, other) in combinations(shingles, 2)
        if first.family != second.family and len(one & other) > 0.25 * len(one | other)
    ]

    assert alike == []


def test_some_family_holds_a_template_posted_in_two_cities() -> None:
    twins = [ad for ad in ADS if ad.family == "hl-girls-delivery"]

    assert {ad.city for ad in twins} == {"Jaipur", "Udaipur"}


def test_labels_are_typed_and_roles_fit_classes() -> None:
    adults = {ad.labels.poster_role for ad in ADS if ad.labels.ad_class is AdClass.INDEPENDENT_ADULT}

    assert adults == {PosterRole.SELF_ADULT}
    assert all(ad.labels.kinds for ad in LEADS if not ad.labels.child_sign)


def test_board_ads_have_their_own_numbers_and_go_back_in_time() -> None:
    shown = board_ads(ADS, newest=datetime(2026, 11, 20, 9, tzinfo=UTC))

    assert shown[0].posted_at == "2026-11-20T09:00:00+00:00"
    assert len({ad.number for ad in shown}) == len(ADS)
    assert sorted((ad.posted_at for ad in shown), reverse=True) == [ad.posted_at for ad in shown]


def test_a_new_ad_leaves_the_numbers_of_the_others_as_they_are() -> None:
    newest = datetime(2026, 11, 20, 9, tzinfo=UTC)
    few, all_of_them = (
        {(ad.number, ad.text) for ad in board_ads(ads, newest=newest)} for ads in (ADS[:5], ADS)
    )
    assert few <= all_of_them


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"lang": "fr"}, "x.jsonl, line 2: lang"),
        ({"colour": "red"}, "x.jsonl, line 2: colour"),
        ({"text": "too short"}, "x.jsonl, line 2: text"),
        ({"text": "Call {phone:7:smoke} about the flat"}, "x.jsonl, line 2: The placeholder"),
        ({"labels": {"kinds": ["theft"]}}, "x.jsonl, line 2: labels.kinds.0"),
    ],
)
def test_a_wrong_line_is_refused_by_file_line_and_key(change: dict[str, object], says: str) -> None:
    with pytest.raises(WrongUsage, match=re.escape(says)):
        _read(change)


def test_a_harmless_ad_with_a_kind_and_a_lead_without_one_are_refused() -> None:
    labels = {"poster_role": "other", "child_sign": False}

    with pytest.raises(WrongUsage, match="only a lead"):
        _read({"labels": labels | {"kinds": ["organ_trade"], "ad_class": "clinic"}})
    with pytest.raises(WrongUsage, match="at least one kind"):
        _read({"labels": labels | {"kinds": [], "ad_class": "lead"}})


def _read(change: dict[str, object]) -> list[SampleAd]:
    line = {
        "id": "classified-en-900",
        "source_type": "classified",
        "lang": "en",
        "title": "Flat to let",
        "text": "Two rooms near the station, 9,000",
        "city": "Pune",
        "labels": {
            "kinds": [],
            "ad_class": "ordinary_classified",
            "poster_role": "other",
            "child_sign": False,
        },
        "family": "flat",
        "why": "shows a wrong line",
    }
    return list(read_ads("\n" + json.dumps(line | change), name="x.jsonl"))


def _texts() -> list[str]:
    folder = files("pipeline.sampleboard") / "ads"
    return [entry.read_text("utf-8") for entry in folder.iterdir()]


def _lines() -> Iterator[dict[str, Any]]:
    for text in _texts():
        yield from map(json.loads, text.splitlines())


def _keys(text: str) -> list[int]:
    return [int(key) for key in re.findall(r"\{(?:phone|whatsapp|upi|email):(\d+)", text)]


def _shingles(text: str) -> set[str]:
    plain = " ".join(text.lower().split())
    return {plain[start : start + 6] for start in range(len(plain) - 5)}
