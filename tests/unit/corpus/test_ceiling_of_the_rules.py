import json
from functools import cache
from pathlib import Path
from typing import Any

from models.domain.finding import Finding, Span
from models.domain.judgement import Band, Kind
from models.indicators.catalogue import Catalogue
from models.scoring.rules import kind_caps

ROOT = Path(__file__).parents[3]


@cache
def signs() -> dict[str, list[dict[str, str]]]:
    lines = [
        line for path in (ROOT / "corpus" / "signs").glob("*.jsonl") for line in path.open(encoding="utf-8")
    ]
    return {row["id"]: row["signs"] for row in map(json.loads, lines)}


@cache
def leads() -> tuple[dict[str, Any], ...]:
    paths = [
        *(ROOT / "corpus" / "development").glob("*.jsonl"),
        *(ROOT / "pipeline/sampleboard/ads").glob("*.jsonl"),
    ]
    ads = [json.loads(line) for path in sorted(paths) for line in path.read_text("utf-8").splitlines()]
    return tuple(ad for ad in ads if ad["id"] in signs())


def cap_of(ad: dict[str, Any], catalogue: Catalogue) -> Band:
    """The most that the rules allow any kind of this lead where every sign that people marked is found."""
    findings = [
        Finding(sign["indicator"], Span(sign["in"], start, start + len(sign["quote"])), sign["quote"])
        for sign in signs()[ad["id"]]
        for start in [ad[sign["in"]].index(sign["quote"])]
    ]
    caps = kind_caps(findings, catalogue, about_trafficking=False)
    return max((caps[Kind(kind)].band for kind in ad["labels"]["kinds"]), key=lambda band: band.rank)


def caps_of_leads() -> list[tuple[str, Band]]:
    """Of each marked lead its first kind and the most that the rules allow it."""
    catalogue = Catalogue.from_package()
    return [(kind, cap_of(ad, catalogue)) for ad in leads() for kind in ad["labels"]["kinds"][:1]]


def test_the_rules_let_nine_in_ten_marked_leads_reach_medium_where_every_sign_is_found() -> None:
    caps = caps_of_leads()
    through = sum(cap.rank >= Band.MEDIUM.rank for _, cap in caps)
    assert through >= 0.9 * len(caps)
