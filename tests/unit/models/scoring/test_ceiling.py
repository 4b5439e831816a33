"""This module tests how much of the golden leads the rules let through when every sign in them is found."""

from pathlib import Path

import yaml

from models.domain.finding import Finding, Span
from models.domain.judgement import Band, Kind
from models.indicators.catalogue import Catalogue, Group
from models.scoring.assessment import AdFeatures
from models.scoring.rules import kind_caps
from tests.unit.models.scoring.prior import PriorClassifier

CATALOGUE = Catalogue.from_package()
CASES = Path(__file__).parents[3] / "cases" / "parallel"


def leads() -> dict[str, list[str]]:
    tables = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(CASES.glob("leads-*.yaml"))]
    return {name: case["codes"] for table in tables for name, case in table.items()}


def band_when_all_is_found(codes: list[str]) -> Band:
    """What rules and prior weights allow where each of `codes` is found in words of its own."""
    findings = [Finding(code, Span("text", 20 * n, 20 * n + 9), "the words") for n, code in enumerate(codes)]
    caps = kind_caps(findings, CATALOGUE, about_trafficking=False)
    classifier = PriorClassifier(CATALOGUE)
    probabilities = classifier.assess([AdFeatures("", tuple(findings), {})])[0].probabilities
    allowed = [
        min(caps[kind].band, _reached(probabilities[kind], classifier), key=lambda band: band.rank)
        for kind in Kind
    ]
    return max(allowed, key=lambda band: band.rank)


def _reached(probability: float, classifier: PriorClassifier) -> Band:
    met = [band for band, least in classifier.thresholds.items() if probability >= least]
    return max(met, key=lambda band: band.rank, default=Band.NONE)


def test_thirty_three_of_forty_two_golden_leads_reach_medium_with_perfect_findings() -> None:
    reached = [
        name for name, codes in leads().items() if band_when_all_is_found(codes).rank >= Band.MEDIUM.rank
    ]
    assert (len(reached), len(leads())) == (33, 42)  # the ceiling that the rules set for recall at medium


def test_what_stays_low_with_perfect_findings_is_held_by_rules_1_and_7_alone() -> None:
    below = {name for name, codes in leads().items() if band_when_all_is_found(codes).rank < Band.MEDIUM.rank}
    one_group = {name for name in below if len(groups(leads()[name])) == 1}
    assert below - one_group == {
        "P12"
    }  # a dancer's advance: money is no control (rule 7), one sign of money no second one


def groups(codes: list[str]) -> set[Group]:
    return {CATALOGUE[code].group for code in codes} - {Group.POSTING, Group.CONTEXT}


def test_a_lone_sign_that_is_not_statutory_stays_low() -> None:
    assert band_when_all_is_found(["JB02"]) is Band.LOW
    assert band_when_all_is_found(["OB01"]) is Band.MEDIUM
