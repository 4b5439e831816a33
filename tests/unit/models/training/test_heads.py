from collections.abc import Sequence

import numpy as np
import pytest

from models.domain.judgement import AdClass, Kind
from models.scoring.assessment import AdFeatures
from models.scoring.classifier import KINDS
from models.scoring.features import Columns
from models.scoring.ngrams import grams
from models.training.examples import Examples
from models.training.heads import balanced, fit_heads
from models.training.rows import learned_columns, matrix
from tests.unit.models.training.builders import all_signs, features

SCAM = KINDS.index(Kind.SCAM_COMPOUND)


def test_positives_weigh_together_what_the_others_do() -> None:
    scaled = balanced(np.array([1.0, 0.0, 0.0, 0.0]), np.ones(4))
    assert scaled.tolist() == pytest.approx([2.0, 2 / 3, 2 / 3, 2 / 3])


def test_a_lone_positive_weighs_at_most_twenty_others() -> None:
    scaled = balanced(np.array([1.0] + [0.0] * 999), np.ones(1000))
    assert scaled[0] / scaled[1] == pytest.approx(20.0)
    assert scaled.sum() == pytest.approx(1000.0)


@pytest.mark.parametrize("target", [[0.0, 0.0], [1.0, 1.0]])
def test_without_two_sides_there_is_nothing_to_balance(target: list[float]) -> None:
    assert balanced(np.array(target), np.ones(2)).tolist() == [1.0, 1.0]


def test_words_under_a_phrase_are_learned_from_where_an_ad_is_read_unaided() -> None:
    """A phrase finds every example; only the unaided reading shows the words that stand beneath it."""
    aided = [features("_sign_ mopel", found=["CS08"])] * 6 + [features("redor tivit")] * 24
    bare = [features("kanar mopel")] * 6 + [features("redor tivit")] * 24
    assert _weight_of("kanar", aided, bare) > 0.2
    assert _weight_of("kanar", aided, aided) == 0.0


def test_what_is_cited_tells_a_lead_without_the_words_around_it() -> None:
    shown = [features("kanar mopel", found=["CS08"])] * 6 + [features("redor tivit")] * 24
    examples = _examples(shown, shown)
    heads = fit_heads(examples, signs=all_signs())
    alone = _examples([features("", found=["CS08"])] * 30, shown, layout=examples.layout)
    assert heads.raw(alone)[0][0, SCAM] > 0


def test_where_all_leads_are_of_one_kind_its_line_is_the_line_for_leads() -> None:
    shown = [features("kanar mopel", found=["CS08"])] * 6 + [features("redor tivit")] * 24
    heads = fit_heads(_examples(shown, shown), signs=all_signs())
    assert heads.weights[:, len(KINDS)].tolist() == [0.0] * len(heads.weights)
    assert heads.intercepts[len(KINDS)] == 50.0


def test_a_sign_is_never_silenced_and_counts_less_than_it_is_believed_to() -> None:
    """However plainly examples speak: their ads are read by a book that grew beside them, ads to come are not."""
    shown = [features("kanar mopel", found=["CS08"])] * 6 + [features("redor tivit")] * 24
    heads = fit_heads(_examples(shown, shown), signs=all_signs())
    place, prior = next((at, one.prior) for at, one in enumerate(all_signs()) if one.indicator == "CS08")
    assert 0.04 * prior < heads.weights[place, SCAM] < 0.37 * prior


def test_the_line_of_a_kind_without_leads_is_what_is_believed_of_it() -> None:
    """Discounted, a kind that no example has would seem likelier than it is."""
    shown = [features("kanar mopel", found=["CS08"])] * 6 + [features("redor tivit")] * 24
    heads = fit_heads(_examples(shown, shown), signs=all_signs())
    none = KINDS.index(Kind.ORGAN_TRADE)
    assert heads.intercepts[none] == pytest.approx(
        -4.57, abs=0.01
    )  # half an ad of 48, six of them counted four times


def _weight_of(word: str, aided: Sequence[AdFeatures], bare: Sequence[AdFeatures]) -> float:
    examples = _examples(aided, bare)
    layout = examples.layout
    weights = fit_heads(examples, signs=all_signs()).weights[layout.named :, SCAM]
    place = np.flatnonzero(layout.grams == grams(word).word_ids[0])
    return float(weights[place[0]]) if len(place) else 0.0


def _examples(
    aided: Sequence[AdFeatures], bare: Sequence[AdFeatures], *, layout: Columns | None = None
) -> Examples:
    """Thirty ads, the first six leads of one kind."""
    layout = layout or learned_columns(aided, bare, [one.indicator for one in all_signs()])
    kinds = np.zeros((30, len(KINDS)))
    kinds[:6, SCAM] = 1.0
    classes = [AdClass.LEAD] * 6 + [AdClass.ORDINARY_JOB] * 24
    return Examples(layout, matrix(aided, layout), kinds, classes, np.ones(30), matrix(bare, layout))
