import numpy as np
import pytest

from models.domain.judgement import Kind
from models.scoring.classifier import KINDS
from models.scoring.ngrams import grams
from models.scoring.resemblance import Worth
from models.training.examples import Examples
from models.training.heads import fit_heads
from models.training.resemblance import known_ads, resembling
from models.training.weighing import BY_RARITY, BY_TELLING
from tests.unit.models.training.builders import all_signs
from tests.unit.models.training.test_weighing import FRAUD, examples_of

LEADS = ["kanar mopel tivit", "kanar mopel sunar", "redor sunar tivit", "redor tivit kanar"]
OTHERS = ["lapel mopel", "lapel sunar", "lapel redor", "lapel tivit mopel", "lapel kanar", "ladorr"]
EXAMPLES = examples_of(LEADS, OTHERS)
OF_MANY = BY_RARITY.apply(EXAMPLES, learned=EXAMPLES)
OF_ONE = BY_TELLING.apply(EXAMPLES, learned=EXAMPLES)


def test_where_words_count_by_what_they_tell_leads_alone_are_kept() -> None:
    known = known_ads(OF_ONE)
    assert known.kinds[:, FRAUD].tolist() == [1.0] * len(LEADS)
    assert len(known.starts) == len(LEADS) + 1


def test_elsewhere_harmless_ads_are_kept_as_well_but_for_those_without_a_word_of_another() -> None:
    known = known_ads(OF_MANY)
    assert known.kinds[:, FRAUD].tolist() == [1.0] * len(LEADS) + [0.0] * (len(OTHERS) - 1)


def test_examples_that_are_worth_nothing_are_not_kept() -> None:
    assert not known_ads(EXAMPLES).is_told


def test_a_word_of_one_ad_and_letter_runs_are_not_compared() -> None:
    few = OF_MANY.take(np.array([0, 1, 4]))  # "tivit" stands in the first alone, "lapel" in the last
    layout = OF_MANY.layout.grams
    kept = {int(layout[place]) for place in known_ads(few).places}
    assert kept >= set(grams("kanar").word_ids.tolist())
    assert kept.isdisjoint(grams("tivit lapel").word_ids.tolist())
    assert max(kept) < 2**20


def test_of_too_many_ads_some_of_every_part_are_kept() -> None:
    known = known_ads(OF_MANY, most_words=20)
    assert 0 < len(known.places) <= 20
    assert set(known.kinds[:, FRAUD].tolist()) == {0.0, 1.0}


def test_a_lead_is_as_near_to_itself_as_can_be_and_a_stranger_is_not() -> None:
    near = resembling(known_ads(OF_ONE), OF_ONE.rows, OF_ONE.layout)
    assert near[: len(LEADS), FRAUD] == pytest.approx([15.0] * len(LEADS))
    assert (near[len(LEADS) :, FRAUD] < 0.9 * 15).all()
    assert not near[:, [k for k in range(len(KINDS)) if k != FRAUD]].any()


@pytest.mark.parametrize("examples", [OF_ONE, OF_MANY])
def test_each_word_has_its_share_of_what_is_added(examples: Examples) -> None:
    known = known_ads(examples)
    near = resembling(known, examples.rows, examples.layout)
    for number, text in enumerate([*LEADS, *OTHERS]):
        shares = known.of_words(grams(text), examples.layout.grams)
        assert shares.sum(axis=0) == pytest.approx(near[number], abs=1e-9)


def test_a_line_ranks_an_ad_higher_that_is_near_a_lead() -> None:
    heads = fit_heads(OF_ONE, signs=all_signs())
    assert heads.resemblance.worth == Worth(leads=15.0)
    assert not fit_heads(EXAMPLES, signs=all_signs()).resemblance.is_told
    of_kinds, _ = heads.raw(OF_ONE)
    assert of_kinds[: len(LEADS), FRAUD].min() > of_kinds[len(LEADS) :, FRAUD].max()
    assert KINDS[FRAUD] is Kind.RECRUITMENT_FRAUD
