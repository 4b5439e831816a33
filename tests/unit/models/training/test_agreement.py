import pytest

from models.training.agreement import alpha

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), examples A, B and C, all nominal.
BINARY = ["01", "11", "01", "00", "00", "01", "00", "00", "10", "00"]
NAMES = ["ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "dd", "ad"]
WITH_GAPS = [
    "111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3",
]  # fmt: skip


@pytest.mark.parametrize(
    ("units", "published"), [(BINARY, 0.095), (NAMES, 0.692), (WITH_GAPS, 0.743)], ids=["A", "B", "C"]
)
def test_alpha_is_the_one_published(units: list[str], published: float) -> None:
    assert alpha(units) == pytest.approx(published, abs=5e-4)


def test_full_agreement_is_one_and_system_against_each_other_is_below_zero() -> None:
    assert alpha(["aa", "bb", "cc"]) == 1.0
    found = alpha(["ab", "ab", "ab"])
    assert found is not None
    assert found < 0


def test_where_nothing_can_be_compared_there_is_no_alpha() -> None:
    assert alpha([]) is None
    assert alpha(["a", "b"]) is None
    assert alpha(["aa", "aa"]) is None
