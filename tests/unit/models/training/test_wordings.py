from dataclasses import replace

import numpy as np
import pytest

from models.domain.finding import Finding
from models.domain.judgement import Band, Kind
from models.indicators.catalogue import Group
from models.scoring.likeness import GROUPS, Likeness
from models.scoring.rules import Cap, Rule
from models.training.marked import MarkedAd
from models.training.wordings import settled_likeness
from tests.unit.models.indicators.builders import reader
from tests.unit.models.training.marked_ads import learned, marked_ads

ADS = marked_ads()
LOW = [dict.fromkeys(Kind, Cap(Band.LOW, Rule.EVIDENCE))] * len(ADS)
LABOUR = [dict.fromkeys(Kind, 0.01) | {Kind.FORCED_LABOUR: 0.5}] * len(ADS)
FOLDS = np.arange(len(ADS)) % 4


def test_ads_are_lifted_by_lines_that_saw_nothing_of_them() -> None:
    settled = settled_likeness(ADS, LOW, LABOUR, FOLDS, catalogue=reader().catalogue, given=Likeness())
    lifted = [caps[Kind.FORCED_LABOUR].band is Band.MEDIUM for caps in settled.caps]
    assert lifted == [one.is_lead for one in ADS]
    assert settled.told["leads_with_marks"] == 20
    assert settled.told["harmless_with_two"] == 0


def test_a_group_is_told_where_people_saw_it_in_half_of_what_would_be_told() -> None:
    doubted = [one if at % 3 == 0 else _unmarked(one, "JB13") for at, one in enumerate(ADS)]
    cuts = [
        settled_likeness(
            ads, LOW, LABOUR, FOLDS, catalogue=reader().catalogue, given=Likeness()
        ).likeness.cuts
        for ads in (ADS, doubted)
    ]
    money, control = GROUPS.index(Group.MONEY), GROUPS.index(Group.CONTROL)
    assert [bool(np.isfinite(own[money])) for own in cuts] == [True, False]
    assert [bool(np.isfinite(own[control])) for own in cuts] == [True, True]


def test_the_same_ads_give_the_same_lines() -> None:
    one, other = (
        settled_likeness(ADS, LOW, LABOUR, FOLDS, catalogue=reader().catalogue, given=Likeness()).likeness
        for _ in range(2)
    )
    assert one.weights.tobytes() == other.weights.tobytes()
    assert one.naming.tobytes() == other.naming.tobytes()
    assert one.cuts.tolist() == other.cuts.tolist()


def test_without_marks_the_given_lines_stay() -> None:
    unmarked = [replace(one, marks=None) for one in ADS]
    settled = settled_likeness(unmarked, LOW, LABOUR, FOLDS, catalogue=reader().catalogue, given=learned())
    assert settled.likeness is learned()
    assert settled.caps[0][Kind.FORCED_LABOUR].band is Band.MEDIUM


@pytest.mark.parametrize("band", [Band.NONE, Band.LOW])
def test_what_is_about_the_crime_stays_where_the_rules_hold_it(band: Band) -> None:
    held = [dict.fromkeys(Kind, Cap(band, Rule.ABOUT_TRAFFICKING))] * len(ADS)
    settled = settled_likeness(ADS, held, LABOUR, FOLDS, catalogue=reader().catalogue, given=Likeness())
    assert all(caps[Kind.FORCED_LABOUR].band is band for caps in settled.caps)


def test_words_without_which_a_score_stays_lift_nothing() -> None:
    def unmoved(_finding: Finding, _kind: Kind) -> float:
        return 0.0

    ads = [replace(one, share=unmoved) for one in ADS]
    settled = settled_likeness(ads, LOW, LABOUR, FOLDS, catalogue=reader().catalogue, given=Likeness())
    assert all(caps[Kind.FORCED_LABOUR].band is Band.LOW for caps in settled.caps)


def test_without_a_catalogue_nothing_is_learned() -> None:
    settled = settled_likeness(ADS, LOW, LABOUR, FOLDS, catalogue=None, given=learned())
    assert settled.likeness.indicators == ()
    assert settled.caps is LOW


def _unmarked(one: MarkedAd, indicator: str) -> MarkedAd:
    return replace(one, marks=one.marks and tuple(mark for mark in one.marks if mark[0] != indicator))
