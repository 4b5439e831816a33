from functools import cache
from pathlib import Path
from typing import TypedDict, cast

import yaml

from tests.unit.models.indicators.builders import evidence

PARALLEL = Path(__file__).parents[3] / "cases" / "parallel"
LANGUAGES = ("en", "hilatn", "hi", "te", "bn")


class Ad(TypedDict, total=False):
    """One idea in five languages; `codes` are the findings that score, `twins` count neither way."""

    codes: list[str]
    twins: list[str]
    source_type: str
    en: str
    hilatn: str
    hi: str
    te: str
    bn: str


@cache
def ads() -> dict[str, Ad]:
    found: dict[str, Ad] = {}
    for path in sorted(PARALLEL.glob("*.yaml")):
        found |= yaml.safe_load(path.read_text("utf-8"))
    return found


def is_held_out(name: str) -> bool:
    return int(name[1:]) % 3 == 0


def f1(language: str, names: list[str]) -> float:
    """Findings of all ads `names` together, found against written."""
    right = missed = wrong = 0
    for name in names:
        ad = ads()[name]
        text = cast("str", ad.get(language))
        scoring = evidence(text, source_type=ad.get("source_type", "job")).scoring
        written = set(ad["codes"])
        found = {finding.indicator for finding in scoring} - (set(ad.get("twins", [])) - written)
        right += len(written & found)
        missed += len(written - found)
        wrong += len(found - written)
    return 2 * right / (2 * right + missed + wrong)


def test_sixty_ads_are_written_five_times() -> None:
    assert len(ads()) == 60
    assert all(ad.get(language) for ad in ads().values() for language in LANGUAGES)
    assert sum(map(is_held_out, ads())) == 20


def by_language() -> dict[str, tuple[float, float]]:
    """F1 of findings on all ads and on those held out."""
    held_out = [name for name in ads() if is_held_out(name)]
    return {language: (f1(language, list(ads())), f1(language, held_out)) for language in LANGUAGES}


def test_findings_in_every_language_are_within_five_points_of_english() -> None:
    scores = by_language()
    for on_all, held_out in scores.values():
        assert on_all >= scores["en"][0] - 0.05
        assert held_out >= scores["en"][1] - 0.05
