from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from models.domain.ad import RawAd
from models.domain.judgement import AdClass, Band, ChildSign, Judgement, Kind
from models.evaluation.citing import citing
from models.scoring.assessment import AdFeatures, Assessment, Contribution
from models.scoring.calibration import logistic
from models.scoring.explanation import OTHER_WORDS
from models.scoring.likeness import Likeness
from models.screening import screen_batch
from tests.unit.models.indicators.builders import ad, reader
from tests.unit.models.training.marked_ads import KEPT, LATER, learned

HELD = f"Lamp lighting near the pier. {KEPT.capitalize()}. A bell rings at dawn. {LATER.capitalize()}."
LIKE = reader().sentences["worded_like"]


@dataclass(frozen=True, slots=True)
class WordCounter:
    """Each of a few words adds one to the raw score of forced labour; -4 stands for no word at all."""

    likeness: Likeness
    version: str = "counter"
    reads_as: AdClass = AdClass.LEAD
    telling: frozenset[str] = frozenset({"cupboard", "card", "harvest", "coins", "lighting"})

    @property
    def thresholds(self) -> Mapping[Band, float]:
        return {Band.LOW: 0.05, Band.MEDIUM: 0.2, Band.HIGH: 0.99}

    def assess(self, batch: Sequence[AdFeatures]) -> Sequence[Assessment]:
        return [self._assess(one) for one in batch]

    def _assess(self, features: AdFeatures) -> Assessment:
        z = float(len(self.telling & set(features.masked.split())))
        none: tuple[Contribution, ...] = ()
        return Assessment(
            probabilities=dict.fromkeys(Kind, 0.01) | {Kind.FORCED_LABOUR: logistic(z - 4.0)},
            intercepts=dict.fromkeys(Kind, -4.0),
            contributions=dict.fromkeys(Kind, none) | {Kind.FORCED_LABOUR: (Contribution(OTHER_WORDS, z),)},
            ad_class=self.reads_as,
            abstained=False,
        )


def judge(text: str, *, lines: Likeness | None = None) -> Judgement:
    [answer] = screen_batch([ad(text)], reader(), WordCounter(learned() if lines is None else lines))
    assert isinstance(answer, Judgement)
    return answer


def test_a_held_ad_whose_words_are_like_two_signs_is_medium_and_cites_them() -> None:
    judgement = judge(HELD)
    assert judgement.band is Band.MEDIUM
    assert {finding.indicator for finding in judgement.findings} == {"JB02", "JB13"}
    for finding in judgement.findings:
        assert HELD[finding.span.start : finding.span.end] == finding.text
        assert finding.text.lower() in f"{KEPT} {LATER}"
        assert finding.weight > 0


def test_without_lines_the_same_ad_stays_low_by_rule_1() -> None:
    judgement = judge(HELD, lines=Likeness())
    assert (judgement.band, judgement.findings) == (Band.LOW, ())
    assert any("rule 1" in reason.sentence for reason in judgement.reasons_against)


def test_an_ad_whose_score_does_not_reach_medium_is_not_read_again() -> None:
    judgement = judge(f"{KEPT.capitalize()}.")
    assert (judgement.band, judgement.findings) == (Band.LOW, ())


def test_an_ad_that_reads_as_harmless_is_not_lifted() -> None:
    classifier = WordCounter(learned(), reads_as=AdClass.ABOUT_TRAFFICKING)
    [judgement] = screen_batch([ad(HELD)], reader(), classifier)
    assert isinstance(judgement, Judgement)
    assert judgement.band is Band.LOW
    assert judgement.findings == ()


def test_the_reason_says_that_it_is_likeness_and_all_reasons_add_up_to_z() -> None:
    judgement = judge(HELD)
    told = {reason.indicator: reason.sentence for reason in judgement.reasons_for}
    assert told["JB02"] == f"{LIKE} {reader().sentences['JB02']}"
    every = judgement.reasons_for + judgement.reasons_against
    assert sum(reason.weight for reason in every) == pytest.approx(5 - 4.0)


def test_a_window_that_moves_no_score_is_not_told() -> None:
    judgement = judge(
        HELD.replace("Coins", "Bells").replace("harvest", "supper") + " Coins and harvest songs. Lighting."
    )
    for finding in judgement.findings:
        assert finding.weight > 0
        without = judgement_without(judgement, finding.span.start, finding.span.end)
        assert without < judgement.score


def judgement_without(judgement: Judgement, start: int, end: int) -> float:
    text = HELD.replace("Coins", "Bells").replace("harvest", "supper") + " Coins and harvest songs. Lighting."
    return judge(text[:start] + text[end:]).score


def test_the_cited_words_answer_for_the_band() -> None:
    def judged(ads: Sequence[RawAd]) -> Sequence[Judgement | ChildSign]:
        return screen_batch(ads, reader(), WordCounter(learned()))

    told = citing([ad(HELD)], judged([ad(HELD)]), judged)
    assert told.falls_without.value == 1.0
    assert told.leaves_band_without.value == 1.0
    assert told.median_cited is not None
    assert told.median_cited <= 0.75


def test_news_of_the_same_words_stays_without_a_band() -> None:
    news = "Police rescued victims of human trafficking, an NGO helpline said. "
    judgement = judge(news + HELD)
    assert (judgement.band, judgement.findings) == (Band.NONE, ())


def test_what_the_phrase_book_finds_in_a_text_that_reads_as_a_warning_stays_low_by_rule_6() -> None:
    found = "Lighting. Cards: passport will be kept by us. No salary until the advance, in coins at harvest, is paid back."
    told = {
        reads_as: screen_batch([ad(found)], reader(), WordCounter(Likeness(), reads_as=reads_as))[0]
        for reads_as in (AdClass.LEAD, AdClass.ABOUT_TRAFFICKING)
    }
    lead, warning = told[AdClass.LEAD], told[AdClass.ABOUT_TRAFFICKING]
    assert isinstance(lead, Judgement)
    assert isinstance(warning, Judgement)
    assert (lead.band, warning.band) == (Band.MEDIUM, Band.LOW)
    assert warning.ad_class is AdClass.ABOUT_TRAFFICKING
    assert any("rule 6" in reason.sentence for reason in warning.reasons_against)
