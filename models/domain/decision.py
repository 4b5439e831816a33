"""This module holds what a person decided about an ad, and what label follows from it."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.domain.judgement import AdClass, Kind


class Outcome(StrEnum):
    """How a person ended with an ad. Only what says something of the ad itself is a label."""

    REFER = "refer"
    WATCH = "watch"
    ADULT_CONSENSUAL = "close_adult_consensual"
    LEGITIMATE = "close_legitimate"
    DUPLICATE = "close_duplicate"
    INSUFFICIENT = "close_insufficient"


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's decision on one ad as it was published (`content_hash`), at a time (microseconds, UTC).

    `kinds` are those that a referral names. `ad_class` is what the person calls the ad, where they say.
    `blind` is whether they decided without the model's answer in sight; `stream` is how the ad came before them, such as
    `queue`, and `probability` how likely any ad was to be shown there: 1 where every ad above the cut is.
    """

    ad_id: str
    content_hash: str
    outcome: Outcome
    by: str
    at: int
    reason: str
    kinds: frozenset[Kind] = frozenset()
    ad_class: AdClass | None = None
    blind: bool = False
    stream: str = "queue"
    probability: float = 1.0


def label_of(decision: Decision) -> tuple[frozenset[Kind], AdClass] | None:
    """Kinds and class to learn from; None where the decision says nothing of the ad, or not enough.

    A referral without a kind is none, nor one that calls the ad harmless; a close as legitimate without a class neither:
    what nobody said is not guessed.
    """
    if decision.outcome is Outcome.REFER and decision.kinds and decision.ad_class in (None, AdClass.LEAD):
        return decision.kinds, AdClass.LEAD
    if decision.outcome is Outcome.ADULT_CONSENSUAL:
        return frozenset(), AdClass.INDEPENDENT_ADULT
    if decision.outcome is Outcome.LEGITIMATE and decision.ad_class not in (None, AdClass.LEAD):
        assert decision.ad_class is not None
        return frozenset(), decision.ad_class
    return None


def to_json(decision: Decision) -> str:
    """The decision as one line."""
    row: dict[str, Any] = {
        "ad_id": decision.ad_id,
        "content_hash": decision.content_hash,
        "outcome": decision.outcome,
        "by": decision.by,
        "at": decision.at,
        "reason": decision.reason,
        "kinds": sorted(decision.kinds),
        "ad_class": decision.ad_class,
        "blind": decision.blind,
        "stream": decision.stream,
        "probability": decision.probability,
    }
    return json.dumps(row, ensure_ascii=False)


def from_json(line: str) -> Decision:
    """What `to_json` wrote. Raises `ValueError`, `KeyError` or `TypeError` where it did not."""
    row = json.loads(line)
    ad_class = row.pop("ad_class")
    return Decision(
        outcome=Outcome(row.pop("outcome")),
        kinds=frozenset(Kind(kind) for kind in row.pop("kinds")),
        ad_class=None if ad_class is None else AdClass(ad_class),
        **row,
    )
