from collections.abc import Sequence

import pytest

from models.codec import decode
from models.domain.ad import RawAd
from models.domain.events import AdCollected, AdRestricted, AdScored, AdWithdrawn
from models.domain.judgement import ChildSign, Judgement
from pipeline.stages.port import Done, SetAside
from pipeline.stages.screen import ScreenStage
from search.sealed_box import generate, key_id, unseal
from tests.unit.pipeline.builders import CHILD_SIGN, ad, judgement, scored


def screen(ads: Sequence[RawAd]) -> list[Judgement | ChildSign]:
    return [CHILD_SIGN if "sign" in each.fields else judgement(phone="+919123456780") for each in ads]


def test_each_ad_gets_its_own_judgement_in_order() -> None:
    outcomes = ScreenStage(screen).handle([AdCollected(ad(number)) for number in (1, 2, 3)])
    assert outcomes == [Done((scored(ad(number), phone="+919123456780"),)) for number in (1, 2, 3)]


def test_a_child_sign_seen_only_now_goes_sealed_to_the_lane() -> None:
    public, private = generate()
    of = ad(1, fields={"sign": "yes"})
    (outcome,) = ScreenStage(screen, lane_public=public).handle([AdCollected(of)])
    assert isinstance(outcome, Done)
    event, withdrawn = outcome.events
    assert withdrawn == AdWithdrawn(of.ad_id, of.captured_at)
    assert isinstance(event, AdRestricted)
    assert (event.seen_at_stage, event.indicators, event.key_id) == ("screen", ("CH01",), key_id(public))
    assert event.sealed is not None
    assert decode(unseal(private, event.sealed, context=of.ad_id)) == AdCollected(of)


def test_without_a_lane_key_a_child_sign_leaves_only_hashes() -> None:
    (outcome,) = ScreenStage(screen).handle([AdCollected(ad(1, fields={"sign": "yes"}))])
    assert isinstance(outcome, Done)
    event, _ = outcome.events
    assert isinstance(event, AdRestricted)
    assert event.sealed is None


def test_a_withdrawal_is_passed_on_behind_the_captures_before_it() -> None:
    withdrawn = AdWithdrawn("a1", 7)
    assert ScreenStage(screen).handle([withdrawn]) == [Done((withdrawn,))]


def test_what_is_no_collected_ad_is_set_aside_and_the_others_go_on() -> None:
    outcomes = ScreenStage(screen).handle([AdCollected(ad(1)), scored(ad(2)), AdCollected(ad(3))])
    assert outcomes[1] == SetAside("not a collected ad")
    judged = [outcome.events[0] for outcome in outcomes if isinstance(outcome, Done)]
    assert [event.ad for event in judged if isinstance(event, AdScored)] == [ad(1), ad(3)]


def test_a_screen_that_answers_for_fewer_ads_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ScreenStage(lambda ads: screen(ads[1:])).handle([AdCollected(ad(1)), AdCollected(ad(2))])


def test_nothing_to_screen_asks_nobody() -> None:
    assert ScreenStage(lambda _: pytest.fail("asked")).handle([]) == []
