from dataclasses import replace

import numpy as np
import pytest

from models.domain.judgement import Kind
from models.training.labelled import LabelledAd
from models.training.later import by_time, judged_after, judged_later, later_in_words
from models.training.proof import Proof
from tests.unit.models.training.builders import trained


def dated(one: LabelledAd, day: int) -> LabelledAd:
    return replace(one, ad=replace(one.ad, posted_at=f"2026-{1 + day // 28:02}-{1 + day % 28:02}"))


def proof() -> Proof:
    """The proof of the built model, its ads posted day by day in the order of their ids; families are pairs."""
    known = trained().proof
    return replace(known, labelled=[dated(one, day) for day, one in enumerate(known.labelled)])


def test_the_newest_fifth_is_judged_and_nothing_new_or_like_it_is_learned_from() -> None:
    own = proof()
    learned, judged = by_time(own.labelled, own.groups)
    assert judged.tolist() == list(range(96, 120))
    assert learned.tolist() == list(range(96))
    assert not set(own.groups[learned].tolist()) & set(own.groups[judged].tolist())


def test_a_group_that_goes_on_is_not_learned_from() -> None:
    own = proof()
    groups = own.groups.copy()
    groups[:10] = groups[119]
    learned, _ = by_time(own.labelled, groups)
    assert learned.tolist() == list(range(10, 96))


def test_ads_without_a_date_are_learned_from_and_never_judged() -> None:
    own = proof()
    labelled = [
        replace(one, ad=replace(one.ad, posted_at=None)) if i > 110 else one
        for i, one in enumerate(own.labelled)
    ]
    learned, judged = by_time(labelled, np.arange(120))
    assert set(range(111, 120)) <= set(learned.tolist())
    assert judged.tolist() == list(range(88, 111))


def test_the_card_says_how_well_the_later_ads_were_judged() -> None:
    told = judged_later(proof())
    assert (told["learned_from"], told["judged"], told["dated_ads"], told["leaks"]) == (96, 24, 120, 0)
    assert told["first_day_judged"] == "2026-04-13"
    assert told["any_lead"]["size"] == 6
    assert told["any_lead"]["value"] > 0.5


def test_an_ad_that_stands_for_many_counts_for_as_many_when_it_is_judged_later() -> None:
    own, (_, judged) = proof(), by_time(proof().labelled, proof().groups)
    harmless = [i for i in judged.tolist() if not own.labelled[i].is_lead]
    missed = replace(own.labelled[harmless[0]], kinds=frozenset({Kind.SCAM_COMPOUND}))
    plain, weighed = (
        judged_later(
            replace(own, labelled=[*own.labelled[: harmless[0]], one, *own.labelled[harmless[0] + 1 :]])
        )
        for one in (missed, replace(missed, weight=9.0))
    )
    assert weighed["any_lead"]["value"] < plain["any_lead"]["value"] < 1


def test_without_dates_nothing_is_claimed() -> None:
    known = trained().proof
    assert judged_later(known) == {
        "dated_ads": 0,
        "note": "no ad says when it was posted or first met (`posted_at`, `first_seen`)",
    }


def test_a_model_as_it_is_is_measured_on_what_came_after_all_that_it_learned_from() -> None:
    own = proof()
    scores = np.array([[float(one.is_lead)] * 8 for one in own.labelled])
    told = judged_after("2026-04-12", own.labelled, scores, scores.max(axis=1), own.groups)
    assert (told["dated_ads"], told["judged"], told["first_day_judged"]) == (120, 24, "2026-04-13")
    assert told["any_lead"] == {"value": 1.0, "low": 1.0, "high": 1.0, "size": 6}


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-05-08", "none came after 2026-05-08, the day of the newest ad that the model learned from"),
        (None, "nothing that the model learned from has a date, so nobody knows what came later"),
    ],
)
def test_where_nobody_knows_what_came_later_it_is_said(day: str | None, why: str) -> None:
    own = proof()
    scores = np.zeros((120, 8))
    told = judged_after(day, own.labelled, scores, scores.max(axis=1), own.groups)
    assert told == {"dated_ads": 120, "note": why}


def test_it_is_told_in_a_sentence_and_not_at_all_where_no_ad_is_dated() -> None:
    told = {
        "dated_ads": 120,
        "judged": 24,
        "first_day_judged": "2026-04-13",
        "any_lead": {"value": 0.75, "low": 0.5, "high": 0.9, "size": 6},
    }
    since = "the 24 ads from 2026-04-13 on, by what was known before: any lead "
    assert later_in_words(told) == since + "0.750 [0.500, 0.900]"
    few = told | {"any_lead": {"value": None, "low": None, "high": None, "size": 4}}
    assert later_in_words(few) == since + "not known, 4 leads are too few"
    assert (
        later_in_words({"dated_ads": 9, "note": "too few"}) == "ads that came later are not told of: too few"
    )
    assert later_in_words({"dated_ads": 0, "note": "none"}) is None


def test_few_dates_are_said_to_be_few() -> None:
    own = proof()
    labelled = [
        one if day < 99 else replace(one, ad=replace(one.ad, posted_at=None))
        for day, one in enumerate(own.labelled)
    ]
    told = judged_later(replace(own, labelled=labelled))
    assert told == {
        "dated_ads": 99,
        "note": "99 ads say when they were posted or first met, too few to tell; 100 at least",
    }


def test_ads_of_one_day_have_no_later_ones_and_that_is_said() -> None:
    own = proof()
    told = judged_later(replace(own, labelled=[dated(one, 3) for one in own.labelled]))
    assert told == {
        "dated_ads": 120,
        "note": "more than a fifth of the dated ads are of one day, 2026-01-04: none came later than the others",
    }


def test_where_no_day_of_posting_is_known_the_day_an_ad_was_met_orders_it() -> None:
    own = proof()
    day = 86_400_000_000
    met = [
        replace(one, ad=replace(one.ad, posted_at=None, first_seen=(number + 1) * day))
        for number, one in enumerate(own.labelled)
    ]
    assert met[0].day == "1970-01-02"
    learned, judged = by_time(met, own.groups)
    assert judged.tolist() == list(range(96, 120))
    assert learned.tolist() == list(range(96))


def test_a_near_copy_across_the_day_is_a_leak_and_named() -> None:
    own = proof()
    text = own.read[110].features.masked.replace("kanar", "kanir")
    read = list(own.read)
    read[3] = replace(read[3], features=replace(read[3].features, masked=text))
    before, now = judged_later(own), judged_later(replace(own, read=read))
    assert (before["leaks"], now["leaks"], now["compared"]) == (0, 1, 120)
    assert now["likest"] == ["a003", "a110"]
