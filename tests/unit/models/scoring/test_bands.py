import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import Band, Kind
from models.scoring.bands import checked_thresholds, reach, reached_band
from models.scoring.rules import Cap, Rule

CUTS = {Band.LOW: 0.02, Band.MEDIUM: 0.1, Band.HIGH: 0.4}


def caps(**own: Band) -> dict[Kind, Cap]:
    low = dict.fromkeys(Kind, Cap(Band.LOW, Rule.EVIDENCE))
    return low | {Kind(name): Cap(band, None) for name, band in own.items()}


def test_a_kind_reaches_only_as_far_as_the_rules_let_it() -> None:
    probabilities = dict.fromkeys(Kind, 0.01) | {Kind.SCAM_COMPOUND: 0.9, Kind.RECRUITMENT_FRAUD: 0.3}
    assert reach(probabilities, caps(recruitment_fraud=Band.MEDIUM)) == {Band.LOW: 0.9, Band.MEDIUM: 0.3}
    assert reach(probabilities, dict.fromkeys(Kind, Cap(Band.NONE, Rule.ABOUT_TRAFFICKING))) == {}


@pytest.mark.parametrize(
    ("reached", "band"),
    [
        ({}, "none"),
        ({Band.LOW: 0.0199}, "none"),
        ({Band.LOW: 0.02}, "low"),
        ({Band.LOW: 0.9}, "low"),
        ({Band.LOW: 0.9, Band.MEDIUM: 0.1}, "medium"),
        ({Band.LOW: 0.9, Band.MEDIUM: 0.05, Band.HIGH: 0.05}, "low"),
        ({Band.LOW: 0.4, Band.MEDIUM: 0.4, Band.HIGH: 0.4}, "high"),
    ],
)
def test_the_threshold_itself_belongs_to_the_band(reached: dict[Band, float], band: str) -> None:
    assert reached_band(reached, CUTS) == band


@pytest.mark.parametrize(
    "cuts",
    [
        {Band.LOW: 0.1, Band.MEDIUM: 0.05, Band.HIGH: 0.4},
        {Band.LOW: 0.0, Band.MEDIUM: 0.05, Band.HIGH: 0.4},
        {Band.LOW: 0.01, Band.MEDIUM: 0.05, Band.HIGH: float("nan")},
        {Band.LOW: 0.01, Band.MEDIUM: 0.05},
    ],
)
def test_thresholds_out_of_order_are_refused(cuts: dict[Band, float]) -> None:
    with pytest.raises(WrongUsage, match="threshold"):
        checked_thresholds(cuts)
