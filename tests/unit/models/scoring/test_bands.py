import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import Band
from models.scoring.bands import checked_thresholds, threshold_band

CUTS = {Band.LOW: 0.02, Band.MEDIUM: 0.1, Band.HIGH: 0.4}


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0.0, "none"),
        (0.0199, "none"),
        (0.02, "low"),
        (0.1, "medium"),
        (0.3999, "medium"),
        (0.4, "high"),
        (1.0, "high"),
    ],
)
def test_the_threshold_itself_belongs_to_the_band(score: float, band: str) -> None:
    assert threshold_band(score, CUTS) == band


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
