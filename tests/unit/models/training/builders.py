"""This module builds small labelled sets: neutral made-up words, indicators by id, no real ad."""

import random
from collections.abc import Sequence
from functools import cache

from models.domain.ad import RawAd
from models.domain.finding import Finding, Span
from models.domain.judgement import AdClass, Band, Kind
from models.indicators.catalogue import Catalogue
from models.scoring.assessment import AdFeatures
from models.scoring.rules import Cap
from models.scoring.signs import Sign, signs
from models.training.labelled import LabelledAd
from models.training.proof import ReadAd, TrainedModel
from models.training.train import Recipe, train

HARMLESS = (AdClass.ORDINARY_JOB, AdClass.ORDINARY_CLASSIFIED, AdClass.SPA)
WORDS = [
    first + second
    for first in ("ka", "mo", "re", "ti", "su", "la")
    for second in ("nar", "pel", "dor", "vit")
]


@cache
def all_signs() -> tuple[Sign, ...]:
    return signs(Catalogue.from_package().values())


def features(
    masked: str = "", *, found: Sequence[str] = (), facts: dict[str, float] | None = None
) -> AdFeatures:
    findings = tuple(Finding(indicator, Span("text", i, i + 1), "x") for i, indicator in enumerate(found))
    return AdFeatures(masked, findings, facts or {})


def raw_ad(number: int, text: str) -> RawAd:
    return RawAd(f"a{number:03}", "card", "job", "", "title", text, 0, 0, {})


@cache
def corpus() -> tuple[tuple[LabelledAd, AdFeatures], ...]:
    """120 ads, a quarter of them leads, in families of two."""
    chosen = random.Random(7)
    return tuple(_example(number, chosen) for number in range(120))


def read_from_corpus(batch: Sequence[RawAd], *, cap: Band = Band.URGENT) -> list[ReadAd | None]:
    by_id = {one.ad.ad_id: features for one, features in corpus()}
    return [ReadAd(by_id[ad.ad_id], dict.fromkeys(Kind, Cap(cap, None))) for ad in batch]


@cache
def trained() -> TrainedModel:
    return train([one for one, _ in corpus()], read_from_corpus, Recipe(all_signs()), made_on="2026-11-22")


def _example(number: int, chosen: random.Random) -> tuple[LabelledAd, AdFeatures]:
    lead, kind = number % 4 == 0, list(Kind)[number // 4 % len(Kind)]
    speaking = [one.indicator for one in all_signs() if kind in one.kinds and one.prior > 0]
    found = chosen.sample(speaking, 2) if lead else chosen.sample(speaking, chosen.choice([0, 0, 1]))
    masked = " ".join(chosen.choices(WORDS, k=30) + ([f"about{kind.value[:4]}"] if lead else []))
    labelled = LabelledAd(
        raw_ad(number, masked),
        frozenset({kind} if lead else ()),
        AdClass.LEAD if lead else HARMLESS[number % 3],
        f"family{number // 2}",
        lang="en",
        origin="made up",
    )
    return labelled, features(masked, found=found, facts={"pay_month": float(number % 5) * 1000})
