"""This module builds ads in which signs are marked, in words that the phrase book does not know."""

from dataclasses import replace
from functools import cache

import numpy as np

from models.domain.finding import Span
from models.indicators.passages import passages
from models.scoring.likeness import GROUPS, Likeness
from models.training.likeness import learn_from
from models.training.marked import MarkedAd, marked_rows
from tests.unit.models.indicators.builders import ad, reader

KEPT = "your card sleeps in our cupboard"  # control
LATER = "coins arrive after harvest"  # money
FILLERS = ("Lamp lighting near the pier", "Rope winding by the mill", "Basket weaving on the hill", "Bead sorting in the hall")  # fmt: skip
OTHERS = (
    "tea is served at noon",
    "the shed has a new roof",
    "a bell rings at dawn",
    "songs are sung on feast days",
)


def marked_ad(text: str, *marks: tuple[str, str], lead: bool = True) -> MarkedAd:
    found = tuple(
        (indicator, Span("text", text.index(words), text.index(words) + len(words)))
        for indicator, words in marks
    )
    return MarkedAd(passages(reader().read(ad(text))), lead, found if lead else None, ())


@cache
def marked_ads() -> tuple[MarkedAd, ...]:
    """Twenty leads with two signs each and forty harmless ads."""
    leads = [
        marked_ad(f"{FILLERS[n % 4]}. {KEPT}. {OTHERS[n % 3]}. {LATER}.", ("JB02", KEPT), ("JB13", LATER))
        for n in range(20)
    ]
    harmless = [
        marked_ad(f"{FILLERS[n % 4]}. {OTHERS[n % 4]}. {OTHERS[(n + 1) % 4]}.", lead=False) for n in range(40)
    ]
    return (*leads, *harmless)


@cache
def learned() -> Likeness:
    """Lines from these ads that tell what is likelier than not."""
    ads, catalogue = marked_ads(), reader().catalogue
    lines = learn_from(ads, np.arange(len(ads)), marked_rows(ads, catalogue, seed=0), catalogue)
    return replace(lines, cuts=np.zeros(len(GROUPS)))
