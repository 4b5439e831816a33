"""This module writes a model's card: on what it was trained, how well it did where it had not seen, and what not to do."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.training.labelled import LabelledAd

_SECTIONS = (
    "version", "made_on", "model_sha256", "libraries", "data", "split", "prevalence", "thresholds", "metrics",
    "intended_use", "not_for", "groups", "known_failures",
)  # fmt: skip

INTENDED_USE = (
    "Ranks public classified and job ads from India for a trained person, who reads the ad before anything happens. "
    "The score orders a queue; it is no finding about a person."
)
NOT_FOR = (
    "Automatic reports, blocking, refusals or arrests; private messages; pictures; judging a person, a community or "
    "a place; ads from other countries without labels from there."
)
GROUPS = (
    "Community, region, religion, nationality and names are masked before learning and have no column. "
    "Twins that differ in one of them, and rates by language, are measured: see bias and flag_rates. Other groups: not "
    "measured, which is not a pass."
)
KEPT = (
    "To compare ads with, the file holds of each known ad the hashes of those of its masked words that another known ad "
    "has as well; they are gone when a model is trained without the ad."
)
KNOWN_FAILURES = (
    "Recall is shown on written examples only: no openly available Indian ads carry real labels.",
    "Written examples are clearer than ads in the field; expect lower precision and recall there.",
    "Kinds with few examples rest on the indicators' prior weights, which are unvalidated in India.",
    "Languages beyond English, Hindi, Telugu and Bengali are hardly represented; such ads are often abstained on.",
    "A poster who knows the indicators can avoid them.",
)


@dataclass(frozen=True, slots=True)
class Card:
    """A model's card; `sections` is plain data, ready for JSON."""

    sections: Mapping[str, Any]

    def to_json(self) -> str:
        """The card as indented JSON; the same card gives the same text."""
        return json.dumps(dict(self.sections), indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    def empty_sections(self) -> tuple[str, ...]:
        """The required sections that are missing or empty; a model with any of them may not be promoted."""
        return tuple(name for name in _SECTIONS if self.sections.get(name) in (None, "", [], {}, ()))


def describe_data(labelled: Sequence[LabelledAd], licences: Mapping[str, str]) -> list[dict[str, Any]]:
    """For each data set its name, licence, hash and counts."""
    return [
        _describe([ad for ad in labelled if ad.origin == origin], origin, licences)
        for origin in sorted({ad.origin for ad in labelled})
    ]


def last_day(data: Sequence[Mapping[str, Any]]) -> str | None:
    """The day of the newest ad in `data`, a card's data sets; None where none is dated."""
    return max((one["days"]["last"] for one in data if "days" in one), default=None)


def data_sha256(labelled: Sequence[LabelledAd]) -> str:
    """The hash of ads and labels together; the order of the ads does not matter."""
    rows = sorted(
        json.dumps(
            [
                one.ad.ad_id,
                one.ad.content_hash,
                one.ad.source_type,
                sorted(one.kinds),
                one.ad_class,
                one.family,
                one.weight,
            ]
        )
        for one in labelled
    )
    return hashlib.sha256("\n".join(rows).encode("ascii")).hexdigest()


def _describe(own: Sequence[LabelledAd], origin: str, licences: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": origin,
        "licence": licences.get(origin, "not stated"),
        "sha256": data_sha256(own),
        "ads": len(own),
        "leads": sum(ad.is_lead for ad in own),
        "families": len({ad.family for ad in own}),
        "kinds": dict(sorted(Counter(kind.value for ad in own for kind in ad.kinds).items())),
        "classes": dict(sorted(Counter(ad.ad_class.value for ad in own).items())),
        "languages": dict(sorted(Counter(ad.lang for ad in own).items())),
        "labelled_by": dict(sorted(Counter(ad.label.by for ad in own).items())),
        "blind": sum(ad.label.blind is True for ad in own),
        **_days(own),
    }


def _days(own: Sequence[LabelledAd]) -> dict[str, Any]:
    """The days between which the dated ads lie; nothing where none is dated."""
    days = [ad.day for ad in own if ad.day is not None]
    return {"days": {"dated": len(days), "first": min(days), "last": max(days)}} if days else {}
